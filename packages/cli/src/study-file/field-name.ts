import { show } from '@glompo/core';
import type { Path } from './source.js';

/** `optimizers[1].options.sigma`. */
export function fieldName(path: Path): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      const name = /^[\w-]{1,60}$/.test(step) ? step : show(step);
      return i === 0 ? name : `.${name}`;
    })
    .join('');
}
