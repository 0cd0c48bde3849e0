import type { PlainObject, Reason } from '@glompo/core/plugin';
import { largestDeviation } from './deviations.js';
import type { Distribution } from './distribution.js';
import type { CmaesOptions } from './options.js';

/** Generations before the history of best values says anything. */
const shortestHistory = 10;

/** What the stop conditions look at, after a generation has been closed. */
export interface StopView {
  readonly generation: number;
  readonly distribution: Distribution;
  /** A vector of n numbers to write to. */
  readonly room: Float64Array;
  /** Whether the last decomposition found C positive definite. */
  readonly definite: boolean;
  /** Range of the values of this generation; of the best values of the last generations, and how many those are. */
  readonly valueRange: number;
  readonly bestRange: number;
  readonly bestCount: number;
  readonly flatGenerations: number;
  readonly failedGenerations: number;
  readonly stagnation: { window: number; best: [number, number]; median: [number, number] } | undefined;
}

/** One reason to stop. */
type StopCondition = (view: StopView, options: CmaesOptions) => Reason | undefined;

/** Of these, none says that it stands at a minimum. */
const unfinished: readonly string[] = [
  'maxFailedGenerations',
  'notPositiveDefinite',
  'overflow',
  'tolFacUpX',
  'tolUpSigma',
  'maxGenerations',
];

function because(condition: string, message: string, figures: PlainObject): Reason {
  const reason = { by: 'cmaes', message: `${condition}: ${message}`, data: { condition, ...figures } };
  return unfinished.includes(condition) ? { ...reason, unfinished: true } : reason;
}

const short = (value: number) => Number(value.toPrecision(4)).toString();

const failures: StopCondition = ({ failedGenerations }, { maxFailedGenerations }) =>
  failedGenerations < maxFailedGenerations
    ? undefined
    : because(
        'maxFailedGenerations',
        `every value of ${failedGenerations} generations in a row was +Infinity; the distribution was not changed by them`,
        { generations: failedGenerations, limit: maxFailedGenerations },
      );

const notPositiveDefinite: StopCondition = ({ definite }) =>
  definite
    ? undefined
    : because('notPositiveDefinite', 'rounding has made the covariance matrix lose positive definiteness', {});

const overflow: StopCondition = ({ distribution: { sigma, shape, scale } }) => {
  const deviation = sigma * shape.longest * largest(scale);
  return deviation <= largestDeviation
    ? undefined
    : because('overflow', `a standard deviation of ${short(deviation)} is beyond what numbers can hold`, {
        deviation: Number.isFinite(deviation) ? deviation : null,
        limit: largestDeviation,
      });
};

const flatFitness: StopCondition = ({ flatGenerations }, { tolFlatFitness }) =>
  flatGenerations <= tolFlatFitness
    ? undefined
    : because('flatFitness', `all values of a generation were equal, ${flatGenerations} times in a row`, {
        generations: flatGenerations,
        limit: tolFlatFitness,
      });

const tolFun: StopCondition = ({ valueRange, bestRange, bestCount }, { tolFun: limit }) =>
  bestCount >= shortestHistory && valueRange < limit && bestRange < limit
    ? because(
        'tolFun',
        `the values of the generation lie within ${short(valueRange)} and the best ones of the last ${bestCount} generations within ${short(bestRange)}, below ${limit}`,
        { valueRange, bestRange, generations: bestCount, limit },
      )
    : undefined;

const tolFunHist: StopCondition = ({ bestRange, bestCount }, { tolFunHist: limit }) =>
  bestCount >= shortestHistory && bestRange < limit
    ? because(
        'tolFunHist',
        `the best values of the last ${bestCount} generations lie within ${short(bestRange)}, below ${limit}`,
        { bestRange, generations: bestCount, limit },
      )
    : undefined;

const tolX: StopCondition = ({ distribution }, { tolX: limit }) => {
  const { n, pathC } = distribution;
  const shrink = distribution.sigma / distribution.sigma0;
  let size = 0;
  for (let i = 0; i < n; i++) size = Math.max(size, shrink * Math.max(Math.abs(pathC[i]!), distribution.deviation(i)));
  return size < limit
    ? because(
        'tolX',
        `every standard deviation is below ${short(size)} of the initial one, and that is below ${limit}`,
        {
          deviation: size,
          limit,
        },
      )
    : undefined;
};

