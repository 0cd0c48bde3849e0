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

// What 0.1.0 did with the step size learning at pycma's rate, to the last bit. A change of rounding shows here first: record anew only what is known to be one.
test.each<[Setting, string, number, string]>([
  [
    { n: 4, low: -5, high: 5, options: {} },
    '0.30000000237108715 0.30000000912130265 0.2999999478279811 0.2999999680465626',
    944,
    'tolFun',
  ],
  [
    { n: 3, ...free, options: { sigma: 2, active: false } },
    '0.2999999889737403 0.30000000916925657 0.29999998384960447',
    637,
    'tolFun',
  ],
  [
    { n: 5, low: 0.9, high: 3, options: { populationSize: 70 } },
    '0.9000000000472976 0.9000000000085338 0.9000000004041359 0.9000000000648223 0.9000000000000277',
    3005,
    'none',
  ],
  [
    { n: 40, low: -2, high: Number.POSITIVE_INFINITY, options: { populationSize: 4 } },
    '0.2269445275898101 0.3094315762638171 0.3035558599981636 0.30076369726780516 0.29993609718222647 0.2961013407141553 0.299857790515599 0.2978949360828147 0.3019370518896838 0.30046162343016336 0.29465685942904996 0.3015036896402723 0.29867659611277153 0.29800581227478773 0.29999561758487436 0.2982103840809551 0.2998180044192673 0.2991879182970152 0.2990502204827523 0.3016357401712102 0.3001202764848494 0.30169947056318147 0.2975418651647832 0.2988911228690885 0.3023633436547626 0.30084477499359075 0.302384804848268 0.2997577793355881 0.2988734133949178 0.2985769206546376 0.29879324540577157 0.3001392649183181 0.29882557583768277 0.29798375131122823 0.301072893928243 0.30163649491758626 0.2999771707292367 0.3002976984425465 0.2996411711108 0.2982284907373196',
    3000,
    'none',
  ],
  [
    { n: 20, low: -5, high: 5, options: {} },
    '0.30078265802651316 0.29999250271178113 0.29970201767989657 0.29998657822456476 0.3001120582672989 0.2999727182344607 0.29989492988502153 0.29984592407415445 0.3000432619897717 0.29976893510055014 0.2999372073982425 0.3001682779618715 0.30007341043296165 0.30002471522521645 0.2998854338179955 0.30005981768945134 0.3001077335745448 0.29997877257928174 0.29987653358680966 0.2998558454654283',
    3000,
    'none',
  ],
  [
    { n: 6, ...free, options: { sigma: 0.5, factor: 'symmetric' } },
    '0.2999993089711822 0.3000002623827724 0.3000001757440804 0.30000007076912794 0.3000002022599378 0.3000000540842609',
    1359,
    'tolFun',
  ],
  [
    { n: 6, ...free, options: { sigma: 0.5, covariance: 'separable' } },
    '0.29999996877803103 0.29999997146896173 0.2999999702511135 0.3000000033848076 0.30000000987853953 0.29999999736937055',
    1134,
    'tolFun',
  ],
  [
    { n: 30, ...free, options: { sigma: 0.5, covariance: 'limited' } },
    '0.2696318765010116 0.3096956468267783 0.29259088191791444 0.30265117833427624 0.30035644314128607 0.298421214149561 0.2986532787223623 0.3029480270455598 0.3028471739562948 0.30003402355863396 0.29932829285650747 0.2978983927936036 0.30126918923231416 0.2968911254432512 0.30297445799163314 0.29998582563153264 0.29955977470414563 0.3013791400148791 0.3002993465471439 0.3028800986926385 0.2987747385805555 0.29884347042728815 0.30085178350099057 0.29964934342382155 0.29757748458869043 0.30031597933315884 0.3007271516818239 0.3011949238722509 0.2982683814279531 0.29993817988899263',
    3009,
    'none',
  ],
])('the last trial of %o is the recorded one', (setting, point, count, condition) => {
  expect(lastTrial(setting)).toEqual([point, count, condition]);
});
