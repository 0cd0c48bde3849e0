import { defineOptions, type Parsed } from '@glompo/core/plugin';

/** The options that every function takes beside its own: what makes its evaluations slow, noisy, unreliable or bare of gradients. By default nothing does, and it costs nothing. */
export const disturbanceOptions = defineOptions({
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
  gradients: { type: 'boolean', default: true, description: 'whether it gives gradients, if it has them' },
});

export type DisturbanceOptions = Parsed<typeof disturbanceOptions>;
