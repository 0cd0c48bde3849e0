import { type OptimizerChoice, optimizerFactory, type Selector } from '@glompo/core';
import { cycle } from '@glompo/core/selectors';
import { lbfgs, nelderMead } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
import scoutPlugin, { type ScoutInput } from './scout.plugin.js';

export const scout = optimizerFactory<ScoutInput>(scoutPlugin);

/** CMA-ES, Nelder–Mead, L-BFGS and the scout, as `glompo run` is told of them, too. */
export const optimizersAsText = (diary: string): readonly string[] => [
  'cmaes(sigma=0.2, maxGenerations=20)',
  'nelder-mead(maxIterations=80)',
  'lbfgs()',
  `scout(diary=${JSON.stringify(diary)})`,
];

export const optimizers = (diary: string): readonly OptimizerChoice[] => [
  cmaes({ sigma: 0.2, maxGenerations: 20 }),
  nelderMead({ maxIterations: 80 }),
  lbfgs(),
  scout({ diary }),
];

/** Starts each of them so many times, in turn, and then none any more: a study of which every run comes to its own end. */
export function rounds(times: number, choices: readonly OptimizerChoice[]): Selector {
  const endless = cycle(...choices);
  return {
    ...endless,
    name: 'rounds',
    next: (view, free, random) =>
      view.runs.started < times * choices.length
        ? endless.next(view, free, random)
        : { type: 'never', reason: { by: 'rounds', message: `each was started ${times} times` } },
  };
}
