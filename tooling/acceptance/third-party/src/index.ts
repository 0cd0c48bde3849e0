import { optimizerFactory } from '@glompo/core';
import type { CompassInput } from './compass.plugin.js';
import compassPlugin from './compass.plugin.js';

export type { CompassInput } from './compass.plugin.js';
export { type PipesInput, pipes } from './pipes.js';

/** Compass search for a study: `compass({ step: 0.1 })`. */
export const compass = optimizerFactory<CompassInput>(compassPlugin);

declare module '@glompo/core' {
  interface OptimizerOptions {
    compass: CompassInput;
  }
}
