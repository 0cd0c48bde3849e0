import { createRandom, searchSpace } from '@glompo/core';
import { cmaesPlugin } from '@glompo/optimizer-cmaes';
import type { CmaesCost, CmaesCostResult } from '../cmaes-cost.js';
import { answer } from './answer.js';

answer(({ dimensions }: CmaesCost): CmaesCostResult => Object.fromEntries(dimensions.map(n => [n, least(n)])));

function least(n: number): { generation: number; snapshot: number } {
  const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const space = searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, ...free })));
  const optimizer = cmaesPlugin.create(
    { space, start: { point: new Float64Array(n).fill(3) }, random: createRandom(1) },
    cmaesPlugin.parse({ sigma: 2, tolFun: 0, tolFunHist: 0, tolX: 0, tolFlatFitness: 1e9 }),
  );
  const weights = Float64Array.from({ length: n }, (_, i) => 10 ** ((6 * i) / n));
  let generation = Number.POSITIVE_INFINITY;
  let snapshot = Number.POSITIVE_INFINITY;
  for (let count = Math.max(100, Math.floor(40_000 / n)); count > 0 && optimizer.stop === undefined; count--) {
    const began = performance.now();
    const proposals = optimizer.ask(1_000);
    const asked = performance.now();
    const evaluations = proposals.map(({ x }) => ({ value: x.reduce((sum, xi, i) => sum + weights[i]! * xi * xi, 0) }));
    const evaluated = performance.now();
    optimizer.tell(proposals, evaluations);
    const told = performance.now();
    optimizer.snapshot();
    snapshot = Math.min(snapshot, performance.now() - told);
    generation = Math.min(generation, asked - began + told - evaluated);
  }
  return { generation: 1000 * generation, snapshot: 1000 * snapshot };
}
