import type { StudyOptions } from '@glompo/core';
import { backendOf, type Cell, referenceCell } from './cells.js';
import { type AskEntry, read } from './diary.js';
import { type Observation, observe, witness } from './observe.js';
import { optimizers, rounds } from './optimizers.js';

export interface Seen extends Observation {
  readonly asks: readonly AskEntry[];
}

/** The seed of the study that is made in every cell. */
export const seed = 20;

/** Makes the study of the matrix in one of its cells: two runs of each optimizer, to their own ends. */
export async function see(cell: Cell, diary: string): Promise<Seen> {
  const options = {
    task: witness(),
    optimizers: rounds(2, optimizers(diary)),
    backend: backendOf(cell),
    slots: cell.slots,
    hunters: 'none',
    seed,
  } satisfies StudyOptions;
  const observation = await observe(options);
  return { ...observation, asks: read(diary).filter(entry => entry.type === 'ask') };
}

export const seeReference = (diary: string): Promise<Seen> => see(referenceCell, diary);
