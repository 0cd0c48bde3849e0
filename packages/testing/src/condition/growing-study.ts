import { createRandom, type Found, type HuntView, type RunView, type StudyView, searchSpace } from '@glompo/core';

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
export function growingStudy(lookback: number, seed: number): readonly Step[] {
  const random = createRandom(seed, 0xc04d);
  const values: number[][] = courses.map(() => []);
  const steps: Step[] = [];
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
    const study: StudyView = { evaluations, outcomes, seconds: step * 1.5, space, incumbent: bests[0], runs, live };
    const hunter = live[(bests[0]?.run ?? 1) - 1] as RunView;
    steps.push({ study, hunts: live.filter(run => run !== hunter).map(victim => ({ study, hunter, victim })) });
    for (const [i, course] of courses.entries()) {
      for (let t = 1; t <= 1 + step; t++) values[i]?.push(course(trials + t, () => random.uniform()));
    }
    trials += 1 + step;
  }
  return steps;
}

function runView(id: number, all: readonly number[], lookback: number): RunView {
  const values = [...all];
  const remembered = Math.min(values.length, lookback + 1);
  const found = (trial: number): Found => {
    const point = Float64Array.of(5 * Math.sin(id + trial / 50), 10 ** Math.cos(id));
    return { value: values[trial - 1] as number, point, run: id, trial };
  };
  const bestOf = (count: number) => Math.min(...values.slice(0, count));
  const ago = (k: number) => {
    if (!(Number.isInteger(k) && k >= 0 && k < remembered)) {
      throw new RangeError(`it looked ${k} values back, where ${remembered} are at hand (its lookback is ${lookback})`);
    }
    return values.length - k;
  };
  const best = bestOf(values.length);
  return {
    id,
    optimizer: { plugin: 'optimizer', name: 'walk', options: {} },
    trials: values.length,
    failed: values.filter(value => value === Number.POSITIVE_INFINITY).length,
    best: Number.isFinite(best) ? found(values.indexOf(best) + 1) : undefined,
    last: values.length > 0 ? found(values.length) : undefined,
    startedAt: id,
    remembered,
    valueAgo: k => values[ago(k) - 1] as number,
    bestAgo: k => bestOf(ago(k)),
  };
}
