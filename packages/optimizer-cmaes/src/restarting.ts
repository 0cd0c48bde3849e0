import {
  afterRun,
  type Evaluation,
  type InjectionMode,
  nextRestart,
  noRestarts,
  type Optimizer,
  type OptimizerContext,
  type OptimizerStart,
  type Proposal,
  type Reason,
  type Restart,
  type Restarts,
} from '@glompo/core/plugin';
import { checkPlan, checkState } from './check-state.js';
import { Cmaes } from './optimizer.js';
import type { CmaesOptions } from './options.js';
import { populationOf } from './population-of.js';
import type { CmaesState, RestartingState, StopState } from './state.js';
import { vary } from './vary.js';

/**
 * CMA-ES that begins again, elsewhere, whenever it has stopped: one after the other, for use where no manager does that. What the runs have
 * in common is the stream of random numbers.
 */
export class Restarting implements Optimizer<RestartingState> {
  readonly #context: OptimizerContext;
  readonly #options: CmaesOptions;
  #plan: Restart;
  #history: Restarts;
  #run: Cmaes;
  /** Values that the run that is under way was told. */
  #told = 0;
  #stop: Reason | undefined;

  constructor(context: OptimizerContext, options: CmaesOptions, state: RestartingState | undefined) {
    if (state !== undefined) checkPlan(state);
    this.#context = context;
    this.#options = options;
    const { restarts, ...first } = nextRestart('ipop', noRestarts, context);
    this.#plan = structuredClone(state?.plan ?? first);
    this.#history = structuredClone(state?.history ?? restarts);
    this.#told = state?.told ?? 0;
    this.#run = this.#create(context.start);
    if (state === undefined) return;
    this.#stop = state.stop === null ? undefined : structuredClone(state.stop);
    const { dimensions: n } = context.space;
    this.#run.restore(checkState(state.run, { n, lambda: populationOf(this.#varied, n), options }));
  }

  get stop(): Reason | undefined {
    return this.#stop;
  }

  ask(limit: number): readonly Proposal[] {
    if (this.#stop !== undefined) return [];
    return this.#run.ask(limit);
  }

  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    this.#run.tell(proposals, evaluations);
    this.#told += proposals.length;
    // What is late belongs to the run that has ended, and is waited for.
    if (this.#run.stop !== undefined && this.#run.outstanding === 0 && this.#stop === undefined)
      this.#end(this.#run.stop);
  }

  inject(x: Float64Array, value: number, how?: InjectionMode): void {
    this.#run.inject(x, value, how);
  }

  snapshot(): RestartingState {
    return {
      version: 4,
      plan: structuredClone(this.#plan),
      history: structuredClone(this.#history),
      told: this.#told,
      run: this.#run.snapshot(),
      stop: this.#stop === undefined ? null : structuredClone(this.#stop as StopState),
    };
  }

  #end(reason: Reason): void {
    const { restarts, maxRestarts } = this.#options;
    this.#history = afterRun(this.#history, this.#plan, {
      evaluations: this.#told,
      converged: reason.unfinished !== true,
    });
    const { restarts: history, ...plan } = nextRestart(
      restarts === 'bipop' ? 'bipop' : 'ipop',
      this.#history,
      this.#context,
    );
    const { begun } = this.#history;
    if (plan.regime === 'large' && begun.large >= maxRestarts) {
      const made = begun.large + begun.small - 1;
      const message = `${made} restarts were made; the last run: ${reason.message}`;
      this.#stop = { by: 'cmaes', message, data: { condition: 'maxRestarts', restarts: made }, because: [reason] };
      return;
    }
    this.#plan = plan;
    this.#history = history;
    this.#told = 0;
    this.#run = this.#create(this.#elsewhere());
  }

  /** The options of the run that is under way. */
  get #varied(): CmaesOptions {
    return vary(this.#options, this.#plan.variation, this.#context.space);
  }

  #create(start: OptimizerStart): Cmaes {
    const { deviation = 1 } = this.#plan.variation;
    const spread = start.spread?.map(s => s * deviation);
    return new Cmaes(
      { ...this.#context, start: { point: start.point, ...(spread && { spread }) } },
      this.#varied,
      populationOf(this.#varied, this.#context.space.dimensions),
    );
  }

  /** Uniform between two bounds; elsewhere one initial deviation around the first start. */
  #elsewhere(): OptimizerStart {
    const { space, start, random } = this.#context;
    const { low, high } = space;
    const point = start.point.map((x, i) => {
      const [from, to] = [low[i]!, high[i]!];
      // By halves, since the range of two finite bounds may overflow.
      if (Number.isFinite(from) && Number.isFinite(to))
        return Math.min(to, 2 * (from / 2 + (to / 2 - from / 2) * random.uniform()));
      const deviation = start.spread?.[i] ?? this.#options.sigma;
      return Math.min(to, Math.max(from, x + deviation * random.normal()));
    });
    return { point, ...(start.spread && { spread: start.spread }) };
  }
}

/** Whether this is a snapshot of a restarting CMA-ES. */
export function isRestarting(state: CmaesState | RestartingState): state is RestartingState {
  return typeof state === 'object' && state !== null && 'run' in state;
}
