import type { Condition } from '../contracts/decision.js';
import type { Minimum } from '../contracts/minimum.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain } from '../contracts/plain.js';
import type { Found, HuntView, RunView, StudyView } from '../contracts/view.js';
import { StepWindow } from '../manager/step-window.js';
import { ValueWindow } from '../manager/value-window.js';
import { createRandom } from '../random/streams.js';
import { parametersFromBounds } from '../space/parameters.js';
import { searchSpace } from '../space/search-space.js';

/** A run that has found these values, in this order (the i-th at `points[i]`, or at the origin), remembered as far as `lookback`. */
export function recordedRun(
  values: readonly number[],
  {
    lookback = 0,
    stepLookback = 0,
    points = [] as readonly (readonly number[])[],
    id = 1,
    optimizer = 'walk',
    note = undefined as Plain | undefined,
    origin = undefined as Plain | undefined,
    space = recordedStudy().space,
  } = {},
): RunView {
  const window = new ValueWindow(lookback);
  for (const value of values) window.push(value);
  const steps = new StepWindow(space, stepLookback);
  if (stepLookback > 0) for (const i of values.keys()) steps.push(Float64Array.from(points[i] ?? [0, 0]), 0);
  const found = (i: number): Found | undefined =>
    values[i] === undefined || values[i] === Number.POSITIVE_INFINITY
      ? undefined
      : { value: values[i], point: Float64Array.from(points[i] ?? [0, 0]), run: id, trial: i + 1 };
  return {
    id,
    optimizer: { plugin: 'optimizer', name: optimizer, options: {} },
    note,
    origin,
    trials: values.length,
    failed: values.filter(value => value === Number.POSITIVE_INFINITY).length,
    best: found(values.indexOf(Math.min(...values))),
    last: found(values.length - 1),
    startedAt: 0,
    remembered: window.remembered,
    valueAgo: k => window.valueAgo(k),
    bestAgo: k => window.bestAgo(k),
    rememberedSteps: steps.remembered,
    stepAgo: k => steps.stepAgo(k),
  };
}

export function recordedStudy({
  evaluations = 0,
  remaining = Number.POSITIVE_INFINITY,
  seconds = 0,
  sessionSeconds = undefined as number | undefined,
  coreSeconds = 0,
  slots = 1,
  improved = { evaluations: 0, seconds: 0 },
  live = [] as readonly RunView[],
  minima = [] as readonly Minimum[],
  sample = [] as readonly Found[],
  best = undefined as number | undefined,
  point = [0, 0] as readonly number[],
  runs = {},
  parameters = parametersFromBounds([
    [-5, 5],
    [-5, 5],
  ]) as readonly Parameter[],
} = {}): StudyView {
  return {
    evaluations,
    remaining,
    outcomes: { ok: evaluations, failed: 0, timedOut: 0, lost: 0, cancelled: 0 },
    seconds,
    sessionSeconds: sessionSeconds ?? seconds,
    coreSeconds,
    slots,
    improved,
    space: searchSpace(parameters),
    incumbent: best === undefined ? undefined : { value: best, point: Float64Array.from(point), run: 1, trial: 1 },
    runs: { started: 0, killed: 0, converged: 0, failed: 0, stopped: 0, ...runs },
    minima,
    sample,
    live,
  };
}

/** A hunt of a run with these values by one whose best value is `hunterBest`; the victim is remembered as far as the hunter asks. */
export function recordedHunt(
  hunter: Condition<HuntView>,
  values: readonly number[],
  { hunterBest = 0, study = recordedStudy() } = {},
): HuntView {
  return {
    study,
    hunter: recordedRun([hunterBest], { id: 1 }),
    victim: recordedRun(values, { id: 2, ...(hunter.lookback !== undefined && { lookback: hunter.lookback }) }),
  };
}

export function context(seed = 1) {
  return { random: createRandom(seed), memory: new Map<string, Plain>(), common: new Map<string, Plain>() };
}
