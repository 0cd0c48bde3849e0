import type { OptimizerChoice, Selector } from '@glompo/core';

/** Starts an optimizer so many times, and then none any more: a study of which every run comes to its own end. */
export function rounds(times: number, choice: OptimizerChoice): Selector {
  return {
    name: 'rounds',
    choices: [choice],
    next: view =>
      view.runs.started < times
        ? { type: 'spawn', choice }
        : { type: 'never', reason: { by: 'rounds', message: `it was started ${times} times` } },
  };
}
