import { processes } from '@glompo/backend-processes';
import { threads } from '@glompo/backend-threads';
import { type Backend, inline } from '@glompo/core';

export const optimizerPlaces = ['inline', 'threads', 'processes'] as const;
export const trialPlaces = ['with-optimizer', 'inline', 'threads', 'processes'] as const;
const slotNumbers = [1, 2, 5] as const;

export type OptimizerPlace = (typeof optimizerPlaces)[number];
export type TrialPlace = (typeof trialPlaces)[number];

/** One way in which a study can be placed. */
export interface Cell {
  readonly optimizers: OptimizerPlace;
  readonly trials: TrialPlace;
  readonly slots: number;
}

/** The one that the others are compared with: everything in one thread, one thing after the other. */
export const referenceCell: Cell = { optimizers: 'inline', trials: 'with-optimizer', slots: 1 };

/** Every placement at every number of slots. */
export const everyCell: readonly Cell[] = slotNumbers.flatMap(slots =>
  optimizerPlaces.flatMap(optimizers => trialPlaces.map(trials => ({ optimizers, trials, slots }))),
);

/** Every placement once, so that each place, of optimizers and of trials, meets each number of slots. */
export const pairwiseCells: readonly Cell[] = optimizerPlaces.flatMap((optimizers, i) =>
  trialPlaces.map((trials, j) => ({ optimizers, trials, slots: slotNumbers[(i + j) % slotNumbers.length] as number })),
);

export function nameOfCell({ optimizers, trials, slots }: Cell): string {
  return `optimizers ${optimizers}, trials ${trials}, ${slots} ${slots === 1 ? 'slot' : 'slots'}`;
}

const backends: Readonly<Record<OptimizerPlace, (limits: Limits) => Backend>> = {
  inline: () => inline(),
  threads,
  processes,
};

/** Of the workers that can be limited. */
interface Limits {
  readonly maxHeapMb?: number;
}

export function backendOf(
  { optimizers, trials }: Cell,
  limits: Limits = {},
): { optimizers: Backend; trials: Backend | 'with-optimizer' } {
  return {
    optimizers: backends[optimizers](limits),
    trials: trials === 'with-optimizer' ? trials : backends[trials](limits),
  };
}
