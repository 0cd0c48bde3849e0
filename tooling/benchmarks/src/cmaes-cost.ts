import { program } from './measure.js';

export type CmaesCost = { readonly dimensions: readonly number[] };

/** By dimensions, microseconds at least. */
export type CmaesCostResult = Readonly<Record<string, { readonly generation: number; readonly snapshot: number }>>;

/** Ask and tell of one generation, without the evaluations, and a snapshot. */
export const cmaesCost = program<CmaesCost, CmaesCostResult>('cmaes-cost');
