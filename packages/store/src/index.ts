export { type RecordOptions, recordStudy } from './record-study.js';
export type { Durability, SessionEnd } from './record-writer.js';
export type { Recording } from './recorder.js';
export { holdsStudy, openRecord } from './study-record.js';
