import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug } from '../errors/glompo-error.js';
import type { InjectAnswer, InjectRequest, TurnAnswer } from '../worker/protocol.js';
import { Call } from './call.js';
import type { Crew } from './crew.js';
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
} from './driver.js';
import type { Place } from './fair-order.js';
import { Injections } from './injections.js';
import type { Injection } from './intervention.js';
import type { LiveRun } from './live-run.js';
import { LostCall, wentElsewhere } from './lost-call.js';
import { QueuePlaces } from './queue-places.js';
import { RunRecord } from './run-record.js';
import { TrialMessages } from './trial-messages.js';
import { TrialQueue } from './trial-queue.js';

/** An optimizer of a killed run may go on computing for so long. */
const computingGraceMs = 1_000;

/**
 * While its last points are under way a run has none that could be served, and others are served meanwhile: so many of their trials (of weight 1) are made up
 * for, at most. A run with long generations would otherwise never get the share of its weight.
 */
const mostOwed = 1000;
/** Asked for at once: a whole generation in most cases. */
const askAtLeast = 64;

/** Trials in a pool: the optimizer proposes in turns that need no slot, each message of trials holds one. */
export class PooledDriver implements Driver {
  readonly run: LiveRun;
  readonly isToBeDecided = true;
  readonly standing = undefined;
  readonly #floor: Floor;
  readonly #home: Home;
  readonly #queue: TrialQueue;
  readonly #weight: number;
  readonly #messages: TrialMessages;
  readonly #injections = new Injections();
  /** What brings the optimizer to life elsewhere. */
  readonly #record: RunRecord;
  /** Ordinals of trials that were asked and not told; kept for optimizers that are told in any order only. */
  readonly #untold: Set<number> | undefined;
  /** What it had asked for where it came from is not known here. */
  #forgotten: boolean;
  #worker: number | undefined;
  #inTurn = false;
  /** The last call to its optimizer. */
  #optimizerCall: Call | undefined;
  /** Turns that were lost since one was answered. */
  #turnsLost = 0;
  /** Why the study is over, if it is: nothing is made again. */
  #over: Reason | undefined;
  #atBarrier = false;
  readonly #places: QueuePlaces;
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
    this.#queue = new TrialQueue(floor.state.space.dimensions, from, more => {
      pool.outstanding += more;
    });
    this.#record = from?.record ?? new RunRecord();
    this.#forgotten = from !== undefined;
    this.#untold = run.resolved.traits.asynchronous ? new Set(from?.owed) : undefined;
    const { weight = 1 } = run.resolved.choice;
    this.#weight = weight;
    this.#places = new QueuePlaces(from?.place ?? floor.order.enter(weight));
    const onSettled = () => this.#stopAsking();
    this.#messages = new TrialMessages(run, floor, { pool, queue: this.#queue, places: this.#places, onSettled });
  }

  get place(): Place {
    return this.#places.now;
  }

  get atRest(): boolean {
    return !this.#inTurn && this.#messages.inFlight === 0;
  }

  get waitsFor(): 'points' | 'proposals' | 'worker' | undefined {
    if (this.#isToRest) return undefined;
    if (this.#queue.waiting > 0) return this.#messages.full ? 'points' : 'worker';
    return this.#inTurn || this.#needsTurn() ? 'proposals' : 'points';
  }

  wants(): 'slot' | 'turn' | undefined {
    if (this.#isToRest) return undefined;
    if (
      this.#needsTurn() &&
      (this.#worker === undefined ? this.#home.crew.idleWorker !== undefined : this.#home.crew.isIdle(this.#worker))
    ) {
      return 'turn';
    }
    // A run that leaves sends no more while something is on its way.
    const mayGo = this.#leave === undefined || this.#messages.inFlight === 0;
    return mayGo && this.#messages.ready ? 'slot' : undefined;
  }

  /** It has ended, or was paused; but one that is to leave does so. */
  get #isToRest(): boolean {
    return this.run.ending !== undefined || (this.run.paused && this.#leave === undefined);
  }

  inject(injection: Injection): void {
    this.#injections.add(injection);
  }

  /** Whatever its next turn brings, nothing depends on the one before. */
  wake(): void {}

  advance(): Promise<void> {
    return this.wants() === 'turn' ? this.#turn() : this.#messages.send();
  }

  cancel(reason: Reason, end: 'run' | 'study'): void {
    if (end === 'study') this.#over = reason;
    this.#queue.drop();
    this.#messages.cancel(reason, end);
    const { graceMs } = this.#floor.policy;
    // An optimizer that computes hears nothing, holds no slot, and others live beside it: it is ended if it never ends.
    const call = this.#optimizerCall;
    if (call && !call.settled && !this.#over) void this.#home.crew.cancel(call, reason, graceMs + computingGraceMs);
  }

  release(reason: Reason): void {
    this.#queue.drop();
    this.#messages.close(reason);
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
    if (this.#leave && this.#messages.inFlight === 0) this.#queue.dropNew();
  }

  get #askAtOnce(): number {
    return Math.max(askAtLeast, 2 * this.#floor.slots.total);
  }

  #needsTurn(): boolean {
    if (this.#inTurn) return false;
    if (this.#leave) return this.#messages.inFlight === 0 && this.#queue.waiting === 0;
    if (this.#injections.waiting && this.#worker !== undefined) return true;
    const { outstanding, ready, waiting, results } = this.#queue;
    if (outstanding === ready) return true;
    if (this.run.resolved.traits.asynchronous && results > 0) return true;
    // Soon enough that points are there when the last ones are dispatched, several in a message.
    return !this.#atBarrier && waiting < this.#askAtOnce / 2;
  }

  async #turn(): Promise<void> {
    const { crew, optimizer } = this.#home;
    const leaving = this.#leave !== undefined;
    if (!leaving && this.#worker !== undefined && this.#injections.waiting) return this.#inject(this.#worker);
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
    this.#optimizerCall = call;
    try {
      const answer = await crew.call<TurnAnswer>(call, {
        type: 'turn',
        run: this.run.id,
        // What a run that is opened was told is in its record.
        ...(open ? { open } : results && { tell: results.told }),
        // One that comes to life and has still to hear of points asks for nothing before.
        ...(!leaving && !(opening && this.#injections.waiting) && { propose: this.#askAtOnce }),
        ...(snapshot && { snapshot }),
      });
      this.#turnsLost = 0;
      this.#digestTurn(answer);
      if (last && answer.type === 'turn' && !this.run.ending) this.#depart(answer.snapshot);
    } catch (error) {
      this.#turnLost(error, worker);
    } finally {
      this.#inTurn = false;
    }
  }

  async #inject(worker: number): Promise<void> {
    this.#inTurn = true;
    try {
      const call = new Call(worker, { run: this.run.id, aside: true });
      this.#optimizerCall = call;
      const post = (request: InjectRequest) => this.#home.crew.call<InjectAnswer>(call, request);
      await this.#injections.tell(this.run, this.#floor.state, { post, keep: state => this.#keep(state) });
    } catch (error) {
      this.#turnLost(error, worker);
    } finally {
      this.#inTurn = false;
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
    const away = wentElsewhere(run, error);
    const { retries } = this.#floor.policy;
    if (error.begun && ++this.#turnsLost > retries) run.ending ??= lostTooOften(this.#turnsLost, error);
    if (run.ending) this.#queue.drop();
    else this.#floor.state.note(away);
    this.#home.crew.revive(worker, away.reason);
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
    const { finish } = this.#places.last;
    const place = this.#floor.order.arrive(finish, this.#queue.waiting - before, this.#weight, mostOwed);
    this.#places.add(place, { first, older: before > 0 });
  }

  #keep(state: Plain): void {
    if (this.run.ending) return;
    const outstanding = this.#untold && [...this.#untold].sort((a, b) => a - b);
    const trials = this.#queue.told;
    this.#record.snapshot({ state, trials, outstanding });
    if (this.#floor.recorded)
      this.#floor.state.note({ type: 'snapshot', run: this.run.id, trials, outstanding, state });
  }
}