const tolFacUpX: StopCondition = ({ distribution }, { tolFacUpX: limit }) => {
  const growth = distribution.sigma / distribution.sigma0;
  for (let i = 0; i < distribution.n; i++) {
    const factor = growth * distribution.deviation(i);
    if (factor > limit) {
      return because(
        'tolFacUpX',
        `the standard deviation of coordinate ${i + 1} has grown ${short(factor)} times, above ${limit}: the initial one was far too small, or there is no minimum`,
        { coordinate: i, factor, limit },
      );
    }
  }
  return undefined;
};

const tolUpSigma: StopCondition = ({ distribution: { sigma, sigma0, shape } }, { tolUpSigma: limit }) => {
  const factor = sigma / sigma0 / shape.longest;
  return factor > limit
    ? because(
        'tolUpSigma',
        `the step size has grown ${short(factor)} times against the longest axis of the covariance, above ${limit}`,
        { factor, limit },
      )
    : undefined;
};

const tolConditionCov: StopCondition = ({ distribution: { shape } }, { tolConditionCov: limit }) => {
  const conditionNumber = (shape.longest / shape.shortest) ** 2;
  return conditionNumber > limit
    ? because(
        'tolConditionCov',
        `the condition number of the covariance matrix is ${short(conditionNumber)}, above ${limit}`,
        { conditionNumber, limit },
      )
    : undefined;
};

const noEffectAxis: StopCondition = ({ generation, distribution: { n, mean, sigma, scale, shape }, room }) => {
  const axis = generation % n;
  const deviation = sigma * shape.axis(axis, room);
  for (let i = 0; i < n; i++) if (mean[i]! + 0.1 * sigma * scale[i]! * room[i]! !== mean[i]) return undefined;
  return because('noEffectAxis', `a tenth of a standard deviation along axis ${axis + 1} no longer changes the mean`, {
    axis,
    deviation,
  });
};

const noEffectCoord: StopCondition = ({ distribution }) => {
  const { n, mean, sigma, scale } = distribution;
  for (let i = 0; i < n; i++) {
    const deviation = sigma * scale[i]! * distribution.deviation(i);
    if (mean[i]! + 0.2 * deviation === mean[i]) {
      return because(
        'noEffectCoord',
        `a fifth of a standard deviation of coordinate ${i + 1} no longer changes the mean`,
        { coordinate: i, deviation },
      );
    }
  }
  return undefined;
};

const tolStagnation: StopCondition = ({ stagnation }) => {
  if (stagnation === undefined) return undefined;
  const { window, best, median } = stagnation;
  return because(
    'tolStagnation',
    `over ${window} generations the best value went from ${short(best[0])} to ${short(best[1])} and the median from ${short(median[0])} to ${short(median[1])} (medians of the oldest and the newest 30 %)`,
    { generations: window, best, median },
  );
};

const maxGenerations: StopCondition = ({ generation }, { maxGenerations: limit }) =>
  limit === undefined || generation < limit
    ? undefined
    : because('maxGenerations', `${generation} generations were asked for and made`, { generation, limit });

/** In the order in which they are asked; the first that applies is the reason. Those of Hansen's tutorial, appendix B.3, and of pycma. */
const conditions: readonly StopCondition[] = [
  failures,
  notPositiveDefinite,
  overflow,
  flatFitness,
  tolFun,
  tolFunHist,
  tolX,
  tolFacUpX,
  tolUpSigma,
  tolConditionCov,
  noEffectAxis,
  noEffectCoord,
  tolStagnation,
  maxGenerations,
];

/** Why the optimizer should stop now, if it should. */
export function findStop(view: StopView, options: CmaesOptions): Reason | undefined {
  for (const condition of conditions) {
    const reason = condition(view, options);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The largest entry; NaN if there is one. */
function largest(values: Float64Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (!(values[i]! <= max)) max = values[i]!;
  return max;
}
