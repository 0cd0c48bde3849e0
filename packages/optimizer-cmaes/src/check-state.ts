import { GlompoError } from '@glompo/core/plugin';
import { modelOf } from './model-of.js';
import type { CmaesOptions } from './options.js';
import { isSound, isSoundPlan } from './sound-state.js';
import type { CmaesState, RestartingState } from './state.js';

interface Fitting {
  readonly n: number;
  readonly lambda: number;
  readonly options: CmaesOptions;
}

/** @throws GlompoError `GLOMPO_STATE` unless it was made by this version */
function checkVersion(state: CmaesState | RestartingState): void {
  if (typeof state === 'object' && state?.version === 4) return;
  const message = 'the snapshot is not one of this version of cmaes: restore it with the version that made it';
  throw new GlompoError('GLOMPO_STATE', `cmaes: ${message}`);
}

function checkFit(state: CmaesState, { n, lambda, options }: Fitting): void {
  const fail = (message: string) => new GlompoError('GLOMPO_STATE', `cmaes: the snapshot ${message}`);
  const { distribution, current, populationSize } = state;
  if (populationSize !== lambda) {
    throw fail(
      `has ${populationSize} points per generation, the options ask for ${lambda}: restore it with its own options`,
    );
  }
  const { late } = state;
  const inAskOrder = late.outstanding.length + late.arrived.values.length === 0 && !current.values.some(Number.isNaN);
  if (options.generationFraction === 1 && !inAskOrder) {
    throw fail(
      'has values that came out of order, as with generationFraction below 1: restore it with its own options',
    );
  }
  const { mean, shape } = distribution;
  if (mean.length !== n)
    throw fail(`has ${mean.length} parameters, the space ${n}: restore it with the task that it was made with`);
  const model = modelOf(options);
  if (shape.model !== model)
    throw fail(`is of the model "${shape.model}", the options ask for "${model}": restore it with its own options`);
  const { penalty, learningRates } = state;
  if ((penalty !== null) !== (options.boundary === 'penalty'))
    throw fail('keeps its points inside the bounds in another way: restore it with its own options');
  if ((learningRates !== null) !== (options.learningRates === 'adapted'))
    throw fail('has other learning rates: restore it with its own options');
}

/** @throws GlompoError `GLOMPO_STATE` unless the state is whole, and fits a run of `n` parameters and λ points per generation */
export function checkState(state: CmaesState, fitting: Fitting): CmaesState {
  checkVersion(state);
  checkWhole(() => {
    checkFit(state, fitting);
    return isSound(state, fitting);
  });
  return state;
}

/** The same of runs that follow one another, but for the one that is under way. */
export function checkPlan(state: RestartingState): RestartingState {
  checkVersion(state);
  checkWhole(() => isSoundPlan(state));
  return state;
}

/** What reads a state that lacks something may throw: that is an answer, too. */
function checkWhole(isWhole: () => boolean): void {
  const message = 'cmaes: the snapshot is damaged: its parts do not fit together';
  try {
    if (isWhole()) return;
  } catch (cause) {
    throw GlompoError.is(cause) ? cause : new GlompoError('GLOMPO_STATE', message, { cause });
  }
  throw new GlompoError('GLOMPO_STATE', message);
}
