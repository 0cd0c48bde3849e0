import type { Parameter, StudyRecord } from '@glompo/core';

/** What pictures are made from. */
export type Recorded = Pick<StudyRecord, 'runs' | 'events'>;

export interface StudyFacts {
  readonly task: string;
  readonly parameters: readonly Parameter[];
}

/** What was studied. */
export function studyFacts(record: Recorded): StudyFacts {
  for (const { task, parameters } of record.events({ types: ['study-started'] }))
    return { task: task ?? 'a function without a name', parameters };
  return { task: 'a study', parameters: [] };
}
