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
    '0.3000000598521364 0.29999998203185996 0.2999999265513935 0.3000000848672526',
    976,
    'tolFun',
  ],
  [
    { n: 3, ...free, options: { sigma: 2, active: false } },
    '0.2999999178028462 0.30000005350597203 0.2999999805921853',
    658,
    'tolFun',
  ],
  [
    { n: 5, low: 0.9, high: 3, options: { populationSize: 70 } },
    '0.9000000000492506 0.9000000000089393 0.9000000004419441 0.9000000000697775 0.9000000000000244',
    3005,
    'none',
  ],
  [
    { n: 40, low: -2, high: Number.POSITIVE_INFINITY, options: { populationSize: 4 } },
    '0.2124445346242112 0.3040066731821156 0.3191099295786515 0.29325619038113393 0.29064868288993306 0.29184897891863093 0.28461965449573334 0.3027217989082187 0.31145005715214413 0.29761346657532517 0.28694270574216496 0.30582794912664646 0.29986570378700383 0.2940366338804661 0.29679383702551476 0.29694379822371264 0.2965679226948601 0.2960421179112833 0.30197523579975183 0.3003426310116244 0.30071178589689573 0.3051494109849169 0.29831566826929157 0.30030681978008467 0.3043417338940815 0.2984826626567765 0.3006800505318883 0.3057092155881591 0.29766069766981884 0.2983109751299273 0.2975919480486988 0.3020637805899735 0.2987141246561533 0.29749382419363446 0.3027958794439427 0.3019723609593683 0.30102260444767426 0.29797399938799396 0.29905337959735645 0.2977081340600649',
    3000,
    'none',
  ],
  [
    { n: 20, low: -5, high: 5, options: {} },
    '0.3005257016510319 0.3000990738944509 0.2996421079587952 0.29999077865532 0.299966847410964 0.3000900051012332 0.2998581013712487 0.2997836545649193 0.29999677410091596 0.29961560961891287 0.30007310372728746 0.3001632592250667 0.30005437168246996 0.29994515363907404 0.2999193811872223 0.3000813885342888 0.30010203686088754 0.30010327640134893 0.2997752784781307 0.29982783100249843',
    3000,
    'none',
  ],
  [
    { n: 6, ...free, options: { sigma: 0.5, factor: 'symmetric' } },
    '0.29999983358756427 0.29999999156799295 0.3000000496048906 0.2999999900768306 0.30000031914442155 0.30000012402321974',
    1458,
    'tolFun',
  ],
  [
    { n: 6, ...free, options: { sigma: 0.5, covariance: 'separable' } },
    '0.2999999522383844 0.29999997159533953 0.30000000164724466 0.2999999901301683 0.3000000153156686 0.2999999895856176',
    1098,
    'tolFun',
  ],
  [
    { n: 30, ...free, options: { sigma: 0.5, covariance: 'limited' } },
    '0.24356094409654055 0.28357324279904095 0.32706034101761494 0.3094041887116131 0.3059742927489989 0.26993285244478293 0.2765839614795983 0.299596473739429 0.30009916041185486 0.27207707979339757 0.28864644734220507 0.27842743744071546 0.30895639931854485 0.29586735189487 0.3056742126995756 0.30165701224942226 0.2786766892542183 0.31218644313878424 0.30834698760050916 0.31915890168378175 0.27790947553966555 0.29417322680850394 0.3033776186088125 0.3085968184974342 0.27498276421535095 0.296754609173037 0.3207253346030283 0.3219255168901538 0.28069225541313103 0.2966105404244248',
    3009,
    'none',
  ],
])('the last trial of %o is the recorded one', (setting, point, count, condition) => {
  expect(lastTrial(setting)).toEqual([point, count, condition]);
});
