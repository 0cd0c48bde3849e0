import { program } from './measure.js';

/** A study that is looked at when it has made so many evaluations. */
export type StudyMemory = { readonly dimensions: number; readonly evaluations: readonly number[] };

export interface StudyMemoryResult {
  /** PSS of the manager's process before its garbage was collected, and after; by look. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly evaluations: readonly number[];
}

export const studyMemory = program<StudyMemory, StudyMemoryResult>('study-memory');
