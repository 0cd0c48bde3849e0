export type { Checkpoint } from './checkpoint-rows.js';
export type { CheckpointOptions } from './checkpoint-schedule.js';
export { copyCheckpoint, openCheckpoint } from './copy-checkpoint.js';
export type { Detail } from './detail.js';
export { type RecordOptions, recordStudy } from './record-study.js';
export type { Durability, SessionEnd } from './record-writer.js';
export type { Recording } from './recorder.js';
export { holdsStudy, openRecord } from './study-record.js';
export { writeCheckpoint } from './write-checkpoint.js';
