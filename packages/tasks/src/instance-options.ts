import { defineOptions, type Parsed } from '@glompo/core/plugin';
import { disturbanceOptions } from './disturbance-options.js';

/**
 * The options that every test function takes beside its own, but `bbob`, whose instances are what they are: where an instance of it has its
 * minimum and how it is turned; and those of `disturbanceOptions`. By default nothing of that happens, and it costs nothing.
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
  ...disturbanceOptions,
});

export type InstanceOptions = Parsed<typeof instanceOptions>;
