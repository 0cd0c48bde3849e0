import { defineTask } from '@glompo/core/plugin';
import { parameters, restlessSphere } from './restless-sphere.js';

/** 10 dimensions, no cost. */
export default defineTask(() => {
  const value = restlessSphere();
  return { name: 'restless-sphere', parameters, evaluate: (x, { trial }) => value(x, trial) };
});
