import { defineTask, type TrialContext } from '@glompo/core/plugin';

interface Spring {
  readonly length: number;
  readonly stiffness: number;
}

const springs: readonly Spring[] = [
  { length: 1, stiffness: 4 },
  { length: 1.5, stiffness: 2 },
  { length: 0.7, stiffness: 9 },
];

/** The energy of weights that hang on springs in a row: a task in TypeScript, which workers load as it is. */
export default defineTask({
  name: 'springs',
  parameters: springs.map((_, i) => ({ kind: 'real' as const, name: `y${i + 1}`, low: -10, high: 0 })),
  evaluate(y: Float64Array, _context: TrialContext): number {
    let energy = 0;
    let above = 0;
    for (const [i, { length, stiffness }] of springs.entries()) {
      const here = y[i] ?? 0;
      energy += 0.5 * stiffness * (above - here - length) ** 2 + here;
      above = here;
    }
    return energy;
  },
});
