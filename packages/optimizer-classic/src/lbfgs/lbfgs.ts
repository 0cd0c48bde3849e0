import type { Evaluation, OptimizerContext, Proposal, Reason } from '@glompo/core/plugin';
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

/**
 * So often the pairs are forgotten. On BBOB's f19 (10-D) a few runs in a hundred went on for 100,000 evaluations and more, and gained 1e-5 of the value with each time; with
 * this many they make 6,000 and end as low but for a hundredth. Elsewhere on BBOB it is hardly ever reached.
 */
const mostResets = 5;

type Steps<T> = Generator<readonly Proposal[], T, readonly Evaluation[]>;

/**
 * Limited-memory BFGS in a box, by two-metric projection: coordinates at a bound with the gradient pushing outward are held there;
 * the others move along the quasi-Newton direction of their subspace, bent at the bounds (Bertsekas, "Projected Newton methods for
 * optimization problems with simple constraints", SIAM Journal on Control and Optimization 20(2), 1982; with a limited-memory
 * matrix as in Schmidt, Kim & Sra, "Projected Newton-type methods in machine learning", in Optimization for Machine Learning, 2011).
 */
export function* lbfgs({ space, start }: OptimizerContext, settings: LbfgsSettings): Steps<Reason> {
  const n = space.dimensions;
  const { memory, gradientTolerance, valueTolerance, maxIterations = Number.POSITIVE_INFINITY } = settings;
  const box = new Box(space, start.point);
  const curvature = new Curvature(n, memory, box.metric);
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
  const giveUp = (message: string, data: Record<string, number>): Reason => ({
    ...stop(message, data),
    unfinished: true,
  });

  yield* source.start(here);
  if (!(here.value < Number.POSITIVE_INFINITY)) return giveUp('there is no value at the start to descend from', {});
  if (here.gradient === none) return giveUp('there is no finite gradient at the start to descend along', {});

  /** How much the last iteration lowered the value, relative. */
  let decrease = Number.POSITIVE_INFINITY;
  let flattest = Number.POSITIVE_INFINITY;
  /** The iteration at which the pairs were forgotten last. */
  let cleared = Number.NEGATIVE_INFINITY;
  let resets = 0;
  for (;;) {
    const gradient = box.release(here.x, here.gradient);
    const flat = gradient <= gradientTolerance;
    // With a tolerance of 0, the gradient may go on falling when values no longer tell the difference.
    const still = decrease <= valueTolerance && (valueTolerance > 0 || gradient >= flattest);
    // What was said by a coarse gradient is asked of a finer one.
    if ((flat || still) && source.refine()) {
      yield* source.estimate(here);
      if (here.gradient === none) return stop('there is no finite gradient to go on along', {});
      decrease = Number.POSITIVE_INFINITY;
      flattest = Number.POSITIVE_INFINITY;
      continue;
    }
    if (flat) return stop(`the projected gradient ${figure(gradient)} is at most ${gradientTolerance}`, { gradient });
    if (still) {
      const message = `the value fell by ${figure(decrease)} (relative), at most ${valueTolerance}`;
      return stop(message, { decrease, gradient });
    }
    flattest = Math.min(flattest, gradient);
    if (iterations >= maxIterations) return giveUp(`${maxIterations} iterations were made`, { gradient });

    const search = lineAlong(here, d, { box, curvature, settings });
    if (search !== undefined && (yield* followLine(search, { here, trial, d }, { box, source }))) {
      iterations++;
      curvature.add(here.x, trial.x, here.gradient, trial.gradient);
      decrease = (here.value - trial.value) / Math.max(Math.abs(here.value), Math.abs(trial.value), 1);
      [here, trial] = [trial, here];
    } else if (source.refine()) {
      yield* source.estimate(here);
      if (here.gradient === none) return stop('there is no finite gradient to go on along', {});
    } else if (curvature.count > 0 && iterations - cleared >= memory && resets < mostResets) {
      // A direction that the pairs have spoilt is not the last word; the steepest one is. Where they are spoilt again before all of them are
      // new, no quadratic model holds: it would crawl on for as long as it may.
      curvature.clear();
      cleared = iterations;
      resets++;
      decrease = Number.POSITIVE_INFINITY;
    } else {
      const where = curvature.count > 0 ? ', and no quadratic model holds' : ' along the steepest direction';
      return stop(`no lower value was found${where}`, { gradient });
    }
  }
}

