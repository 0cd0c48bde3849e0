import type { Backend, Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import type {
  Answer,
  EvaluateAnswer,
  LoadAnswer,
  Report,
  Request,
  TrialRules,
  TurnAnswer,
} from '../worker/protocol.js';
import type { Call } from './call.js';
import { CallLines } from './call-lines.js';
import type { CrewOptions } from './crew-events.js';
import { startTogether } from './growth.js';
import { LostCall } from './lost-call.js';
import { MessageSize } from './message-size.js';
import { type Resident, Residents } from './residents.js';
import { Roster } from './roster.js';
import type { Lease, SlotLedger } from './slots.js';
import { TrialPace } from './trial-pace.js';
import { TurnLength } from './turn-length.js';
import { Upkeep } from './upkeep.js';

/** Turns begin short, since nothing is known of the task yet, and grow while the gaps between them are felt. */
const firstTurnMs = 5;
const longestTurnMs = 200;
/** In the manager's own thread a turn keeps it from everything else. */
const longestInlineTurnMs = 20;
/** Messages of trials to a pool: long enough that the next one, which waits behind them, is there when they are done. */
const firstMessageMs = 8;
const longestMessageMs = 32;
/** A call may wait behind another one if calls are shorter than this: what waits cannot go to a worker that becomes idle. */
const shortCallMs = 40;
/** Calls on one worker: one that it is busy with, and one that waits there. */
export const callsPerWorker = 2;

/** A call that was aborted gets at least this long to answer: the abort must reach it. */
const leastGraceMs = 20;

/** The workers of one backend at one level, with who is busy and how many runs live where. */
export class Crew {
  readonly backend: Backend;
  /** How long a turn with trials should last here. */
  readonly turnLength: TurnLength;
  /** How long a message of trials should keep its worker busy here, and how many trials that is. */
  readonly messageLength = new TurnLength(firstMessageMs, longestMessageMs);
  readonly messageSize = new MessageSize();
  /** How long trials take here. */
  readonly pace: TrialPace;
  /** Points of all runs that wait to be evaluated here, or are on their way. */
  outstanding = 0;
  readonly #workers: Workers;
  readonly #options: CrewOptions;
  readonly #roster = new Roster();
  readonly #upkeep: Upkeep;
  /** The runs that live on each worker. */
  readonly #residents = new Residents();
  readonly #lines: CallLines;
  /** The lease under which a worker evaluates: one, however many calls wait there, since it answers one after the other. */
  readonly #leases: (Lease | undefined)[] = [];
  /** Mean milliseconds that a call keeps its worker busy, recent ones weighing more. */
  #callMs = Number.POSITIVE_INFINITY;
  #closed = false;

  private constructor(backend: Backend, workers: Workers, options: CrewOptions) {
    this.backend = backend;
    this.turnLength = new TurnLength(firstTurnMs, backend.traits.parallel ? longestTurnMs : longestInlineTurnMs);
    this.#workers = workers;
    this.#options = options;
    this.pace = new TrialPace(options.limits);
    this.#lines = new CallLines(() => options.clock.now());
    this.#upkeep = new Upkeep({
      ...options,
      backend: backend.name,
      workers,
      roster: this.#roster,
      onAdded: worker => {
        this.#residents.addWorker(worker);
        this.#lines.add(worker);
        this.#leases[worker] = undefined;
      },
    });
  }

  /** Starts its first workers. */
  static async open(
    backend: Backend,
    { size, signal, ...options }: CrewOptions & { readonly size: number; readonly signal: AbortSignal | undefined },
  ): Promise<Crew> {
    const { events } = options;
    const workers = await backend.open({
      size: Math.min(size, startTogether),
      ...(signal && { signal }),
      onOutput: (_worker, output) => events.onOutput(output),
      onLeftBehind: (worker, what) => events.onLeftBehind(backend.name, worker, what),
    });
    return new Crew(backend, workers, options);
  }

  /** Loads the task on the workers that are there. */
  load(): Promise<LoadAnswer | undefined> {
    return this.#upkeep.load();
  }

  /** Workers that shall be there, and have not been started yet. */
  get starting(): number {
    return this.#upkeep.starting;
  }

  /** Lost workers whose place is empty. */
  get replacing(): number {
    return this.#roster.vacancies;
  }

  /**
   * Adds workers until there are `size`, with the task loaded, a few at a time: the first can begin while the others start. Rejects if one
   * cannot be started, or the crew is closed.
   *
   * @param onMore called whenever some of them are there
   */
  grow(size: number, onMore: () => void): Promise<void> {
    return this.#upkeep.grow(size, onMore);
  }

  isIdle(worker: number): boolean {
    return this.#roster.idle.has(worker);
  }

  /**
   * Whether a worker takes one more call: an idle one, or one that is busy with a single short call, behind which the next may wait; the
   * way to the manager and back would else leave the worker idle for a good part of its time. What waits shares the lease of what is
   * there; a call that evaluates nothing has none.
   */
  takes(worker: number, slots: SlotLedger): boolean {
    if (this.#leases[worker] === undefined ? slots.free === 0 : slots.overdrawn) return false;
    if (this.#lines.isSilent(worker)) return false;
    if (this.#roster.idle.has(worker)) return true;
    return this.#callsAreShort && this.#roster.of(worker) === 'busy' && this.#lines.length(worker) < callsPerWorker;
  }

  /** Whether any worker takes one more call. Asked for every run at every step, so it costs the same for any number of workers. */
  hasVacancy(slots: SlotLedger, left?: number): boolean {
    if (left === undefined && slots.free > 0 && this.#roster.idle.size > 0) return true;
    return (left !== undefined || this.#callsAreShort) && this.vacancy(slots, left) !== undefined;
  }

  /**
   * The worker that shall take the next call of whoever has no place yet: an idle one if any, then the one with the fewest runs.
   *
   * @param left the worker that it has left, since the runs there are behind: of the others, the one whose runs are farthest
   */
  vacancy(slots: SlotLedger, left?: number): number | undefined {
    if (left !== undefined)
      return (
        this.#residents.farthest(worker => worker !== left && this.takes(worker, slots)) ??
        (this.#residents.count(left) === 0 && this.takes(left, slots) ? left : undefined)
      );
    const idle = slots.free > 0 ? this.idleWorker : undefined;
    return idle ?? this.#residents.fewest(this.#residents.workers, worker => this.takes(worker, slots));
  }

  /** The idle worker with the fewest runs, if any is idle; for calls that need no slot. */
  get idleWorker(): number | undefined {
    return this.#residents.fewest(this.#roster.idle, () => true);
  }

  /** A run lives on this worker from now on. */
  enter(worker: number, run: Resident): void {
    this.#residents.enter(worker, run);
  }

  leave(worker: number, run: Resident): void {
    this.#residents.leave(worker, run);
  }

  /** Whether a run of this busy worker should move, since another worker idles with nothing to do. */
  mayMove(worker: number): boolean {
    if (this.#residents.count(worker) < 2) return false;
    const idle = this.idleWorker;
    return idle !== undefined && this.#residents.count(idle) === 0;
  }

  /** See `Residents.latestStart`. */
  latestStart(worker: number): number | undefined {
    return this.#residents.latestStart(worker);
  }

  /** Keeps an idle worker, and a slot, for a run that is on its way there. */
  reserveIdle(slots: SlotLedger): { readonly worker: number; free(): void } {
    const worker = this.idleWorker;
    if (worker === undefined) throw bug('no worker idles for a run that shall move');
    const lease = slots.take();
    this.#roster.set(worker, 'reserved');
    return {
      worker,
      free: () => {
        // Nothing was evaluated meanwhile.
        lease.worked(0, 0);
        lease.release();
        if (this.#roster.of(worker) === 'reserved') this.#roster.set(worker, 'idle');
      },
    };
  }

  /** Whether a worker may be lost, so that whoever lives there must be remembered. */
  get losable(): boolean {
    return this.backend.traits.parallel;
  }

  /** Workers say what they have finished before they answer: all that can be ended do, since what they know would else be lost. */
  get reports(): boolean {
    return this.backend.traits.preemptive;
  }

  /** See `TrialPace.rules`. */
  rules(careful: boolean): TrialRules {
    return this.reports ? this.pace.rules(careful) : this.pace.silentRules;
  }

  /** A call that evaluates: it holds a slot while it is there. */
  evaluate<A extends TurnAnswer | EvaluateAnswer>(call: Call, request: Request, slots: SlotLedger): Promise<A> {
    const { worker } = call;
    this.#leases[worker] ??= slots.take();
    return this.call<A>(call, request, answer => {
      if (answer.type === 'ended') return;
      this.#leases[worker]?.worked(answer.busyMs, answer.type === 'turn' ? (answer.optimizerMs ?? 0) : 0);
      this.#callMs = Number.isFinite(this.#callMs)
        ? this.#callMs + 0.2 * (answer.busyMs - this.#callMs)
        : answer.busyMs;
    });
  }

  /** One request. Unless the call stands aside, the worker is busy until the answer is here. @throws LostCall if there will be none */
  async call<A extends Answer>(call: Call, request: Request, onAnswer?: (answer: A) => void): Promise<A> {
    const { worker, signal } = call;
    const { clock } = this.#options;
    if (!call.aside) this.#roster.set(worker, 'busy');
    this.#lines.enter(call);
    const onMessage = (message: Plain) => call.hear(message as unknown as Report, clock.now());
    try {
      const answered = this.#workers.call(worker, request as Plain, { signal, onMessage });
      const answer = (await Promise.race([answered, call.withdrawn])) as A;
      if (!call.evaluates) this.pace.observeOptimizer(clock.now() - (call.heardAt as number));
      onAnswer?.(answer);
      return answer;
    } catch (error) {
      // It was withdrawn: nothing has happened to the worker.
      if (error instanceof LostCall) throw error;
      // A worker that is gone says so at once; what it died of, when all that it had said is heard.
      if (GlompoError.is(error, 'GLOMPO_WORKER_GONE')) await this.#lines.before(call)?.done;
      const understood = this.#lines.understood(call, error);
      if (understood instanceof LostCall) {
        this.pace.lossy = true;
        if (this.#roster.of(worker) === 'busy') this.#roster.set(worker, 'dead');
      }
      throw understood;
    } finally {
      this.#lines.leave(call);
      if (this.#lines.length(worker) === 0) this.#rest(worker);
    }
  }

  /** A worker has answered all calls. */
  #rest(worker: number): void {
    this.#leases[worker]?.release();
    this.#leases[worker] = undefined;
    // One that stands aside and never ends keeps the worker for itself.
    if (this.#roster.of(worker) === 'busy' && !this.#lines.isSilent(worker)) this.#roster.set(worker, 'idle');
  }

  /**
   * Asks a call to end; a worker that does not answer within the grace is ended, so that the slot comes back.
   *
   * @param graceMs from when the worker has come to it
   */
  async cancel(call: Call, reason: Reason, graceMs: number): Promise<void> {
    call.abort(reason);
    if (!this.backend.traits.preemptive) return;
    const { clock } = this.#options;
    while (!call.settled && !this.#closed) {
      const begun = call.underWay;
      await clock.atMost(Math.max(graceMs, leastGraceMs), call.done);
      if (begun && call.underWay) this.replace(call.worker, reason, call);
    }
  }

  /**
   * Ends what has lasted too long; tells of what says nothing, and lets nobody wait behind it. To be called every now and then.
   *
   * @param starved others need what silent calls keep: what is silent has lasted too long
   * @returns whether runs have to go elsewhere
   */
  watch(starved: boolean): boolean {
    let sentAway = false;
    if (this.#closed) return sentAway;
    const now = this.#options.clock.now();
    for (const call of [...this.#lines.underWay()]) {
      const verdict = this.pace.judge(call, now);
      if (verdict === undefined) continue;
      const silentMs = now - (call.heardAt ?? now);
      if (verdict === 'silent' && this.#silent(call, silentMs)) sentAway = true;
      if (!this.backend.traits.preemptive) continue;
      if (verdict === 'overdue')
        this.#end(call, call.rules.timeoutMs ?? 0, `a trial of run ${call.run} had not ended after`);
      else if (starved && this.#mayEnd(call))
        this.#end(
          call,
          Math.round(silentMs),
          `run ${call.run} keeps evaluations that others wait for, and has said nothing for`,
        );
    }
    return sentAway;
  }

  /** Whether a silent call is ended where others need what it keeps: not where its trial has a limit of its own, and not before a trial has ended. */
  #mayEnd({ evaluates, rules, computing }: Call): boolean {
    return evaluates && (rules.timeoutMs === undefined || computing) && !Number.isNaN(this.pace.trialMs);
  }

  /** It may never end: nobody else shall wait for that. @returns whether somebody did */
  #silent(call: Call, silentMs: number): boolean {
    const { worker, run } = call;
    const usualMs = this.pace.usualMs(call);
    if (!call.silenceTold)
      this.#options.events.onSilence({
        run: run as number,
        optimizer: !call.evaluates,
        seconds: silentMs / 1000,
        usualSeconds: Number.isNaN(usualMs) ? undefined : usualMs / 1000,
      });
    call.silenceTold = true;
    call.silent = true;
    // Where there is no other worker yet, all of them wait; and where nothing is heard before an answer, silence says little.
    if (!this.reports || this.#roster.size === 1) return false;
    if (this.isIdle(worker)) this.#roster.set(worker, 'busy');
    const residents = this.#residents.evict(worker, run);
    for (const resident of residents) this.forget(worker, resident.run.id);
    const message = `worker ${worker} of ${this.backend.name} is busy with run ${run}, which says nothing`;
    for (const waiting of this.#lines.behind(worker))
      waiting.withdraw(new LostCall('withdrawn', new GlompoError('GLOMPO_WORKER_GONE', message)));
    return residents.length > 0;
  }

  /** A trial of this call has lasted too long. @param why a sentence that ends with how long */
  #end(call: Call, afterMs: number, why: string): void {
    call.overdueMs = afterMs;
    const message = `${why} ${afterMs / 1000} s`;
    this.replace(call.worker, { by: 'manager', message }, call);
  }

  /** A run does not live there any more. A worker that is gone needs not be told. */
  forget(worker: number, run: number): void {
    const closed = this.#workers.call(worker, { type: 'close', run } satisfies Request as unknown as Plain);
    closed.catch((error: unknown) => {
      for (const code of ['GLOMPO_WORKER_LOST', 'GLOMPO_WORKER_GONE', 'GLOMPO_CLOSED'] as const)
        if (GlompoError.is(error, code)) return;
      this.#options.events.onBroken(error);
    });
  }

  /**
   * Ends what a worker does and makes it as good as new: the runs it hosted are gone. Whoever wants this while it is under way shares
   * the outcome, which the crew's events tell.
   *
   * @param culprit the call for which it is done: the others there have nothing to do with it
   */
  replace(worker: number, reason: Reason, culprit?: Call): void {
    if (this.#closed || this.#upkeep.isReplacing(worker)) return;
    this.pace.lossy = true;
    this.#lines.acquit(worker, culprit);
    this.#residents.evict(worker);
    this.#upkeep.replace(worker, reason);
  }

  /** Sees to it that a worker that was lost works again, unless the crew is closed. */
  revive(worker: number, reason: Reason): void {
    if (this.#roster.of(worker) === 'dead') this.replace(worker, reason);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#upkeep.close();
    await this.#workers[Symbol.asyncDispose]();
  }

  /** A second call may wait behind one that is under way. */
  get #callsAreShort(): boolean {
    return this.#callMs < shortCallMs && this.backend.traits.parallel;
  }
}
