import { program } from './measure.js';

export const functionNames = ['sphere', 'ellipsoid', 'rosenbrock', 'cornered', 'rastrigin'] as const;

export type CmaesEvaluations = {
  readonly function: (typeof functionNames)[number];
  readonly dimensions: number;
  readonly firstSeed: number;
  readonly seeds: number;
  /** Of cmaes, beside its defaults. */
  readonly options?: { readonly active?: boolean; readonly boundary?: 'transform' | 'penalty' };
};

/** Evaluations until a value below 1e-9, one per seed; null where it stopped before. */
export const cmaesEvaluations = program<CmaesEvaluations, readonly (number | null)[]>('cmaes-evaluations');
