import {
  checkKinds,
  GlompoError,
  type Optimizer,
  type OptimizerContext,
  type OptimizerPlugin,
  type OptimizerTraits,
  parseOptions,
} from '@glompo/core/plugin';
import { checkState } from './check-state.js';
import { Fixed, type FixedState, freeCoordinates, heldPoint, withoutFixed } from './fixed.js';
import { Cmaes } from './optimizer.js';
import { type CmaesInput, type CmaesOptions, cmaesOptions } from './options.js';
import { mostPoints, populationOf } from './population-of.js';
import { isRestarting, Restarting } from './restarting.js';
import { checkStart } from './start.js';
import type { CmaesState, RestartingState } from './state.js';
import { defaultPopulationSize } from './strategy-parameters.js';
import { vary } from './vary.js';

/** Beyond this, the O(n²) memory and O(n³) time of a full covariance matrix are out of proportion. */
const maxDimensions = 3000;

/** CMA-ES as a plugin: `parse` options, `create` an optimizer, ask and tell. */
const cmaesPlugin = {
  name: 'cmaes',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real', 'integer'] },
  /** Where generations may close early, each value is told as it comes. */
  traitsOf: ({ generationFraction }: CmaesOptions): OptimizerTraits => ({
    asynchronous: generationFraction < 1,
    kinds: ['real', 'integer'],
  }),
  description: 'Evolution strategy with covariance matrix adaptation (CMA-ES), for values without gradients.',
  options: cmaesOptions,
  /** @throws GlompoError `GLOMPO_OPTION` that names the option */
  parse(options: unknown): CmaesOptions {
    const parsed = parseOptions(cmaesOptions, options, 'cmaes');
    if (parsed.learningRates === 'adapted' && parsed.covariance !== 'full')
      throw new GlompoError('GLOMPO_OPTION', 'cmaes: learningRates: "adapted" needs covariance: "full"');
    return parsed;
  },
  vary,
  /**
   * @param state a snapshot to continue from; `context.start` and `context.random`'s position are then not used
   * @throws GlompoError `GLOMPO_PARAMETER_KIND`, `GLOMPO_BOUNDS`, `GLOMPO_OPTION`, `GLOMPO_STATE`
   */
  create(context: OptimizerContext, options: CmaesOptions, state?: AnyState): Optimizer<AnyState> {
    checkKinds(context.space.parameters, 'cmaes', ['real', 'integer']);
    checkStart(context.space, context.start, options);
    const { fixed, ...others } = options;
    if (fixed !== undefined && fixed.length > 0) return createFixed(context, { fixed, options: others, state });
    if (isFixed(state)) throw withOtherOptions('fixed parameters');
    return createFree(context, options, state);
  },
} satisfies OptimizerPlugin<CmaesOptions, AnyState>;

type FreeState = CmaesState | RestartingState;
type AnyState = FreeState | FixedState<FreeState>;

function createFixed(
  context: OptimizerContext,
  given: { readonly fixed: readonly number[]; readonly options: CmaesOptions; readonly state: AnyState | undefined },
): Optimizer<AnyState> {
  const { fixed, options, state } = given;
  const { dimensions } = context.space;
  if (state !== undefined && !isFixed(state)) throw withOtherOptions('fixed parameters');
  const free = freeCoordinates(dimensions, fixed);
  const factors = options.deviations;
  const point = state ? heldPoint(state, { dimensions, free }) : context.start.point.slice();
  const inner = createFree(
    withoutFixed(context, free),
    { ...options, ...(factors && { deviations: free.map(i => factors[i]!) }) },
    state?.free,
  );
  return new Fixed(inner, free, point);
}

function createFree(context: OptimizerContext, options: CmaesOptions, state?: FreeState): Optimizer<FreeState> {
  const { dimensions: n } = context.space;
  if (n > maxDimensions && options.covariance === 'full') {
    throw new GlompoError(
      'GLOMPO_OPTION',
      `cmaes: ${n} parameters: a full covariance matrix is kept for at most ${maxDimensions}; use covariance: "limited" (or "separable"), or vary fewer of them`,
    );
  }
  const lambda = populationOf(options, n);
  if (lambda > mostPoints(n)) {
    const name = options.populationSize === undefined ? 'populationFactor' : 'populationSize';
    const most = mostPoints(n) / (name === 'populationFactor' ? defaultPopulationSize(n) : 1);
    throw new GlompoError(
      'GLOMPO_OPTION',
      `cmaes: ${name}: expected at most ${Math.floor(most)} with ${n} parameters, got ${options[name]}`,
    );
  }
  if (options.restarts !== 'none') {
    if (state !== undefined && !isRestarting(state)) throw withOtherOptions('restarts');
    return new Restarting(context, options, state);
  }
  if (state === undefined) return new Cmaes(context, options, lambda);
  if (isRestarting(state)) throw withOtherOptions('restarts');
  return new Cmaes(context, options, lambda).restore(checkState(state, { n, lambda, options }));
}

function isFixed(state: AnyState | undefined): state is FixedState<FreeState> {
  return typeof state === 'object' && state !== null && 'held' in state;
}

function withOtherOptions(what: string): GlompoError {
  return new GlompoError(
    'GLOMPO_STATE',
    `cmaes: the snapshot was made with other ${what}: restore it with its own options`,
  );
}

declare module '@glompo/core/plugin' {
  interface OptimizerOptions {
    cmaes: CmaesInput;
  }
}

export default cmaesPlugin;
