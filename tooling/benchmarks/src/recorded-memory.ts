import { program } from './measure.js';

/** A study on threads, of which every trial is recorded. */
export type RecordedMemory = { readonly evaluations: number };

export interface RecordedMemoryResult {
  /** The most memory that the whole process, workers included, has had, in bytes. */
  readonly peak: number;
  readonly recorded: number;
  readonly evaluationsPerSecond: number;
}

export const recordedMemory = program<RecordedMemory, RecordedMemoryResult>('recorded-memory');
