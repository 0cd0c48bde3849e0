import { defineOptions, type Parsed } from '@glompo/core/plugin';

/**
 * The options that every test function takes beside its own: where an instance of it has its minimum and how it is turned, and what makes
 * its evaluations slow, noisy or unreliable. By default nothing of that happens, and it costs nothing.
 */
export const instanceOptions = defineOptions({
  shift: {
    type: 'boolean',
    default: false,
    description: 'the minimiser is moved to a random place in the middle 80 % of the box',
  },
  rotation: {
    type: 'boolean',
    default: false,
    description: 'the function is turned about its minimiser by a random rotation',
  },
  instance: {
    type: 'integer',
    min: 0,
    max: 4294967295,
    default: 1,
    description: 'seed of what is random in the function: shift, rotation, and data of its own',
  },
  delay: { type: 'number', min: 0, max: 86_400, default: 0, description: 'seconds that each evaluation takes longer' },
  busy: { type: 'boolean', default: false, description: 'the delay keeps its thread busy instead of waiting' },
  noise: {
    type: 'number',
    min: 0,
    max: 1e100,
    default: 0,
    description: 'standard deviation of the normal noise that is added to each value',
  },
  relativeNoise: {
    type: 'number',
    min: 0,
    max: 1e100,
    default: 0,
    description: 'standard deviation of normal noise in parts of the value, which is added, too',
  },
  failureRate: { type: 'number', min: 0, max: 1, default: 0, description: 'probability that an evaluation throws' },
});

export type InstanceOptions = Parsed<typeof instanceOptions>;

/** Labels of the streams of random numbers: what is drawn for one purpose does not depend on what is drawn for another. */
export const stream = { shift: 1, rotation: 2, data: 3, noise: 4, failure: 5, weights: 6 } as const;
