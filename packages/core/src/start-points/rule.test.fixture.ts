import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Start, StartPoints } from '../contracts/decision.js';
import type { Parameter } from '../contracts/parameter.js';
import type { RunStatus, StudyView } from '../contracts/view.js';
import { createRandom } from '../random/streams.js';
import { box, parametersFromBounds } from '../space/parameters.js';

/** One parameter of each kind: 4 units, 8 decades, 5 whole numbers. */
export const parameters: readonly Parameter[] = [
  { kind: 'real', name: 'a', low: -1, high: 3 },
  { kind: 'real', name: 'b', low: 1e-4, high: 1e4, scale: 'log' },
  { kind: 'integer', name: 'n', low: 1, high: 5 },
];

export const study = recordedStudy({ parameters });

const optimizer = { plugin: 'optimizer', name: 'a', options: {} };

/** A rule at work: starts runs and ends them where it is told. */
export function atWork(rule: StartPoints, { view = study as StudyView, seed = 1, ended = 0 } = {}) {
  const random = createRandom(seed);
  let run = ended;
  return {
    random,
    start: (now: StudyView = view): Start => rule.next(now, { random, optimizer }),
    end(start: Start | undefined, value: number | undefined, point: readonly number[] = [1, 1, 3]): void {
      const id = ++run;
      const status: RunStatus = 'converged';
      const best = value === undefined ? undefined : { value, point: Float64Array.from(point), run: id, trial: 1 };
      rule.ended?.({ id, optimizer, status, trials: 1, best, origin: start?.origin, note: undefined }, view, random);
    },
  };
}

const unit = (dimensions: number) => recordedStudy({ parameters: parametersFromBounds(box(dimensions, 0, 1)) });

/** The first points in a box from 0 to 1. */
export function points(
  rule: StartPoints,
  { n, dimensions, seed = 1 }: { n: number; dimensions: number; seed?: number },
) {
  const work = atWork(rule, { view: unit(dimensions), seed });
  return Array.from({ length: n }, () => work.start().point);
}

/** How many of the points lie in each of 2^p × 2^q equal boxes of two coordinates. */
export function counts(among: readonly Float64Array[], [i, p]: readonly number[], [j, q]: readonly number[]): number[] {
  const boxes = new Array<number>(2 ** ((p as number) + (q as number))).fill(0);
  for (const x of among) {
    const k = Math.floor((x[i as number] as number) * 2 ** (p as number));
    const l = Math.floor((x[j as number] as number) * 2 ** (q as number));
    (boxes[k * 2 ** (q as number) + l] as number)++;
  }
  return boxes;
}
