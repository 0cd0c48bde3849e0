import type { Optimizer } from '../contracts/optimizer.js';
import type { Evaluation, Proposal, Want } from '../contracts/task.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import { runRandom } from '../random/streams.js';
import { checkOptimizerPlugin } from '../registry/registry.js';
import { type SearchSpace, searchSpace } from '../space/search-space.js';
import type { HostEnvironment } from './environment.js';
import { borrowed } from './local.js';
import type { OpenRun, Proposals, Told, TurnRequest } from './protocol.js';
import { evaluateTrial, type TrialSite } from './trial.js';
import { evaluationsOf, type TrialColumns } from './trial-columns.js';

/** Asked for at once when trials run here: enough to make asking cheap, little enough to be told soon. */
const askedAtOnce = 64;
const nothing: readonly Want[] = [];

/** One optimizer on a worker, with the proposals it has made and not been told about. */
export class HostedRun {
  readonly #id: number;
  readonly #space: SearchSpace;
  readonly #optimizer: Optimizer;
  /** Asked and not told, oldest first. */
  #pending: Proposal[] = [];
  /** Their ordinals within the run. */
  #ordinals: number[] = [];
  #asked: number;
  /** Trials told. */
  #told: number;
  #atBarrier = false;
  readonly #now: () => number;
  /** Spent in the optimizer since that was last taken. */
  #optimizerMs = 0;

  private constructor(
    id: number,
    space: SearchSpace,
    run: { readonly optimizer: Optimizer; readonly told: number; readonly now: () => number },
  ) {
    this.#id = id;
    this.#space = space;
    this.#optimizer = run.optimizer;
    this.#told = run.told;
    this.#asked = run.told;
    this.#now = run.now;
  }

  static async open(id: number, open: OpenRun, environment: HostEnvironment): Promise<HostedRun> {
    const plugin =
      open.optimizer.type === 'local'
        ? checkOptimizerPlugin(borrowed(open.optimizer.id, 'the optimizer'), 'the optimizer')
        : checkOptimizerPlugin(
            ((await environment.importModule(open.optimizer.module)) as { default?: unknown }).default,
            `the optimizer in ${open.optimizer.module}`,
          );
    const space = searchSpace(open.parameters);
    const created = plugin.create(
      {
        space,
        start: { point: space.toSearch(open.start.slice()), ...(open.spread && { spread: open.spread }) },
        random: runRandom(open.seed, id),
      },
      open.options,
      open.state,
    );
    const optimizer = created instanceof Promise ? await created : created;
    return new HostedRun(id, space, { optimizer, told: open.trials, now: () => environment.now() });
  }

  /** Trials told to the optimizer, on this worker and before. */
  get told(): number {
    return this.#told;
  }

  get dimensions(): number {
    return this.#space.dimensions;
  }

  get stop() {
    return this.#optimizer.stop;
  }

  /** The optimizer wanted nothing more when it was last asked. */
  get atBarrier(): boolean {
    return this.#atBarrier;
  }

  /** Milliseconds that the optimizer itself has computed since this was last asked. */
  takeOptimizerMs(): number {
    const taken = this.#optimizerMs;
    this.#optimizerMs = 0;
    return taken;
  }

  snapshot() {
    return this.#optimizer.snapshot();
  }

