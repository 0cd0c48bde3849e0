import type { CmaesOptions } from './options.js';
import type { ShapeState } from './state.js';

/** The model of C that these options ask for. */
export function modelOf({ covariance, factor, learningRates }: CmaesOptions): ShapeState['model'] {
  if (covariance !== 'full') return covariance;
  return learningRates === 'adapted' ? 'symmetric' : factor;
}
