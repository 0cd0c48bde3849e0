import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import { messageOf } from '../worker/load-task.js';
import type { EvaluateAnswer, TurnAnswer } from '../worker/protocol.js';
import { type Crew, callsPerWorker } from './crew.js';
import {
  type Departure,
  type Driver,
  endingOf,
  type Floor,
  type Home,
  leaveHome,
  lostOrBroken,
  openRequest,
} from './driver.js';
import type { Place } from './fair-order.js';
import type { LiveRun } from './live-run.js';
import { type Dispatch, rest, TrialQueue } from './trial-queue.js';

/** Asked for at once: a whole generation in most cases. */
const askAtLeast = 64;
/** A trial whose worker died is tried again this often; after that the point has failed. */
const retries = 2;
/** What still runs when its run has been killed gets this long to hear of it before its worker is replaced. */
const cancelGraceMs = 100;

/** Trials in a pool: the optimizer proposes in turns that need no slot, each message of trials holds one. */
export class PooledDriver implements Driver {
  readonly run: LiveRun;
  readonly interrupted = false;
  place: Place;
  readonly #floor: Floor;
  readonly #home: Home;
  readonly #pool: Crew;
  readonly #queue: TrialQueue;
  readonly #weight: number;
  readonly #maxSlots: number;
  /** Messages of trials on their way, by the promise of their answer. Each has a signal: one for all would collect listeners. */
  readonly #inFlight = new Map<Promise<unknown>, { readonly worker: number; readonly abort: AbortController }>();
  readonly #abort = new AbortController();
  /** How often trials were lost with their worker, by ordinal. */
  readonly #losses = new Map<number, number>();
  #worker: number | undefined;
  #inTurn = false;
  #atBarrier = false;
  /** Points that were asked for while older ones still waited: their place, and the ordinal of the first of them. */
  #following: { readonly first: number; readonly place: Place }[] = [];
  /** Where it goes on from. */
  readonly #from: Departure | undefined;
  /** Set when it is to let go of its run. */
  #leave: ((departure: Departure) => void) | undefined;

