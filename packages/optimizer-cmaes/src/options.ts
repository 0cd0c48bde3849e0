import { defineOptions, type Input, type Parsed } from '@glompo/core/plugin';
import { largestDeviation } from './deviations.js';

/** The options of `cmaes`, with their defaults. */
export const cmaesOptions = defineOptions({
  sigma: {
    type: 'number',
    above: 0,
    max: largestDeviation,
    default: 0.3,
    description:
      'Initial step size: a fraction of the range where a parameter has two bounds (then at most 1), absolute elsewhere; a start that brings its own spread overrides it',
  },
  populationSize: {
    type: 'integer',
    min: 2,
    optional: true,
    description: 'Points per generation (λ); default 4 + ⌊3 ln n⌋ times populationFactor',
  },
  populationFactor: {
    type: 'number',
    min: 0.5,
    below: Number.POSITIVE_INFINITY,
    default: 1,
    description: 'Multiplies the default population: larger ones see through more valleys and converge more slowly',
  },
  active: {
    type: 'boolean',
    default: true,
    description: 'Learn from the worse half of a generation too (negative weights)',
  },
  covariance: {
    type: 'choice',
    of: ['full', 'separable', 'limited'],
    default: 'full',
    description:
      'What is learned of the landscape: a full covariance matrix (O(n²) memory); variances only (separable: linear, and faster where parameters do not depend on each other); or some ten directions (limited: for thousands of parameters)',
  },
  factor: {
    type: 'choice',
    of: ['cholesky', 'symmetric'],
    default: 'cholesky',
    description:
      'How points are drawn from a full covariance matrix: by its Cholesky factor, or by its symmetric root, which costs an eigendecomposition',
  },
  mirrored: {
    type: 'boolean',
    default: false,
    description:
      'Draw points in pairs, each the mirror image of the other at the mean, of which only the better one moves the mean: often faster without noise and with few points',
  },
  elitist: {
    type: 'boolean',
    default: false,
    description: 'Let the best point so far be a candidate of every generation, in place of an evaluation',
  },
  restarts: {
    type: 'choice',
    of: ['none', 'ipop', 'bipop'],
    default: 'none',
    description:
      'Begin again elsewhere after each stop, where no manager does that: with twice the population (ipop), or with large and small ones in turn (bipop)',
  },
  maxRestarts: {
    type: 'integer',
    min: 0,
    default: 9,
    description: 'Restarts with a larger population at most; small ones between them do not count',
  },
  maxGenerations: {
    type: 'integer',
    min: 1,
    optional: true,
    description: 'Stop (or begin again) after so many generations',
  },
  tolFun: {
    type: 'number',
    min: 0,
    default: 1e-11,
    description:
      'Stop when the values of the generation and the best ones of the last 10 + ⌈30 n/λ⌉ generations lie within this',
  },
  tolFunHist: {
    type: 'number',
    min: 0,
    default: 1e-12,
    description: 'Stop when the best values of the last 10 + ⌈30 n/λ⌉ generations lie within this',
  },
  tolX: {
    type: 'number',
    min: 0,
    default: 1e-12,
    description:
      'Stop when every standard deviation, and the evolution path, is below this fraction of the initial one',
  },
  tolFacUpX: {
    type: 'number',
    above: 1,
    default: 1e3,
    description: 'Stop when a standard deviation has grown by more than this factor: the initial one was far too small',
  },
  tolUpSigma: {
    type: 'number',
    above: 1,
    default: 1e20,
    description:
      'Stop when the step size has grown by more than this factor times the longest axis of the covariance: creeping',
  },
  tolConditionCov: {
    type: 'number',
    above: 1,
    default: 1e14,
    description: 'Stop when the condition number of the covariance matrix exceeds this',
  },
  tolStagnation: {
    type: 'integer',
    min: 20,
    optional: true,
    description:
      'Stop when neither the best nor the median value has improved over so many generations (or a fifth of all, if that is more); default ⌈100 + 100 n^1.5/λ⌉',
  },
  tolFlatFitness: {
    type: 'integer',
    min: 0,
    default: 1,
    description: 'Generations in a row in which all values may be equal; one more stops',
  },
  maxFailedGenerations: {
    type: 'integer',
    min: 1,
    default: 50,
    description: 'Stop after so many generations in a row in which every value was +Infinity',
  },
  generationFraction: {
    type: 'number',
    above: 0,
    max: 1,
    default: 1,
    description:
      'Begin the next generation when this fraction of the values of one is in, and learn from late ones when they come; below 1 a seed repeats the trials only where values come in the order in which points were asked',
  },
  deviations: {
    type: 'numbers',
    above: 0,
    max: largestDeviation,
    optional: true,
    description:
      'Initial standard deviations as multiples of sigma, one for each parameter, at most the range where there are two bounds; default 1 for all',
  },
  boundary: {
    type: 'choice',
    of: ['transform', 'penalty'],
    default: 'transform',
    description:
      'How points stay inside the bounds: by a smooth transformation of the coordinates; or by evaluating the nearest point inside, with a penalty that grows with the distance',
  },
  fixed: {
    type: 'numbers',
    min: 1,
    optional: true,
    description: 'Parameters that keep the value of the start, by their number: 1 is the first',
  },
  injection: {
    type: 'choice',
    of: ['exact', 'nudged'],
    default: 'exact',
    description:
      'What becomes of a point found elsewhere: it takes part in the next generation with its value (exact); or the mean is nudged: a point in its direction, no farther than sampled ones, is evaluated (nudged)',
  },
  learningRates: {
    type: 'choice',
    of: ['fixed', 'adapted'],
    default: 'fixed',
    description:
      'Adapt the learning rates of mean and covariance so that the signal of each update stays above its noise: for noisy or multimodal functions with few points per generation; takes the symmetric root, and O(n³) time for each generation',
  },
});

/** Options of `cmaes` after checking, defaults filled in. */
export type CmaesOptions = Parsed<typeof cmaesOptions>;

/** Options of `cmaes` as a user writes them. */
export type CmaesInput = Input<typeof cmaesOptions>;
