import { show } from '@glompo/core';

/** The way to a value in a study file: names of fields, numbers in lists. */
export type Path = readonly (string | number)[];

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
