import type { Optimizer } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { Evaluation, Proposal, Want } from '../contracts/task.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import { runRandom } from '../random/streams.js';
import { checkOptimizerPlugin } from '../registry/registry.js';
import { type SearchSpace, searchSpace } from '../space/search-space.js';
import type { HostEnvironment } from './environment.js';
import { borrowed } from './local.js';
import { plainCopy, Stranger } from './plain-copy.js';
import type { InjectRequest, OpenRun, Proposals, Replayed, Told, TurnRequest } from './protocol.js';
import { isFailure, type TrialResult } from './trial.js';
import { evaluationsOf, type TrialColumns } from './trial-columns.js';
import type { Computing, TrialMaker } from './trial-maker.js';

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

  /** Ordinals of trials that a restored optimizer will ask for again. */
  readonly #owed: number[];
  /** Pending proposals that are to be proposed again. */
  #again: Proposal[] = [];
  #strayed = false;
  /** What it computes at once at most, as far as is known. */
  readonly computing: Computing = { longestMs: Number.POSITIVE_INFINITY };

  private constructor(
    id: number,
    space: SearchSpace,
    run: { readonly optimizer: Optimizer; readonly open: OpenRun; readonly now: () => number },
  ) {
    const { trials, outstanding = [] } = run.open;
    this.#id = id;
    this.#space = space;
    this.#optimizer = run.optimizer;
    this.#told = trials;
    this.#asked = trials + outstanding.length;
    this.#owed = [...outstanding];
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
    if (typeof (optimizer as Optimizer | undefined)?.ask !== 'function')
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `create gave ${show(optimizer)} instead of an optimizer { ask, tell, snapshot, stop }`,
      );
    const run = new HostedRun(id, space, { optimizer, open, now: () => environment.now() });
    run.#repeat(open);
    return run;
  }

  /** Trials told to the optimizer, on this worker and before. */
  get told(): number {
    return this.#told;
  }

  get dimensions(): number {
    return this.#space.dimensions;
  }

  /** What it was told before did not fit what it asked: see `TurnAnswer.strayed`. Told once. */
  takeStrayed(): boolean {
    const strayed = this.#strayed;
    this.#strayed = false;
    return strayed;
  }

  /** @throws GlompoError `GLOMPO_OPTIMIZER` if it is no reason */
  get stop(): Reason | undefined {
    const { stop } = this.#optimizer;
    if (stop !== undefined && typeof (stop as Partial<Reason> | null)?.message !== 'string')
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `the optimizer says that it has stopped by ${show(stop)}: expected a reason { by, message }`,
      );
    return stop;
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

  /** @throws GlompoError `GLOMPO_OPTIMIZER` if it could not travel: the trials of the turn, which do, would be lost with it */
  snapshot(): Plain {
    const state = plainCopy(this.#optimizer.snapshot(), 'its snapshot');
    if (state === undefined || state instanceof Stranger)
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `the optimizer gave ${state?.what ?? 'undefined as its snapshot'}: snapshots are plain data (numbers, text, booleans, null, Float64Array, Uint8Array, lists and objects of these)`,
      );
    return state;
  }

  /** @returns whether its optimizer has a use for points of others */
  inject({ points, values, how }: Omit<InjectRequest, 'type' | 'run'>): boolean {
    if (this.#optimizer.inject === undefined) return false;
    const n = this.#space.dimensions;
    for (const [i, value] of values.entries()) {
      this.#optimizer.inject(this.#space.toSearch(points.slice(i * n, (i + 1) * n)), value, how?.[i] ?? undefined);
    }
    return true;
  }

  /** Results that were found elsewhere, of consecutive proposals: the oldest pending ones unless the optimizer is asynchronous. */
  tell(told: Told): void {
    this.#tell(evaluationsOf(told), this.#ordinals.indexOf(told.first));
  }

  /** Points for others to evaluate. */
  propose(limit: number): Proposals[] {
    const again = this.#again.splice(0, limit);
    const proposals = again.length > 0 ? again : this.#ask(limit);
    if (again.length > 0) this.#atBarrier = false;
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
    { maker, signal }: { maker: TrialMaker; signal: AbortSignal },
  ): Promise<void> {
    const deadline = this.#now() + grant.milliseconds;
    const watched = grant.watchValue ?? Number.NEGATIVE_INFINITY;
    const most = grant.failures?.inARow ?? Number.POSITIVE_INFINITY;
    let failedInARow = grant.failures?.failed ?? 0;
    const results = resultsOf(grant);
    let over = false;
    while (!over && !signal.aborted && columns.count < grant.count && this.#optimizer.stop === undefined) {
      const room = grant.count - columns.count;
      // What a turn cut short has left comes first: nothing more is asked for before the optimizer has heard of it.
      if (this.#pending.length === 0) {
        maker.computing();
        const asked = this.#ask(Math.min(room, askedAtOnce));
        maker.computed();
        if (asked.length === 0) return;
      }
      const count = Math.min(room, this.#pending.length);
      const kept = new Float64Array(count * this.#space.dimensions);
      const evaluations: Evaluation[] = [];
      while (!over && evaluations.length < count) {
        const i = evaluations.length;
        const { x, wants = nothing } = this.#pending[i] as Proposal;
        const proposal = this.#keep(i, kept);
        const point = this.#inTaskUnits(proposal.x);
        const trial = { run: this.#id, ordinal: this.#ordinals[i] as number, wants };
        // Making an array per trial costs more than a cheap trial: in linear coordinates the task gets the proposal's.
        let result = results?.get(trial.ordinal) ?? maker.make(point === proposal.x ? x : point.slice(), trial);
        if (result instanceof Promise) result = await result;
        if (result === undefined) {
          this.#pending[i] = { ...proposal, x: proposal.x.slice() };
          break;
        }
        const evaluation = columns.add(point, result);
        evaluations.push(evaluation);
        failedInARow = isFailure(result) ? failedInARow + 1 : 0;
        over = evaluation.value <= watched || failedInARow >= most || signal.aborted || maker.stuck;
        const now = over || columns.count === grant.count ? 0 : maker.ended(columns);
        over ||= now >= deadline;
      }
      maker.computing();
      this.#tell(evaluations);
      maker.computed();
      if (signal.aborted) return;
    }
  }

  /** Hears again what it was told before it was lost, and asks again for what was outstanding. */
  #repeat({ replay = [], asked = 0, forgotten = false }: OpenRun): void {
    for (const each of replay) {
      if (this.#hear(each)) continue;
      this.#strayFrom(replay);
      return;
    }
    this.#askUpTo(asked);
    if (forgotten) this.#again = [...this.#pending];
  }

  /** @returns false if these are not results of what it asks for */
  #hear({ told, points, asked }: Replayed): boolean {
    const evaluations = evaluationsOf(told);
    for (let heard = 0; heard < evaluations.length; ) {
      this.#askUpTo(asked);
      const at = this.#ordinals.indexOf(told.first + heard);
      // What it was told at once may have been several generations.
      const count = at < 0 ? 0 : Math.min(evaluations.length - heard, this.#pending.length - at);
      const n = this.#space.dimensions;
      if (count === 0 || !this.#asksFor(points.subarray(heard * n, (heard + count) * n), at)) return false;
      this.#tell(evaluations.slice(heard, heard + count), at);
      heard += count;
    }
    return true;
  }

  #askUpTo(ordinal: number): void {
    for (;;) {
      const missing = this.#owed.length + Math.max(0, ordinal - this.#asked);
      if (missing === 0 || this.#optimizer.stop !== undefined || this.#ask(missing).length === 0) return;
    }
  }

  #asksFor(points: Float64Array, at: number): boolean {
    const n = this.#space.dimensions;
    return points.every((_, i) => {
      if (i % n !== 0) return true;
      const x = this.#inTaskUnits((this.#pending[at + i / n] as Proposal).x);
      return x.every((coordinate, j) => coordinate === points[i + j]);
    });
  }

  /** What it asks for now are other trials than those that were made: they get numbers of their own. */
  #strayFrom(replay: readonly Replayed[]): void {
    this.#strayed = true;
    this.#owed.length = 0;
    const last = Math.max(...replay.map(({ told }) => told.first + told.values.length - 1));
    this.#told = last;
    this.#ordinals = this.#pending.map((_, i) => last + 1 + i);
    this.#asked = last + this.#pending.length;
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
    if (!Array.isArray(proposals))
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `the optimizer was asked for points and gave ${show(proposals)} instead of a list of them`,
      );
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
      this.#check(proposal?.x);
      this.#pending.push(proposal);
      this.#ordinals.push(this.#owed.shift() ?? ++this.#asked);
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
    if (this.#space.plain || !evaluations.some(e => e.gradient)) return evaluations;
    return evaluations.map((evaluation, i) => {
      if (!evaluation.gradient) return evaluation;
      const point = this.#inTaskUnits((proposals[i] as Proposal).x);
      return { ...evaluation, gradient: this.#space.gradientToSearch(evaluation.gradient.slice(), point) };
    });
  }

  /** Not to be written to: the proposal itself where the two are the same. */
  #inTaskUnits(x: Float64Array): Float64Array {
    return this.#space.plain ? x : this.#space.toTask(x.slice());
  }

  #check(x: Float64Array | undefined): void {
    const { dimensions, low, high } = this.#space;
    if (typeof x !== 'object' || x === null)
      throw new GlompoError(
        'GLOMPO_OPTIMIZER',
        `the optimizer proposed a point whose coordinates are ${show(x)}: expected { x: Float64Array }`,
      );
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

/** Results of trials that need not be made, by ordinal. */
function resultsOf({
  verdicts,
  known,
}: NonNullable<TurnRequest['trials']>): ReadonlyMap<number, TrialResult> | undefined {
  if (verdicts === undefined && known === undefined) return undefined;
  const results = new Map<number, TrialResult>();
  for (const { trial, outcome, message } of verdicts ?? []) results.set(trial, { failure: message, outcome });
  for (const told of known ?? [])
    for (const [i, each] of evaluationsOf(told).entries()) results.set(told.first + i, each);
  return results;
}

function sameWants(a: readonly Want[], b: readonly Want[]): boolean {
  return a === b || (a.length === b.length && a.every((want, i) => want === b[i]));
}
