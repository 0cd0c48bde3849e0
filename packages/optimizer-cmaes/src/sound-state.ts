import { directionsFor } from './shape/limited-shape.js';
import type {
  CmaesState,
  DistributionState,
  InjectionsState,
  LateState,
  LearningRatesState,
  PenaltyState,
  RestartingState,
  ShapeState,
  TrackState,
} from './state.js';

interface Size {
  readonly n: number;
  readonly lambda: number;
}

/** Whether all that a run goes on with is there and can be calculated with. A run that has stopped may have been stopped by numbers that are none. */
export function isSound(state: CmaesState, { n, lambda }: Size): boolean {
  const { current, late, waiting, best, bests, stagnation, penalty, learningRates, stop } = state;
  return (
    [state.generation, state.flatGenerations, state.failedGenerations].every(isCount) &&
    typeof state.random === 'object' &&
    state.random !== null &&
    isSoundDistribution(state.distribution, n, stop !== null) &&
    [current.injected, current.nudging, waiting, best].every(injections => areInjections(injections, n)) &&
    typeof current.drawn === 'boolean' &&
    typeof current.toldSinceAsked === 'boolean' &&
    isCount(current.asked) &&
    current.asked <= lambda - current.injected.values.length &&
    current.injected.values.length + current.nudging.values.length <= lambda &&
    current.values instanceof Float64Array &&
    current.values.length <= current.asked &&
    isSoundLate(late, { n, lambda }) &&
    isSeries(bests) &&
    isCount(Math.log2(stagnation.stride)) &&
    isSeries(stagnation.bests) &&
    isSeries(stagnation.medians) &&
    stagnation.bests.length === stagnation.medians.length &&
    (penalty === null || isSoundPenalty(penalty, n)) &&
    (learningRates === null || stop !== null || areRates(learningRates, n)) &&
    (stop === null || (typeof stop.by === 'string' && typeof stop.message === 'string'))
  );
}

/** The same of what runs have in common that follow one another. */
export function isSoundPlan({ plan, history, told, stop }: RestartingState): boolean {
  const { population = 1, deviation = 1, evaluations = 1 } = plan.variation;
  const { tried = 1, fitted = 1, course = { population: 1, evaluations: 1 } } = history;
  return (
    (plan.regime === 'large' || plan.regime === 'small') &&
    [population, deviation, evaluations, tried, fitted, course.population, course.evaluations].every(
      x => Number.isFinite(x) && x > 0,
    ) &&
    [told, history.begun.large, history.begun.small, history.spent.large, history.spent.small].every(isCount) &&
    (stop === null || (typeof stop.by === 'string' && typeof stop.message === 'string'))
  );
}

function isSoundDistribution(distribution: DistributionState, n: number, hasStopped: boolean): boolean {
  const { mean, sigma, sigma0, scale, widths, shape, pathSigma, pathC, updates, refreshedAt } = distribution;
  const is = (v: unknown, length: number) =>
    v instanceof Float64Array && v.length === length && (hasStopped || v.every(Number.isFinite));
  return (
    [mean, scale, widths, pathSigma, pathC].every(v => is(v, n)) &&
    (hasStopped || [sigma, sigma0, ...scale, ...widths].every(x => x > 0 && x < Number.POSITIVE_INFINITY)) &&
    isCount(updates) &&
    isCount(refreshedAt) &&
    isSoundShape(shape, is, { n, isStale: updates !== refreshedAt })
  );
}

type Is = (v: unknown, length: number) => boolean;

/** @param isStale A is older than C */
function isSoundShape(shape: ShapeState, is: Is, { n, isStale }: { n: number; isStale: boolean }): boolean {
  const triangle = (n * (n + 1)) / 2;
  switch (shape.model) {
    case 'cholesky': {
      const { covariance, factor, extremes } = shape;
      return (
        is(covariance, triangle) &&
        (isStale || factor !== undefined ? is(factor, triangle) : true) &&
        [extremes.long, extremes.short].every(v => is(v, n)) &&
        [extremes.longest, extremes.shortest].every(x => typeof x === 'number') &&
        isCount(extremes.calls)
      );
    }
    case 'symmetric': {
      const { covariance, axes, deviations } = shape;
      const hasRoot = isStale || axes !== undefined || deviations !== undefined;
      return is(covariance, triangle) && (!hasRoot || (is(axes, n * n) && is(deviations, n)));
    }
    case 'separable':
      return is(shape.variances, n) && is(shape.deviations, n);
    case 'limited': {
      const { directions, used } = shape;
      return is(directions, directionsFor(n) * n) && isCount(used) && used <= directionsFor(n);
    }
  }
}

function areInjections({ points, values, how }: InjectionsState, n: number): boolean {
  return (
    isVector(values) &&
    isVector(points) &&
    points.length === n * values.length &&
    (how === undefined || (Array.isArray(how) && how.length === values.length))
  );
}

function isSoundLate({ outstanding, arrived }: LateState, { n, lambda }: Size): boolean {
  const { points, values } = arrived;
  return (
    isVector(outstanding) &&
    outstanding.length % n === 0 &&
    outstanding.length / n <= lambda &&
    isVector(points) &&
    isSeries(values) &&
    values.length <= lambda &&
    points.length === n * values.length
  );
}

function isSoundPenalty({ weights, spreads }: PenaltyState, n: number): boolean {
  return isVector(weights) && weights.length === n && isVector(spreads);
}

function areRates({ mean, covariance, generations }: LearningRatesState, n: number): boolean {
  const isTrack = ({ rate, drift, squares }: TrackState, length: number) =>
    rate > 0 && rate <= 1 && isVector(drift) && drift.length === length && typeof squares === 'number';
  return isTrack(mean, n) && isTrack(covariance, (n * (n + 1)) / 2) && Number.isFinite(generations);
}

const isCount = (x: unknown) => Number.isSafeInteger(x) && (x as number) >= 0;
const isVector = (v: unknown) => v instanceof Float64Array && v.every(Number.isFinite);
/** Values, failures among them. */
const isSeries = (v: unknown) => v instanceof Float64Array && v.every(x => x > Number.NEGATIVE_INFINITY);
