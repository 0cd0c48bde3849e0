export { type Door, openDoor } from './door/door.js';
export { askStudy, isRunning } from './door/knock.js';
export type { DoorRequest } from './door/request.js';
export { type RecordOptions, recordStudy } from './record-study.js';
export type { Durability, SessionEnd } from './record-writer.js';
export type { Recording } from './recorder.js';
export { holdsStudy, openRecord } from './study-record.js';
