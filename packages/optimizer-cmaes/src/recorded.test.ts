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

/** The last point of a run (or the one of trial 3,000 and some), how many there were, and why it stopped. */
function lastTrial({ n, low, high, options }: Setting): readonly [string, number, unknown] {
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
  return [[...(asked.at(-1) as Float64Array)].join(' '), asked.length, condition];
}

const free = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

// What 0.1.0 did, to the last bit. A change of rounding shows here first: record anew only what is known to be one.
test.each<[Setting, string, number, string]>([
  [
    { n: 4, low: -5, high: 5, options: {} },
    '0.2999999782239513 0.30000001162613277 0.30000000705882535 0.299999967884121',
    944,
    'tolFun',
  ],
  [
    { n: 3, ...free, options: { sigma: 2, active: false } },
    '0.3000001341919688 0.3000000065068237 0.29999999342844164',
    665,
    'tolFun',
  ],
  [
    { n: 5, low: 0.9, high: 3, options: { populationSize: 70 } },
    '0.900000000000001 0.900000000347307 0.9000000009338913 0.9000000000250148 0.9000000001550367',
    3005,
    'none',
  ],
  [
    { n: 40, low: -2, high: Number.POSITIVE_INFINITY, options: { populationSize: 4 } },
    '0.20728503096722273 0.288403891830868 0.3122929564668726 0.29754284941546594 0.30519232539194885 0.30055996338795765 0.3017634937899274 0.3020969300031111 0.298696243914669 0.2993947316444796 0.30326642374762924 0.29860946660863164 0.3014095539769128 0.30299554859703814 0.3011419757603906 0.2976068251268842 0.30253401486643083 0.3021911580658374 0.30155080618809427 0.2996638311847679 0.3011901120948801 0.301109663454179 0.3022431865767774 0.3002626829201307 0.2978564795069647 0.29949232265733317 0.30179046825734224 0.2974664214091183 0.3001328511233381 0.29925909407555373 0.297537201588828 0.2980543430065925 0.2999848945334964 0.30025516015630593 0.30132086840810635 0.2983661679047689 0.30318363331277043 0.30239180011781164 0.30151470221554266 0.29993748081112015',
    3000,
    'none',
  ],
])('the last trial of %o is the recorded one', (setting, point, count, condition) => {
  expect(lastTrial(setting)).toEqual([point, count, condition]);
});