  constructor(
    run: LiveRun,
    floor: Floor,
    { home, pool, from }: { readonly home: Home; readonly pool: Crew; readonly from: Departure | undefined },
  ) {
    this.run = run;
    this.#floor = floor;
    this.#home = home;
    this.#pool = pool;
    this.#queue = new TrialQueue(floor.state.space.dimensions, {
      told: from?.trials ?? 0,
      onWaiting: more => {
        pool.outstanding += more;
      },
    });
    this.#from = from;
    const { weight = 1, maxSlots = Number.POSITIVE_INFINITY } = run.resolved.choice;
    this.#weight = weight;
    this.#maxSlots = maxSlots;
    this.place = from?.place ?? floor.order.enter(weight);
  }

  get atRest(): boolean {
    return !this.#inTurn && this.#inFlight.size === 0;
  }

  get waitsFor(): 'points' | 'proposals' | 'worker' | undefined {
    if (this.run.ending) return undefined;
    if (this.#queue.waiting > 0) return this.#inFlight.size < this.#maxSlots ? 'worker' : 'points';
    return this.#inTurn || this.#needsTurn() ? 'proposals' : 'points';
  }

  wants(): 'slot' | 'turn' | undefined {
    if (this.run.ending) return undefined;
    if (
      this.#needsTurn() &&
      (this.#worker === undefined ? this.#home.crew.idleWorker !== undefined : this.#home.crew.isIdle(this.#worker))
    ) {
      return 'turn';
    }
    const { slots, budget } = this.#floor;
    // A run that leaves dispatches nothing new.
    const possible =
      this.#queue.waiting > 0 &&
      (this.#leave === undefined || this.#inFlight.size === 0) &&
      this.#inFlight.size < this.#maxSlots &&
      budget.available > 0 &&
      this.#pool.hasVacancy(slots);
    return possible ? 'slot' : undefined;
  }

  advance(): Promise<void> {
    return this.wants() === 'turn' ? this.#turn() : this.#evaluate();
  }

  cancel(reason: Reason): void {
    this.#queue.drop();
    this.#abort.abort(reason);
    for (const { abort } of this.#inFlight.values()) abort.abort(reason);
    if (!this.#pool.backend.traits.preemptive) return;
    for (const answered of this.#inFlight.keys()) void this.#endUnless(answered, reason);
  }

  release(): void {
    this.#queue.drop();
    this.#floor.order.leave(this.place.finish);
    leaveHome(this, this.#home.crew, this.#worker);
    this.#worker = undefined;
  }

  /**
   * Lets go of the run, which goes on elsewhere: no further point is dispatched, the optimizer is told what has come, and forgotten where
   * it lives. What it had asked and was not told, it asks again.
   *
   * @param leave called once that is done; never, if the run ends first
   */
  handOver(leave: (departure: Departure) => void): void {
    this.#leave = leave;
    this.#stopAsking();
  }

  /** Of a run that leaves, what was asked and has no result is asked again elsewhere, but for what later results wait for. */
  #stopAsking(): void {
    if (this.#leave && this.#inFlight.size === 0) this.#queue.dropNew();
  }

  get #askAtOnce(): number {
    return Math.max(askAtLeast, 2 * this.#floor.slots.total);
  }

  #needsTurn(): boolean {
    if (this.#inTurn) return false;
    if (this.#leave) return this.#inFlight.size === 0 && this.#queue.waiting === 0;
    const { outstanding, ready, waiting, results } = this.#queue;
    if (outstanding === ready) return true;
    if (this.run.resolved.traits.asynchronous && results > 0) return true;
    // Soon enough that points are there when the last ones are dispatched, several in a message.
    return !this.#atBarrier && waiting < this.#askAtOnce / 2;
  }

  async #turn(): Promise<void> {
    const { crew, optimizer } = this.#home;
    const leaving = this.#leave !== undefined;
    if (leaving && this.#worker === undefined) return this.#depart(this.#from?.state);
    this.#inTurn = true;
    const opening = this.#worker === undefined;
    this.#worker ??= crew.idleWorker;
    if (this.#worker === undefined) throw bug('an optimizer was to be given a turn with every worker busy');
    if (opening) crew.enter(this.#worker, this);
    const tell = this.run.resolved.traits.asynchronous ? this.#queue.takeAny() : this.#queue.takeReady();
    const last = leaving && this.#queue.results === 0;
    try {
      const answer = await crew.call<TurnAnswer>(
        this.#worker,
        {
          type: 'turn',
          run: this.run.id,
          ...(opening && { open: openRequest(this.run, this.#floor, { optimizer, from: this.#from }) }),
          ...(tell && { tell }),
          ...(leaving ? { snapshot: last } : { propose: this.#askAtOnce }),
        },
        this.#abort.signal,
      );
      this.#digestTurn(answer);
      if (last && answer.type === 'turn' && !this.run.ending) this.#depart(answer.snapshot);
    } catch (error) {
      const ending = lostOrBroken(this.run, error);
      this.run.ending ??= ending;
      this.#queue.drop();
      if (GlompoError.is(error, 'GLOMPO_WORKER_LOST')) await crew.revive(this.#worker, ending.reason);
    } finally {
      this.#inTurn = false;
    }
  }

  #depart(state: Plain | undefined): void {
    leaveHome(this, this.#home.crew, this.#worker);
    this.#worker = undefined;
    this.#leave?.({ state, trials: this.#queue.evaluated, place: this.place });
  }

  #digestTurn(answer: TurnAnswer): void {
    const { run } = this;
    run.ending ??= endingOf(run, answer, this.#floor.state.lastFailure);
    if (run.ending || answer.type === 'ended') return;
    this.#atBarrier = answer.atBarrier;
    const before = this.#queue.waiting;
    const first = this.#queue.asked + 1;
    this.#queue.ask(answer.proposals);
    if (this.#leave) {
      this.#stopAsking();
      return;
    }
    const { finish } = this.#following.at(-1)?.place ?? this.place;
    const place = this.#floor.order.arrive(finish, this.#queue.waiting - before, this.#weight);
    if (before === 0) this.place = place;
    else this.#following.push({ first, place });
  }

  async #evaluate(): Promise<void> {
    const { slots, budget, order, strict } = this.#floor;
    const { messageSize, messageLength } = this.#pool;
    const workMs = messageLength.milliseconds;
    const wanted = strict ? 1 : messageSize.trials(workMs, this.#pool.outstanding / (callsPerWorker * slots.total));
    const granted = budget.reserve(wanted);
    const dispatch = this.#queue.take(granted);
    const worker = this.#pool.vacancy(slots);
    if (worker === undefined) throw bug('a trial was to be dispatched with every worker busy');
    order.serve(this.place);
    this.#goOnInLine();
    const { first, points, wants } = dispatch;
    // A copy travels, since threads take the memory along, and the points may have to be sent again.
    const request = {
      type: 'evaluate',
      run: this.run.id,
      first,
      points: points.slice(),
      wants,
      // Where trials suddenly take longer, the others of the message shall not wait.
      milliseconds: 2 * workMs,
    } as const;
    const abort = new AbortController();
    const answered = this.#pool.evaluate<EvaluateAnswer>(worker, request, { slots, signal: abort.signal });
    this.#inFlight.set(answered, { worker, abort });
    this.#pool.outstanding += dispatch.count;
    try {
      const answer = await answered;
      const { trials } = answer;
      const done = trials.values.length;
      messageSize.observe(done, answer);
      messageLength.observe(answer.idleMs, answer.busyMs);
      if (done > 0) this.#queue.add(trials);
      if (done < dispatch.count && !this.run.ending) this.#queue.putBack(rest(dispatch, done));
      this.#inFlight.delete(answered);
      this.#stopAsking();
      // The workers have their next messages before this one's results are entered in the books.
      this.#floor.serve();
      this.#floor.state.record(this.run, trials);
    } catch (error) {
      await this.#lost(error, { dispatch, worker });
    } finally {
      this.#inFlight.delete(answered);
      this.#pool.outstanding -= dispatch.count;
      budget.settle(granted);
      this.#stopAsking();
    }
  }

  /** Once all points of its place have been dispatched, the run stands where those that followed do. */
  #goOnInLine(): void {
    const [next] = this.#following;
    if (next === undefined || this.#queue.oldestWaiting < next.first) return;
    this.place = next.place;
    this.#following.shift();
  }

  async #lost(error: unknown, { dispatch, worker }: { dispatch: Dispatch; worker: number }): Promise<void> {
    const { run } = this;
    const reason = {
      by: 'manager',
      message: `the worker of trial ${dispatch.first} of run ${run.id} was lost: ${messageOf(error)}`,
    };
    if (!GlompoError.is(error, 'GLOMPO_WORKER_LOST')) {
      run.ending ??= { status: 'failed', reason };
      return;
    }
    // The study is over: its trials are not tried again, and nobody needs the worker.
    if (run.ending === undefined && this.#abort.signal.aborted) return;
    await this.#pool.revive(worker, reason);
    if (run.ending) return;
    const losses = (this.#losses.get(dispatch.first) ?? 0) + 1;
    this.#losses.set(dispatch.first, losses);
    if (losses <= retries) {
      this.#floor.state.retried += dispatch.count;
      this.#floor.state.note({ type: 'warning', message: reason.message });
      this.#queue.putBack({ ...dispatch, alone: true });
      return;
    }
    const failures = Array.from({ length: dispatch.count }, (_, index) => ({
      index,
      outcome: 'failed' as const,
      message: `its worker died ${losses} times: ${messageOf(error)}`,
    }));
    const values = new Float64Array(dispatch.count).fill(Number.POSITIVE_INFINITY);
    const trials = { first: dispatch.first, points: dispatch.points, values, failures };
    this.#queue.add(trials);
    this.#floor.state.record(run, trials);
  }

  /** A worker that does not answer after its trial was cancelled is replaced: the slot must come back. */
  async #endUnless(answered: Promise<unknown>, reason: Reason): Promise<void> {
    await this.#floor.clock.atMost(cancelGraceMs, answered);
    const message = this.#inFlight.get(answered);
    if (message === undefined) return;
    // Whoever has a call there loses it and waits for the worker, too: it fails with what is wrong.
    await this.#pool.replace(message.worker, reason).catch(() => {});
  }
}
