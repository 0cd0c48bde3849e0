import { createRandom, searchSpace } from '@glompo/core';
import { type CmaesInput, cmaesPlugin } from '@glompo/optimizer-cmaes';
import type { CmaesEvaluations } from '../cmaes-evaluations.js';
import { answer } from './answer.js';

const target = 1e-9;
const most = 2_000_000;

interface Problem {
  readonly value: (x: Float64Array) => number;
  readonly start: number;
  /** A fraction of the range where there are bounds. */
  readonly sigma: number;
  readonly bounds?: readonly [number, number];
  readonly options?: CmaesInput;
}

/** As `peers/pycma-evaluations.py` has them. */
const problems: Readonly<Record<CmaesEvaluations['function'], Problem>> = {
  sphere: { value: x => x.reduce((sum, xi) => sum + xi * xi, 0), start: 3, sigma: 2 },
  ellipsoid: {
    value: x => x.reduce((sum, xi, i) => sum + 10 ** ((6 * i) / (x.length - 1)) * xi * xi, 0),
    start: 3,
    sigma: 2,
  },
  rosenbrock: {
    value: x => {
      let sum = 0;
      for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2;
      return sum;
    },
    start: 0,
    sigma: 0.5,
  },
  // All bounds are active at the minimum, 1 000 times as much in the last coordinate as in the first.
  cornered: {
    value: x => x.reduce((sum, xi, i) => sum + 10 ** ((3 * i) / (x.length - 1)) * ((xi + 1) ** 2 - 1), 0),
    start: 2.5,
    sigma: 0.2,
    bounds: [0, 5],
  },
  rastrigin: {
    value: x => x.reduce((sum, xi) => sum + xi * xi + 10 - 10 * Math.cos(2 * Math.PI * xi), 0),
    start: 3,
    sigma: 0.2,
    bounds: [-5, 5],
    options: { restarts: 'bipop' },
  },
};

answer(({ function: name, dimensions, firstSeed, seeds, options = {} }: CmaesEvaluations): (number | null)[] =>
  Array.from({ length: seeds }, (_, i) => evaluations(problems[name], dimensions, { seed: firstSeed + i, options })),
);

function evaluations(
  { value, start, sigma, bounds, options: own }: Problem,
  n: number,
  { seed, options }: { readonly seed: number; readonly options: NonNullable<CmaesEvaluations['options']> },
): number | null {
  const [low, high] = bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const space = searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, low, high })));
  const optimizer = cmaesPlugin.create(
    { space, start: { point: new Float64Array(n).fill(start) }, random: createRandom(seed) },
    cmaesPlugin.parse({ sigma, ...own, ...options }),
  );
  let count = 0;
  while (optimizer.stop === undefined && count < most) {
    const proposals = optimizer.ask(1_000);
    const told: { value: number }[] = [];
    for (const { x } of proposals) {
      count++;
      told.push({ value: value(x) });
      if (told.at(-1)!.value < target) return count;
    }
    optimizer.tell(proposals, told);
  }
  return null;
}
