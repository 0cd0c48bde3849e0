import type { Evaluation, OptimizerContext, Proposal, Reason } from '@glompo/core';
import { Box } from './box.js';
import { Curvature } from './curvature.js';
import { type DifferenceScheme, Differences } from './differences.js';
import { LineSearch } from './line-search.js';
import { dot, dotDifference } from './vectors.js';

export type LbfgsSettings = {
  readonly memory: number;
  readonly gradientTolerance: number;
  readonly valueTolerance: number;
  readonly maxIterations?: number;
  readonly initialStep: number;
  readonly maxStep: number;
  readonly differences: DifferenceScheme;
  readonly differenceStep?: number;
};

/** A search along one line gives up after this many points. */
const longestSearch = 20;

type Steps<T> = Generator<readonly Proposal[], T, readonly Evaluation[]>;

/**
 * Limited-memory BFGS in a box, by two-metric projection: coordinates at a bound with the gradient pushing outward are held there;
 * the others move along the quasi-Newton direction of their subspace, bent at the bounds (Bertsekas, "Projected Newton methods for
 * optimization problems with simple constraints", SIAM Journal on Control and Optimization 20(2), 1982, eqs. 30–37; with the
 * limited-memory matrix as in Schmidt, Kim & Sra, "Projected Newton-type methods in machine learning", 2011, §1.3).
 */
export function* lbfgs({ space, start }: OptimizerContext, settings: LbfgsSettings): Steps<Reason> {
  const n = space.dimensions;
  const { gradientTolerance, valueTolerance, maxIterations = Number.POSITIVE_INFINITY } = settings;
  const box = new Box(space, start.point);
  const curvature = new Curvature(n, settings.memory, box.metric);
  const source = new GradientSource(new Differences(box, settings.differences, settings.differenceStep));
  const d = new Float64Array(n);
  let here = newSample(box.project(start.point.slice()));
  let trial = newSample(new Float64Array(n));
  let iterations = 0;
  const stop = (message: string, data: Record<string, number>): Reason => ({
    by: 'lbfgs',
    message: `${message} (${iterations} iterations, ${source.evaluations} evaluations)`,
    data: { ...data, iterations, evaluations: source.evaluations },
  });

  yield* source.evaluate(here, true);
  if (!(here.value < Number.POSITIVE_INFINITY)) return stop('there is no value at the start to descend from', {});
  if (here.gradient === none) return stop('there is no finite gradient at the start to descend along', {});

  for (;;) {
    const steepest = box.release(here.x, here.gradient);
    if (steepest <= gradientTolerance) {
      return stop(`the projected gradient ${figure(steepest)} is at most ${gradientTolerance}`, { gradient: steepest });
    }
    if (iterations >= maxIterations) return stop(`${maxIterations} iterations were made`, { gradient: steepest });

    const search = lineAlong(here, d, { box, curvature, settings });
    if (!(yield* followLine(search, { here, trial, d }, { box, source }))) {
      // A direction that the pairs have spoilt is not the last word; the steepest one is.
      if (curvature.count === 0) {
        return stop('no lower value was found along the steepest direction', { gradient: steepest });
      }
      curvature.clear();
      continue;
    }
    iterations++;
    curvature.add(here.x, trial.x, here.gradient, trial.gradient);
    const decrease = (here.value - trial.value) / Math.max(Math.abs(here.value), Math.abs(trial.value), 1);
    [here, trial] = [trial, here];
    if (decrease <= valueTolerance) {
      const gradient = box.release(here.x, here.gradient);
      return stop(`the value fell by ${figure(decrease)} (relative), at most ${valueTolerance}`, {
        decrease,
        gradient,
      });
    }
  }
}

/** A direction from `here`, written into `d`, and the search along it. */
function lineAlong(
  here: Sample,
  d: Float64Array,
  { box, curvature, settings }: { box: Box; curvature: Curvature; settings: LbfgsSettings },
): LineSearch {
  curvature.direction(here.gradient, d, box.free, box.freeCount);
  let slope = dot(here.gradient, 0, d, d.length);
  if (!(slope < 0) || !Number.isFinite(slope)) {
    curvature.clear();
    curvature.direction(here.gradient, d, box.free, box.freeCount);
    slope = dot(here.gradient, 0, d, d.length);
  }
  const length = box.longest(d);
  // Nothing is known of the length of a steepest descent: it begins small.
  const first = curvature.count === 0 ? Math.min(1, settings.initialStep / length) : 1;
  return new LineSearch(here.value, slope, { first, longest: settings.maxStep / length });
}

/** Tries points along the line until one is accepted, as `trial`; false: none was found. */
function* followLine(
  search: LineSearch,
  { here, trial, d }: { here: Sample; trial: Sample; d: Float64Array },
  { box, source }: { box: Box; source: GradientSource },
): Steps<boolean> {
  for (let tried = 0; tried < longestSearch; tried++) {
    const bent = box.follow(here.x, d, search.step, trial.x);
    yield* source.evaluate(trial, false);
    const usable = trial.gradient !== none;
    const value = usable ? trial.value : Number.POSITIVE_INFINITY;
    const slope = usable && !bent ? dot(trial.gradient, 0, d, d.length) : Number.NaN;
    if (search.judge(value, dotDifference(here.gradient, trial.x, here.x), slope) === 'accept') return true;
  }
  return false;
}

/** A point, its value and its gradient. */
interface Sample {
  readonly x: Float64Array;
  value: number;
  /** `none` where there is no finite one. */
  gradient: Float64Array;
  readonly withGradient: readonly Proposal[];
  readonly withoutGradient: readonly Proposal[];
}

const none = new Float64Array(0);
const wants = ['gradient'] as const;

function newSample(x: Float64Array): Sample {
  return { x, value: Number.NaN, gradient: none, withGradient: [{ x, wants }], withoutGradient: [{ x }] };
}

/** Values with gradients: the task's own as long as it gives them, finite differences from the first time it does not. */
class GradientSource {
  evaluations = 0;
  readonly #differences: Differences;
  #given = true;

  constructor(differences: Differences) {
    this.#differences = differences;
  }

  /**
   * Fills in value and gradient. A value and its differences are asked for one after the other: …
   *
   * @param needed where a gradient with NaN in it is no answer either
   */
  *evaluate(sample: Sample, needed: boolean): Steps<void> {
    const [{ value, gradient } = { value: Number.POSITIVE_INFINITY }] = yield this.#given
      ? sample.withGradient
      : sample.withoutGradient;
    this.evaluations++;
    sample.value = value;
    sample.gradient = none;
    if (!(value < Number.POSITIVE_INFINITY)) return;
    if (this.#given) {
      if (gradient !== undefined && allFinite(gradient)) {
        sample.gradient = gradient;
        return;
      }
      if (gradient !== undefined && !needed) return;
      this.#given = false;
    }
    const points = this.#differences.points(sample.x);
    const told = yield points;
    this.evaluations += points.length;
    const estimated = this.#differences.gradient(sample.x, value, k => told[k]!.value);
    if (allFinite(estimated)) sample.gradient = estimated;
  }
}

function allFinite(gradient: Float64Array): boolean {
  let zero = 0;
  for (let i = 0; i < gradient.length; i++) zero += gradient[i]! * 0;
  return zero === 0;
}

function figure(value: number): string {
  return value.toPrecision(3);
}
