import { defineTask } from '@glompo/core/plugin';
import { parameters, restlessSphere } from './restless-sphere.js';

/** So much arithmetic takes about 100 µs. By the clock it would not be known that others have taken the core meanwhile. */
const steps = 3800;

/** 10 dimensions, about 100 µs of arithmetic. */
export default defineTask(() => {
  const value = restlessSphere();
  return {
    name: 'brief',
    parameters,
    evaluate(x, { trial }) {
      let waste = 0.5;
      for (let i = 0; i < steps; i++) waste = Math.sin(waste + i);
      return value(x, trial) + waste * 1e-300;
    },
  };
});