/** A direction from `here`, written into `d`, and the search along it; undefined where numbers are too large or small for one. */
function lineAlong(
  here: Sample,
  d: Float64Array,
  { box, curvature, settings }: { box: Box; curvature: Curvature; settings: LbfgsSettings },
): LineSearch | undefined {
  curvature.direction(here.gradient, d, box.free, box.freeCount);
  let slope = dot(here.gradient, 0, d, d.length);
  if (!(slope < 0) || !Number.isFinite(slope)) {
    curvature.clear();
    curvature.direction(here.gradient, d, box.free, box.freeCount);
    slope = dot(here.gradient, 0, d, d.length);
  }
  const length = box.longest(d);
  if (!(slope < 0 && length > 0 && length < Number.POSITIVE_INFINITY)) return undefined;
  // Nothing is known of the length of a steepest descent: it begins small.
  const first = curvature.count === 0 ? settings.initialStep / length : 1;
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
    const promised = dotDifference(here.gradient, trial.x, here.x);
    if (promised === 0) return false; // The step has drowned in rounding.
    if (promised > 0) {
      // Bent too far: the bounds have taken the descent out of it.
      search.judge(Number.POSITIVE_INFINITY, promised, Number.NaN);
      continue;
    }
    yield* source.evaluate(trial, value => search.decreases(value, promised));
    const slope = trial.gradient === none || bent ? Number.NaN : dot(trial.gradient, 0, d, d.length);
    if (search.judge(trial.value, promised, slope) === 'accept') return true;
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

  /** Fills in value and gradient; of a gradient that is not finite, by differences. */
  *start(sample: Sample): Steps<void> {
    const gradient = yield* this.#ask(sample);
    if (sample.value === Number.POSITIVE_INFINITY) return;
    if (gradient !== undefined && allFinite(gradient)) sample.gradient = gradient;
    else yield* this.estimate(sample);
  }

  /**
   * Fills in value and gradient; a value without a finite gradient counts as +Infinity.
   *
   * Differences are asked for together, but after the value, and only where it is good enough: one in ten points of a line search
   * is not, and its n differences would have been for nothing. The barrier this adds costs no slot: other runs fill it.
   */
  *evaluate(sample: Sample, goodEnough: (value: number) => boolean): Steps<void> {
    const gradient = yield* this.#ask(sample);
    if (gradient !== undefined) {
      if (allFinite(gradient)) sample.gradient = gradient;
    } else {
      if (!goodEnough(sample.value)) return;
      yield* this.estimate(sample);
    }
    if (sample.gradient === none) sample.value = Number.POSITIVE_INFINITY;
  }

  /** Fills in the value; returns the task's gradient. */
  *#ask(sample: Sample): Steps<Float64Array | undefined> {
    const told = yield this.#given ? sample.withGradient : sample.withoutGradient;
    this.evaluations++;
    const { value, gradient } = told[0]!;
    sample.value = value;
    sample.gradient = none;
    return this.#given ? gradient : undefined;
  }

  /** Goes over to a finer scheme of differences; false: gradients are not estimated, or are as fine as they get. */
  refine(): boolean {
    return !this.#given && this.#differences.refine();
  }

  /** Fills in the gradient by differences; none where they are not finite. */
  *estimate(sample: Sample): Steps<void> {
    this.#given = false;
    sample.gradient = none;
    const points = this.#differences.points(sample.x);
    const told = yield points;
    this.evaluations += points.length;
    const estimated = this.#differences.gradient(sample.x, sample.value, k => told[k]!.value);
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
