import {
  checkKinds,
  GlompoError,
  type Optimizer,
  type OptimizerContext,
  type OptimizerPlugin,
  type OptimizerTraits,
  parseOptions,
} from '@glompo/core/plugin';
import { Cmaes } from './optimizer.js';
import { type CmaesInput, type CmaesOptions, cmaesOptions } from './options.js';
import { isRestarting, Restarting } from './restarting.js';
import { type CmaesState, checkState, modelOf, type RestartingState } from './state.js';
import { defaultPopulationSize } from './strategy-parameters.js';

/** Beyond this, the O(n²) memory and O(n³) time of a full covariance matrix are out of proportion. */
const maxDimensions = 3000;
/** Numbers in a population: three arrays of 400 MB, five where values may be late. */
const maxPopulationNumbers = 50_000_000;

/** CMA-ES as a plugin: `parse` options, `create` an optimizer, ask and tell. */
const cmaesPlugin = {
  name: 'cmaes',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  /** Where generations may close early, each value is told as it comes. */
  traitsOf: ({ generationFraction }: CmaesOptions): OptimizerTraits => ({
    asynchronous: generationFraction < 1,
    kinds: ['real'],
  }),
  description: 'Evolution strategy with covariance matrix adaptation (CMA-ES), for values without gradients.',
  options: cmaesOptions,
  /** @throws GlompoError `GLOMPO_OPTION` that names the option */
  parse(options: unknown): CmaesOptions {
    return parseOptions(cmaesOptions, options, 'cmaes');
  },
  /**
   * @param state a snapshot to continue from; `context.start` and `context.random`'s position are then not used
   * @throws GlompoError `GLOMPO_PARAMETER_KIND`, `GLOMPO_BOUNDS`, `GLOMPO_OPTION`, `GLOMPO_STATE`
   */
  create(context: OptimizerContext, options: CmaesOptions, state?: AnyState): Optimizer<AnyState> {
    const { dimensions: n, parameters } = context.space;
    checkKinds(parameters, 'cmaes', ['real']);
    if (n > maxDimensions && options.covariance === 'full') {
      throw new GlompoError(
        'GLOMPO_OPTION',
        `cmaes: ${n} parameters: a full covariance matrix is kept for at most ${maxDimensions}; use covariance: "limited" (or "separable"), or vary fewer of them`,
      );
    }
    const lambda =
      options.populationSize ?? Math.max(2, Math.round(options.populationFactor * defaultPopulationSize(n)));
    if (lambda * n > maxPopulationNumbers) {
      throw new GlompoError(
        'GLOMPO_OPTION',
        `cmaes: populationSize: expected at most ${Math.floor(maxPopulationNumbers / n)} with ${n} parameters, got ${lambda}`,
      );
    }
    if (options.restarts !== 'none') {
      if (state !== undefined && !isRestarting(state)) throw withOtherRestarts();
      return new Restarting(context, options, { lambda, state });
    }
    if (state === undefined) return new Cmaes(context, options, lambda);
    if (isRestarting(state)) throw withOtherRestarts();
    return new Cmaes(context, options, lambda).restore(
      checkState(state, {
        n,
        model: modelOf(options),
        lambda,
        early: options.generationFraction < 1,
      }),
    );
  },
} satisfies OptimizerPlugin<CmaesOptions, AnyState>;

type AnyState = CmaesState | RestartingState;

function withOtherRestarts(): GlompoError {
  return new GlompoError(
    'GLOMPO_STATE',
    'cmaes: the snapshot was made with other restarts: restore it with its own options',
  );
}

declare module '@glompo/core/plugin' {
  interface OptimizerOptions {
    cmaes: CmaesInput;
  }
}

export default cmaesPlugin;
