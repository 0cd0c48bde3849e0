import type { OptimizerChoice, Selector } from '@glompo/core';
import { bipop, chain } from '@glompo/core/selectors';
import { step } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';

/** What `minimize` and `glompo run` start where no optimizer is named: with default options. */
export function defaultOptimizers(): readonly [separable: OptimizerChoice, general: OptimizerChoice] {
  return [step(), cmaes()];
}

/**
 * How `minimize` and `glompo run` start them: `chain(step(), bipop(cmaes()), at=[1], by=runs)`. The first run finds out with n + 2
 * evaluations whether the function is a sum of functions of one parameter each, and solves it if so; all others are CMA-ES with large and small
 * populations. What each part is worth is in `docs/quality.md`.
 */
export function defaultSelector(): Selector {
  const [separable, general] = defaultOptimizers();
  return chain(separable, bipop(general), { at: [1], by: 'runs' });
}

/** The same as the command line writes it. */
export const defaultSelectorText = 'chain(step(), bipop(cmaes()), at=[1], by=runs)';

/** What a selector chooses from that names no optimizers, as the command line writes it. */
export const defaultOptimizerText = 'cmaes()';