  inject({ points, values }: NonNullable<TurnRequest['inject']>): void {
    if (this.#optimizer.inject === undefined) return;
    const n = this.#space.dimensions;
    for (const [i, value] of values.entries()) {
      this.#optimizer.inject(this.#space.toSearch(points.slice(i * n, (i + 1) * n)), value);
    }
  }

  /** Results that were found elsewhere, of consecutive proposals: the oldest pending ones unless the optimizer is asynchronous. */
  tell(told: Told): void {
    this.#tell(evaluationsOf(told), this.#ordinals.indexOf(told.first));
  }

  /** Points for others to evaluate. */
  propose(limit: number): Proposals[] {
    const proposals = this.#ask(limit);
    const n = this.#space.dimensions;
    const groups: Proposals[] = [];
    for (let begin = 0; begin < proposals.length; ) {
      const wants = (proposals[begin] as Proposal).wants ?? nothing;
      let end = begin + 1;
      while (end < proposals.length && sameWants((proposals[end] as Proposal).wants ?? nothing, wants)) end++;
      const points = new Float64Array((end - begin) * n);
      for (let i = begin; i < end; i++) points.set(this.#inTaskUnits((proposals[i] as Proposal).x), (i - begin) * n);
      groups.push({ points, wants });
      begin = end;
    }
    return groups;
  }

  /** Evaluates here, until the grant is used up, the optimizer stops, or the signal says so. */
  async evaluate(
    columns: TrialColumns,
    grant: NonNullable<TurnRequest['trials']>,
    { site, signal }: { site: TrialSite; signal: AbortSignal },
  ): Promise<void> {
    const { environment } = site;
    const deadline = environment.now() + grant.milliseconds;
    const watched = grant.watchValue ?? Number.NEGATIVE_INFINITY;
    let over = false;
    while (!over && columns.count < grant.count && this.#optimizer.stop === undefined) {
      const room = grant.count - columns.count;
      // What a turn cut short has left comes first: nothing more is asked for before the optimizer has heard of it.
      if (this.#pending.length === 0 && this.#ask(Math.min(room, askedAtOnce)).length === 0) return;
      const count = Math.min(room, this.#pending.length);
      const kept = new Float64Array(count * this.#space.dimensions);
      const evaluations: Evaluation[] = [];
      while (!over && evaluations.length < count) {
        const i = evaluations.length;
        const { x, wants = nothing } = this.#pending[i] as Proposal;
        const proposal = this.#keep(i, kept);
        const point = this.#inTaskUnits(proposal.x);
        const trial = { run: this.#id, ordinal: this.#ordinals[i] as number, wants, signal };
        // Making an array per trial costs more than a cheap trial: in linear coordinates the task gets the proposal's.
        let result = evaluateTrial(site, point === proposal.x ? x : point.slice(), trial);
        if (result instanceof Promise) {
          result = await result;
          // An aborted trial is cancelled: whatever it gave is not a result.
          if (signal.aborted) {
            this.#pending[i] = { ...proposal, x: proposal.x.slice() };
            break;
          }
        }
        const evaluation = columns.add(point, result);
        evaluations.push(evaluation);
        over = evaluation.value <= watched || environment.now() >= deadline || signal.aborted;
      }
      this.#tell(evaluations);
      if (signal.aborted) return;
    }
  }

  /** Replaces a pending proposal by one in row `i` of `rows`, so that its own array can be the task's. */
  #keep(i: number, rows: Float64Array): Proposal {
    const { x, wants } = this.#pending[i] as Proposal;
    const n = x.length;
    const row = rows.subarray(i * n, (i + 1) * n);
    for (let j = 0; j < n; j++) row[j] = x[j] as number;
    const kept = wants === undefined ? { x: row } : { x: row, wants };
    this.#pending[i] = kept;
    return kept;
  }

  #ask(limit: number): readonly Proposal[] {
    const beganAt = this.#now();
    const proposals = this.#optimizer.ask(limit);
    this.#optimizerMs += this.#now() - beganAt;
    if (proposals.length > limit)
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `the optimizer was asked for ${limit} points and gave ${proposals.length}`,
      );
    if (proposals.length === 0 && this.#pending.length === 0 && this.#optimizer.stop === undefined)
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        'the optimizer asked for nothing although no trial was outstanding and it had not stopped',
      );
    this.#atBarrier = proposals.length < limit;
    for (const proposal of proposals) {
      this.#check(proposal.x);
      this.#pending.push(proposal);
      this.#ordinals.push(++this.#asked);
    }
    return proposals;
  }

  #tell(evaluations: readonly Evaluation[], at = 0): void {
    if (evaluations.length === 0) return;
    if (at < 0 || at + evaluations.length > this.#pending.length) {
      throw bug(`run ${this.#id} was told ${evaluations.length} results that were not outstanding`);
    }
    const proposals = this.#take(at, evaluations.length);
    this.#told += evaluations.length;
    const told = this.#inSearchCoordinates(proposals, evaluations);
    const beganAt = this.#now();
    this.#optimizer.tell(proposals, told);
    this.#optimizerMs += this.#now() - beganAt;
    this.#atBarrier = false;
  }

  /** Takes pending proposals out. */
  #take(at: number, count: number): readonly Proposal[] {
    if (count < this.#pending.length) {
      this.#ordinals.splice(at, count);
      return this.#pending.splice(at, count);
    }
    const all = this.#pending;
    this.#pending = [];
    this.#ordinals = [];
    return all;
  }

  #inSearchCoordinates(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): readonly Evaluation[] {
    if (!this.#space.logarithmic || !evaluations.some(e => e.gradient)) return evaluations;
    return evaluations.map((evaluation, i) => {
      if (!evaluation.gradient) return evaluation;
      const point = this.#inTaskUnits((proposals[i] as Proposal).x);
      return { ...evaluation, gradient: this.#space.gradientToSearch(evaluation.gradient.slice(), point) };
    });
  }

  /** Not to be written to: the proposal itself where the two are the same. */
  #inTaskUnits(x: Float64Array): Float64Array {
    return this.#space.logarithmic ? this.#space.toTask(x.slice()) : x;
  }

  #check(x: Float64Array): void {
    const { dimensions, low, high } = this.#space;
    if (x.length !== dimensions)
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `the optimizer proposed a point of ${x.length} coordinates instead of ${dimensions}`,
      );
    for (let i = 0; i < dimensions; i++) {
      const value = x[i] as number;
      if (!(value >= (low[i] as number) && value <= (high[i] as number))) {
        throw new GlompoError(
          'GLOMPO_OPTIMIZER',
          `the optimizer proposed ${show(value)} for parameter ${i + 1}, outside of [${low[i]}, ${high[i]}]`,
        );
      }
    }
  }
}

function sameWants(a: readonly Want[], b: readonly Want[]): boolean {
  return a === b || (a.length === b.length && a.every((want, i) => want === b[i]));
}
