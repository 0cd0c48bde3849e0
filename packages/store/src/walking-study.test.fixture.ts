import { box, optimizerFactory, parametersFromBounds, type StudyOptions } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';

/** An optimizer that walks about in [0, 1], point by point, and remembers where it is. */
const walk = optimizerFactory({
  name: 'walk',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => ({}),
  create: ({ start }, _, state) => {
    let at = (state as { at: number } | undefined)?.at ?? (start.point[0] as number);
    let isOut = false;
    return {
      stop: undefined,
      ask: () => {
        if (isOut) return [];
        isOut = true;
        return [{ x: Float64Array.of(at) }];
      },
      tell: (_, evaluations) => {
        isOut = false;
        for (const { value } of evaluations) at = (at + 0.1 + Math.min(Math.abs(value), 1) / 3) % 1;
      },
      snapshot: () => ({ at }),
    };
  },
});

/** A small study that goes on for ever but for its budget. The fixture `walk-1.test.sql` is the record of its first 120 evaluations. */
export function walkingStudy(evaluations: number): StudyOptions {
  return {
    task: {
      parameters: parametersFromBounds(box(1, 0, 1)),
      evaluate: ([x]) => {
        if ((x as number) > 0.95) throw new Error('too far');
        return Math.sin(9 * (x as number));
      },
    },
    optimizers: walk(),
    hunters: 'none',
    liveRuns: 3,
    recorded: true,
    seed: 7,
    stop: maxEvaluations(evaluations),
  };
}
