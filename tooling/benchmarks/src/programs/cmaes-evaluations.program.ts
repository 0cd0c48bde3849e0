import { createRandom, searchSpace } from '@glompo/core';
import { cmaesPlugin } from '@glompo/optimizer-cmaes';
import type { CmaesEvaluations } from '../cmaes-evaluations.js';
import { answer } from './answer.js';

const target = 1e-9;
const most = 1_000_000;

interface Problem {
  readonly value: (x: Float64Array) => number;
  readonly start: number;
  readonly sigma: number;
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
};

answer(({ function: name, dimensions, firstSeed, seeds, options = {} }: CmaesEvaluations): (number | null)[] =>
  Array.from({ length: seeds }, (_, i) => evaluations(problems[name], dimensions, { seed: firstSeed + i, options })),
);

function evaluations(
  { value, start, sigma }: Problem,
  n: number,
  { seed, options }: { readonly seed: number; readonly options: NonNullable<CmaesEvaluations['options']> },
): number | null {
  const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const space = searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, ...free })));
  const optimizer = cmaesPlugin.create(
    { space, start: { point: new Float64Array(n).fill(start) }, random: createRandom(seed) },
    cmaesPlugin.parse({ sigma, ...options }),
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
