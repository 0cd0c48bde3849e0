import type {
  Evaluation,
  InjectionMode,
  Optimizer,
  OptimizerContext,
  OptimizerStart,
  Proposal,
  Reason,
} from '@glompo/core/plugin';
import { Cmaes } from './optimizer.js';
import type { CmaesOptions } from './options.js';
import { afterRun, nextRun, noRestarts, type PlannedRun, type RestartsState } from './restart-plan.js';
import { type CmaesState, checkState, type RestartingState, type StopState } from './state.js';

/**
 * CMA-ES that begins again, elsewhere, whenever it has stopped: one after the other, for use where no manager does that. What the runs have
 * in common is the stream of random numbers.
 */
export class Restarting implements Optimizer<RestartingState> {
  readonly #context: OptimizerContext;
  readonly #options: CmaesOptions;
  readonly #lambda: number;
  #plan: PlannedRun;
  #history: RestartsState;
  #run: Cmaes;
  /** Points that were asked for and not told, and those of this run that were told. */
  #outstanding = 0;
  #told = 0;
  #stop: Reason | undefined;

  constructor(context: OptimizerContext, options: CmaesOptions, { lambda, state }: RestartingStart) {
    this.#context = context;
    this.#options = options;
    this.#lambda = lambda;
    this.#plan = state?.plan ?? { lambda, sigmaFactor: 1, maxGenerations: undefined, regime: 'first' };
    this.#history = state?.history ?? noRestarts(lambda);
    this.#told = state?.told ?? 0;
    this.#run = this.#create(context.start);
    if (state === undefined) return;
    this.#stop = state.stop === null ? undefined : structuredClone(state.stop);
    const { dimensions: n } = context.space;
    this.#run.restore(checkState(state.run, { n, lambda: this.#plan.lambda, options }));
  }

  get stop(): Reason | undefined {
    return this.#stop;
  }

  ask(limit: number): readonly Proposal[] {
    if (this.#stop !== undefined) return [];
    const proposals = this.#run.ask(limit);
    this.#outstanding += proposals.length;
    return proposals;
  }

  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void {
    this.#run.tell(proposals, evaluations);
    this.#outstanding -= proposals.length;
    this.#told += proposals.length;
    // What is late belongs to the run that has ended, and is waited for.
    if (this.#run.stop !== undefined && this.#outstanding <= 0 && this.#stop === undefined) this.#end(this.#run.stop);
  }

  inject(x: Float64Array, value: number, how?: InjectionMode): void {
    this.#run.inject(x, value, how);
  }

  snapshot(): RestartingState {
    return {
      version: 3,
      plan: { ...this.#plan },
      history: { ...this.#history },
      told: this.#told,
      run: this.#run.snapshot(),
      stop: this.#stop === undefined ? null : structuredClone(this.#stop as StopState),
    };
  }

  #end(reason: Reason): void {
    const { restarts, maxRestarts } = this.#options;
    this.#history = afterRun(this.#history, this.#plan, this.#told);
    const { random } = this.#context;
    const next = nextRun(restarts === 'bipop' ? 'bipop' : 'ipop', this.#history, { lambda: this.#lambda, random });
    if (next.regime === 'large' && this.#history.doublings >= maxRestarts) {
      const begun = this.#history.ended - 1;
      const message = `${begun} restarts were made; the last run: ${reason.message}`;
      this.#stop = { by: 'cmaes', message, data: { condition: 'maxRestarts', restarts: begun }, because: [reason] };
      return;
    }
    this.#plan = next;
    this.#told = 0;
    this.#outstanding = 0;
    this.#run = this.#create(this.#elsewhere());
  }

  #create(start: OptimizerStart): Cmaes {
    const { lambda, sigmaFactor, maxGenerations } = this.#plan;
    const { maxGenerations: most, sigma } = this.#options;
    const limit = maxGenerations === undefined ? most : Math.min(maxGenerations, most ?? Number.POSITIVE_INFINITY);
    const spread = start.spread?.map(s => s * sigmaFactor);
    return new Cmaes(
      { ...this.#context, start: { point: start.point, ...(spread && { spread }) } },
      { ...this.#options, sigma: sigma * sigmaFactor, ...(limit !== undefined && { maxGenerations: limit }) },
      lambda,
    );
  }

  /** Uniform between two bounds; elsewhere one initial deviation around the first start. */
  #elsewhere(): OptimizerStart {
    const { space, start, random } = this.#context;
    const { low, high } = space;
    const point = start.point.map((x, i) => {
      const [from, to] = [low[i]!, high[i]!];
      if (Number.isFinite(from) && Number.isFinite(to)) return Math.min(to, from + (to - from) * random.uniform());
      const deviation = start.spread?.[i] ?? this.#options.sigma;
      return Math.min(to, Math.max(from, x + deviation * random.normal()));
    });
    return { point, ...(start.spread && { spread: start.spread }) };
  }
}

interface RestartingStart {
  /** Points per generation of the first run. */
  readonly lambda: number;
  readonly state: RestartingState | undefined;
}

/** Whether this is a snapshot of a restarting CMA-ES. */
export function isRestarting(state: CmaesState | RestartingState): state is RestartingState {
  return typeof state === 'object' && state !== null && 'run' in state;
}
