import { createRandom, searchSpace } from '@glompo/core';
import { expect, test } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import type { CmaesInput } from './options.js';

interface Setting {
  readonly n: number;
  readonly low: number;
  readonly high: number;
  readonly options: CmaesInput;
}

/** The k-th point that is asked, and how many were asked until the stop, with its reason. */
function trial(k: number, { n, low, high, options }: Setting): readonly [string, number, unknown] {
  const space = searchSpace(Array.from({ length: n }, (_, i) => ({ kind: 'real', name: `x${i}`, low, high })));
  const start = { point: new Float64Array(n).fill(1) };
  const optimizer = cmaesPlugin.create({ space, start, random: createRandom(7) }, cmaesPlugin.parse(options));
  const asked: Float64Array[] = [];
  while (optimizer.stop === undefined && asked.length < 3000) {
    const proposals = optimizer.ask(13);
    asked.push(...proposals.map(({ x }) => x));
    const value = (x: Float64Array) =>
      (x[0] as number) > 2 ? Number.POSITIVE_INFINITY : x.reduce((sum, xi, i) => sum + (1 + i) * (xi - 0.3) ** 2, 0);
    optimizer.tell(
      proposals,
      proposals.map(({ x }) => ({ value: value(x) })),
    );
  }
  const { condition } = (optimizer.stop?.data ?? { condition: 'none' }) as { condition: string };
  return [[...(asked[k - 1] as Float64Array)].join(' '), asked.length, condition];
}

const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

// What 0.1.0 did, to the last bit. A change of rounding shows here first: record anew only what is known to be one.
test.each<[number, Setting, string, number, string]>([])(
  'trial %i of %o is the recorded one',
  (k, setting, point, count, condition) => {
    expect(trial(k, setting)).toEqual([point, count, condition]);
  },
);
