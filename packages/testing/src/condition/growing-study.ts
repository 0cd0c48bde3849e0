import { createRandom, type Found, type HuntView, type RunView, type StudyView, searchSpace } from '@glompo/core';
import type { Lookback } from './laws.js';

/** How the values of a run go on, from trial 1. */
type Course = (trial: number, chance: () => number) => number;

const courses: readonly Course[] = [
  trial => 100 / trial,
  trial => 5 + 100 / trial ** 2,
  (_, chance) => 20 + 10 * chance(),
  () => 7,
  () => Number.POSITIVE_INFINITY,
  (trial, chance) => (chance() < 0.3 ? Number.POSITIVE_INFINITY : -trial),
];

const parameters = [
  { kind: 'real', name: 'a', low: -5, high: 5 },
  { kind: 'real', name: 'b', low: 1e-3, high: 1e3, scale: 'log' },
] as const;
const space = searchSpace(parameters);

/** One step of a study that grows: what a checker sees, and what hunters see. */
export interface Step {
  readonly study: StudyView;
  readonly hunts: readonly HuntView[];
}

/**
 * A study of six runs of different kinds, seen from its beginning, before any trial, to some hundreds of trials per run.
 *
 * @param lookback what its runs remember; asking for more throws
 */
export function growingStudy(lookback: Lookback, seed: number): readonly Step[] {
  const random = createRandom(seed, 0xc04d);
  const values: number[][] = courses.map(() => []);
  const steps: Step[] = [];
  let best: number | undefined;
  let improved = { evaluations: 0, seconds: 0 };
  for (let step = 0, trials = 0; step < 40; step++) {
    const live = values.map((each, i) => runView(i + 1, each, lookback));
    const bests = live.flatMap(run => run.best ?? []).sort((a, b) => a.value - b.value);
    const evaluations = values.reduce((sum, each) => sum + each.length, 0);
    const runs = {
      started: courses.length + step,
      killed: step,
      converged: Math.floor(step / 2),
      failed: 1,
      stopped: 0,
    };
    const outcomes = { ok: evaluations - step, failed: step, timedOut: 0, lost: 0, cancelled: 0 };
    const seconds = step * 1.5;
    if (bests[0] && !(bests[0].value >= (best ?? Number.POSITIVE_INFINITY))) {
      best = bests[0].value;
      improved = { evaluations, seconds };
    }
    // One that two runs have reached, and later one where another run is.
    const minima = [
      ...(step > 10 && bests[0] ? [{ value: 6, point: pointOf(1, 40), reached: 2, run: 2 }] : []),
      ...(step > 20 ? [{ value: 6.5, point: pointOf(4, trials), reached: 1, run: 5 }] : []),
    ];
    const study: StudyView = {
      ...{
        evaluations,
        remaining: 100_000 - evaluations,
        outcomes,
        seconds,
        sessionSeconds: seconds / 2,
        coreSeconds: seconds * 3,
        slots: 4,
      },
      ...{ space, incumbent: bests[0], improved, runs, minima, sample: [], live },
    };
    const hunter = live[(bests[0]?.run ?? 1) - 1] as RunView;
    steps.push({ study, hunts: live.filter(run => run !== hunter).map(victim => ({ study, hunter, victim })) });
    for (const [i, course] of courses.entries()) {
      for (let t = 1; t <= 1 + step; t++) values[i]?.push(course(trials + t, () => random.uniform()));
    }
    trials += 1 + step;
  }
  return steps;
}

/** Where a run has made this trial. */
function pointOf(run: number, trial: number): Float64Array {
  return Float64Array.of(5 * Math.sin(run + trial / 50), 10 ** Math.cos(run));
}

function runView(id: number, all: readonly number[], lookback: Lookback): RunView {
  const values = [...all];
  const remembered = Math.min(values.length, lookback.values + 1);
  const rememberedSteps = Math.min(Math.max(0, values.length - 1), lookback.steps);
  const found = (trial: number): Found => ({
    value: values[trial - 1] as number,
    point: pointOf(id, trial),
    run: id,
    trial,
  });
  const bestOf = (count: number) => Math.min(...values.slice(0, count));
  const ago = (k: number) => {
    if (!(Number.isInteger(k) && k >= 0 && k < remembered)) {
      throw new RangeError(
        `it looked ${k} values back, where ${remembered} are at hand (its lookback is ${lookback.values})`,
      );
    }
    return values.length - k;
  };
  const best = bestOf(values.length);
  return {
    id,
    optimizer: { plugin: 'optimizer', name: 'walk', options: {} },
    note: undefined,
    origin: undefined,
    trials: values.length,
    failed: values.filter(value => value === Number.POSITIVE_INFINITY).length,
    best: Number.isFinite(best) ? found(values.indexOf(best) + 1) : undefined,
    last: values.length > 0 ? found(values.length) : undefined,
    startedAt: id,
    remembered,
    valueAgo: k => values[ago(k) - 1] as number,
    bestAgo: k => bestOf(ago(k)),
    rememberedSteps,
    stepAgo(k) {
      if (!(Number.isInteger(k) && k >= 0 && k < rememberedSteps)) {
        throw new RangeError(
          `it looked ${k} steps back, where ${rememberedSteps} are at hand (its stepLookback is ${lookback.steps})`,
        );
      }
      const [a, b] = [pointOf(id, values.length - k), pointOf(id, values.length - k - 1)];
      // The first parameter has a range of 10, the other one does not change.
      return Math.abs((a[0] as number) - (b[0] as number)) / 10 / Math.SQRT2;
    },
  };
}
