import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug } from '../errors/glompo-error.js';
import type { EvaluateAnswer, TrialBatch, TurnAnswer, Verdict } from '../worker/protocol.js';
import { Call } from './call.js';
import { type Crew, callsPerWorker } from './crew.js';
import {
  broken,
  type Departure,
  type Driver,
  endingOf,
  type Floor,
  type Home,
  leaveHome,
  lostTooOften,
  openRequest,
  stuckReason,
} from './driver.js';
import { isPunished } from './failed-trials.js';
import type { Place } from './fair-order.js';
import type { LiveRun } from './live-run.js';
import { LostCall } from './lost-call.js';
import { RunRecord } from './run-record.js';
import { TrialLosses, trialsOf } from './trial-losses.js';
import { type Dispatch, firstOf, rest, TrialQueue } from './trial-queue.js';

/** An optimizer of a killed run may go on computing for so long. */
const computingGraceMs = 1_000;
/** Asked for at once: a whole generation in most cases. */
const askAtLeast = 64;

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
  /** Messages of trials on their way. */
  readonly #inFlight = new Set<Call>();
  readonly #losses: TrialLosses;
  /** What brings the optimizer to life elsewhere. */
  readonly #record: RunRecord;
  /** Ordinals of trials that were asked and not told; kept for optimizers that are told in any order only. */
  readonly #untold: Set<number> | undefined;
  /** What it had asked for where it came from is not known here. */
  #forgotten: boolean;
  #worker: number | undefined;
  #inTurn = false;
  /** Its turn that is under way. */
  #turnCall: Call | undefined;
  /** Turns that were lost since one was answered. */
  #turnsLost = 0;
  /** Why the study is over, if it is: nothing is made again. */
  #over: Reason | undefined;
  #atBarrier = false;
  /** Points that were asked for while older ones still waited: their place, and the ordinal of the first of them. */
  #following: { readonly first: number; readonly place: Place }[] = [];
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
    this.#queue = new TrialQueue(floor.state.space.dimensions, from, more => {
      pool.outstanding += more;
    });
    this.#losses = new TrialLosses(run, floor);
    this.#record = from?.record ?? new RunRecord();
    this.#forgotten = from !== undefined;
    this.#untold = run.resolved.traits.asynchronous ? new Set(from?.owed) : undefined;
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
    // Not of a run that leaves, nor of one that has failed too often.
    const possible =
      !isPunished(this.run.streak, this.#floor.policy.consequence) &&
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

  cancel(reason: Reason, end: 'run' | 'study'): void {
    if (end === 'study') this.#over = reason;
    this.#queue.drop();
    const { graceMs } = this.#floor.policy;
    for (const call of this.#inFlight) {
      if (this.#over) call.abort(reason);
      // A worker that does not answer is ended: the slot must come back.
      else void this.#pool.cancel(call, reason, graceMs);
    }
    // An optimizer that computes hears nothing, holds no slot, and others live beside it: it is ended if it never ends.
    if (this.#turnCall && !this.#over) void this.#home.crew.cancel(this.#turnCall, reason, graceMs + computingGraceMs);
  }

  release(reason: Reason): void {
    this.#losses.close();
    this.#queue.drop();
    this.#floor.state.cancelled(this.run, [...this.#inFlight].filter(call => call.underWay).length, reason);
    this.#floor.order.leave(this.place.finish);
    leaveHome(this, this.#home.crew, this.#worker);
    this.#worker = undefined;
  }

  evicted(): void {
    this.#worker = undefined;
    // It may ask for more than it did where it was.
    this.#atBarrier = false;
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
    if (leaving && this.#worker === undefined && this.#queue.asked === 0) return this.#depart(undefined);
    this.#inTurn = true;
    const opening = this.#worker === undefined;
    this.#worker ??= crew.idleWorker;
    const worker = this.#worker;
    if (worker === undefined) throw bug('an optimizer was to be given a turn with every worker busy');
    if (opening) crew.enter(worker, this);
    const results = this.#untold ? this.#queue.takeAny() : this.#queue.takeReady();
    if (results) this.#told(results);
    const { asked } = this.#queue;
    const last = leaving && this.#queue.results === 0;
    const open = opening && {
      ...openRequest(this.run, this.#floor, { optimizer, record: this.#record }),
      ...(asked > 0 && { asked }),
      ...(this.#forgotten && { forgotten: true }),
    };
    const snapshot = last || (this.#isRemembered && this.#record.wantsSnapshot);
    const call = new Call(worker, { run: this.run.id });
    this.#turnCall = call;
    try {
      const answer = await crew.call<TurnAnswer>(call, {
        type: 'turn',
        run: this.run.id,
        // What a run that is opened was told is in its record.
        ...(open ? { open } : results && { tell: results.told }),
        ...(!leaving && { propose: this.#askAtOnce }),
        ...(snapshot && { snapshot }),
      });
      this.#turnsLost = 0;
      this.#digestTurn(answer);
      if (last && answer.type === 'turn' && !this.run.ending) this.#depart(answer.snapshot);
    } catch (error) {
      this.#turnLost(error, worker);
    } finally {
      this.#inTurn = false;
      this.#turnCall = undefined;
    }
  }

  /** The optimizer is told these: it will have to hear them again, should it be lost. */
  #told({ told, points }: NonNullable<ReturnType<TrialQueue['takeReady']>>): void {
    for (let i = 0; i < told.values.length; i++) this.#untold?.delete(told.first + i);
    const { asked } = this.#queue;
    // A copy: what is told travels, and the memory with it.
    if (this.#isRemembered) this.#record.add(structuredClone({ told, points, asked }));
    const { state, recorded } = this.#floor;
    const { first, values } = told;
    if (recorded) state.note({ type: 'told', run: this.run.id, first, trials: values.length, asked });
  }

  /** It may have to be brought to life again. */
  get #isRemembered(): boolean {
    return this.#home.crew.losable || this.#floor.recorded;
  }

  #turnLost(error: unknown, worker: number): void {
    const { run } = this;
    if (!(error instanceof LostCall)) {
      run.ending ??= broken(run, error);
      this.#queue.drop();
      return;
    }
    this.evicted();
    if (this.#over) return;
    const reason = { by: 'manager', message: `the worker of run ${run.id} was lost: ${error.message}` };
    const { retries } = this.#floor.policy;
    if (error.how !== 'unbegun' && ++this.#turnsLost > retries) run.ending ??= lostTooOften(this.#turnsLost, error);
    if (run.ending) this.#queue.drop();
    else this.#floor.state.note({ type: 'run-restored', run: run.id, reason });
    this.#home.crew.revive(worker, reason);
  }

  #depart(state: Plain | undefined): void {
    leaveHome(this, this.#home.crew, this.#worker);
    this.#worker = undefined;
    const { evaluated } = this.#queue;
    this.#leave?.({
      record: new RunRecord({ state, trials: evaluated }),
      told: evaluated,
      asked: evaluated,
      owed: [],
      highest: evaluated,
      untold: new Map(),
      place: this.place,
    });
  }

  #digestTurn(answer: TurnAnswer): void {
    const { run } = this;
    run.ending ??= endingOf(run, answer, this.#floor.state.lastFailure);
    if (run.ending || answer.type === 'ended') return;
    if (answer.strayed) {
      run.ending = broken(run, 'it does not repeat itself: it cannot go on elsewhere, since its worker was lost');
      return;
    }
    this.#atBarrier = answer.atBarrier;
    const before = this.#queue.waiting;
    const first = this.#queue.asked + 1;
    this.#forgotten = false;
    if (!this.#queue.ask(answer.proposals)) {
      run.ending = broken(run, 'it does not repeat itself: it asks for other points than before its study was left');
      return;
    }
    for (let trial = first; trial <= this.#queue.asked; trial++) this.#untold?.add(trial);
    if (answer.snapshot !== undefined) this.#keep(answer.snapshot);
    if (this.#leave) {
      this.#stopAsking();
      return;
    }
    const { finish } = this.#following.at(-1)?.place ?? this.place;
    const place = this.#floor.order.arrive(finish, this.#queue.waiting - before, this.#weight);
    if (before === 0) this.place = place;
    else this.#following.push({ first, place });
  }

  #keep(state: Plain): void {
    const outstanding = this.#untold && [...this.#untold].sort((a, b) => a - b);
    const trials = this.#queue.told;
    this.#record.snapshot({ state, trials, outstanding });
    if (this.#floor.recorded)
      this.#floor.state.note({ type: 'snapshot', run: this.run.id, trials, outstanding, state });
  }

  async #evaluate(): Promise<void> {
    const { slots, budget, order, strict } = this.#floor;
    const { messageSize, messageLength } = this.#pool;
    const workMs = messageLength.milliseconds;
    const wanted = strict ? 1 : messageSize.trials(workMs, this.#pool.outstanding / (callsPerWorker * slots.total));
    const reserved = budget.reserve(wanted);
    const dispatch = this.#queue.take(reserved);
    const granted = dispatch.count;
    budget.settle(reserved - granted);
    const worker = this.#pool.vacancy(slots);
    if (worker === undefined) throw bug('a trial was to be dispatched with every worker busy');
    order.serve(this.place);
    this.#goOnInLine();
    const { first, points, wants } = dispatch;
    const rules = this.#pool.rules(false);
    // A copy travels, since threads take the memory along, and the points may have to be sent again.
    const request = {
      type: 'evaluate',
      run: this.run.id,
      first,
      points: points.slice(),
      wants,
      rules,
      // Where trials suddenly take longer, the others of the message shall not wait.
      milliseconds: 2 * workMs,
    } as const;
    let done = 0;
    let settled = 0;
    const take = (trials: TrialBatch) => {
      if (trials.values.length === 0) return;
      done += trials.values.length;
      this.#losses.settled(trials.first, trials.values.length);
      this.#queue.add(trials);
    };
    const call = new Call(worker, {
      run: this.run.id,
      rules,
      onReport: ({ trials }) => {
        if (trials === undefined) return;
        take(trials);
        // What is no longer reserved must be in the books before anything else is dispatched.
        this.#floor.state.record(this.run, trials, { told: false });
        budget.settle(trials.values.length);
        settled += trials.values.length;
        this.#floor.serve();
      },
    });
    this.#inFlight.add(call);
    this.#pool.outstanding += dispatch.count;
    try {
      const answer = await this.#pool.evaluate<EvaluateAnswer>(call, request, slots);
      const { trials, stuck, cancelled } = answer;
      take(trials);
      messageSize.observe(done, answer);
      messageLength.observe(answer.idleMs, answer.busyMs);
      this.#pool.pace.observe(done, answer.busyMs);
      if (done < dispatch.count && !this.run.ending) this.#queue.putBack(rest(dispatch, done));
      const reason = this.run.ending?.reason ?? this.#over;
      if (cancelled && reason) this.#floor.state.cancelled(this.run, 1, reason);
      if (stuck) this.#pool.replace(worker, stuckReason(this.run.id, first + done - 1));
      this.#inFlight.delete(call);
      this.#stopAsking();
      // The workers have their next messages before this one's results are entered in the books, unless those are the end of this run, or must be
      // there before its optimizer is told of them.
      const { policy, recorded } = this.#floor;
      if (policy.consequence === undefined && !recorded) this.#floor.serve();
      this.#floor.state.record(this.run, trials, { told: false });
    } catch (error) {
      this.#inFlight.delete(call);
      this.#lost(error, { dispatch: rest(dispatch, done), call });
    } finally {
      this.#pool.outstanding -= dispatch.count;
      budget.settle(granted - settled);
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

  #lost(error: unknown, { dispatch, call }: { readonly dispatch: Dispatch; readonly call: Call }): void {
    const { run } = this;
    const { first, count } = dispatch;
    if (!(error instanceof LostCall)) {
      const message = `trial ${first} of run ${run.id} could not be evaluated: ${(error as Error).message}`;
      run.ending ??= { status: 'failed', reason: { by: 'manager', message } };
      return;
    }
    // The study is over: its trials are not made again, and nobody needs the worker.
    if (this.#over && error.how !== 'unbegun') this.#losses.abandon(first, error);
    if (this.#over) return;
    this.#pool.revive(call.worker, {
      by: 'manager',
      message: `a worker was lost with trial ${first} of run ${run.id}: ${error.message}`,
    });
    if (count === 0) return;
    if (run.ending) {
      if (error.how !== 'unbegun') this.#floor.state.cancelled(run, 1, run.ending.reason);
    } else if (error.how === 'unbegun') {
      this.#queue.putBack(dispatch);
    } else if (count === 1 || call.rules.reportMs === 0) {
      const verdict = this.#losses.blame(first, error);
      if (count > 1) this.#queue.putBack(rest(dispatch, 1));
      if (verdict) this.#fail(verdict, dispatch);
      else this.#queue.putBack({ ...firstOf(dispatch), alone: true });
    } else {
      this.#losses.suspect(first, count, { lost: error, again: count });
      this.#queue.putBack({ ...dispatch, alone: true });
    }
  }

  /** The first trial of a message ends without a value. */
  #fail(verdict: Verdict, dispatch: Dispatch): void {
    const trials = trialsOf(verdict, firstOf(dispatch).points);
    this.#losses.settled(verdict.trial, 1);
    this.#queue.add(trials);
    this.#floor.state.record(this.run, trials, { told: false });
  }
}
