import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import type { SnapshotAnswer, TrialBatch, TurnAnswer } from '../worker/protocol.js';
import type { Crew } from './crew.js';
import type { Departure, Driver, Floor, Home } from './driver.js';
import { endingOf, ignoreLoss, leaveHome, lostOrBroken, openRequest } from './driver.js';
import type { Place } from './fair-order.js';
import type { LiveRun } from './live-run.js';

/** No turn brings more than this, so that kills and hunts stay prompt and messages small. */
const mostPoints = 8000;
const mostBytes = 1 << 20;
/** So many of its turns may a run be behind the others before it looks for another worker. */
const tolerableLag = 2;
/** So many of its turns is it still owed; more are forgotten, since they were lost by one long evaluation. */
const mostArrears = 4;

/** Trials where the optimizer lives: the run holds a slot for a turn in which it evaluates by itself. */
export class ResidentDriver implements Driver {
  readonly run: LiveRun;
  place: Place;
  interrupted = false;
  readonly #floor: Floor;
  readonly #home: Home;
  readonly #weight: number;
  readonly #mostTrials: number;
  /** The worker it lives on, from its first turn. */
  #worker: number | undefined;
  /** Where it stood when it left its last worker. */
  #state: Plain | undefined;
  /** The highest ordinal of its trials. */
  #trials: number;
  /** It is leaving its worker, and has work. */
  #leaving = false;
  /** The worker that it left since others have more time for it. */
  #left: number | undefined;
  readonly #abort = new AbortController();
  #inTurn = false;
  /** Trials made since it had its place in the queue. */
  #served = 0;
  /** Strict: trials left of its share. */
  #shareLeft: number;

  constructor(
    run: LiveRun,
    floor: Floor,
    { home, from }: { readonly home: Home; readonly from: Departure | undefined },
  ) {
    this.run = run;
    this.#floor = floor;
    this.#home = home;
    this.#weight = run.resolved.choice.weight ?? 1;
    this.#mostTrials = Math.max(1, Math.min(mostPoints, Math.floor(mostBytes / 8 / floor.state.space.dimensions)));
    this.#shareLeft = floor.share;
    this.#state = from?.state;
    this.#trials = from?.trials ?? 0;
    this.place = from?.place ?? floor.order.enter(this.#weight);
  }

  get atRest(): boolean {
    return !this.#inTurn;
  }

  get waitsFor(): 'worker' | undefined {
    return (this.#inTurn && !this.#leaving) || this.run.ending ? undefined : 'worker';
  }

  wants(): 'slot' | 'move' | undefined {
    const { slots, budget } = this.#floor;
    if (this.#inTurn || this.run.ending || budget.available === 0) return undefined;
    const { crew } = this.#home;
    const worker = this.#worker;
    // Rather to a worker that has nothing to do than behind another run.
    if (worker !== undefined && this.#shouldMove(worker)) return 'move';
    return (worker === undefined ? crew.hasVacancy(slots, this.#left) : crew.takes(worker, slots)) ? 'slot' : undefined;
  }

  async advance(): Promise<void> {
    const { slots, budget, order, strict } = this.#floor;
    // No more than a fair part of what is left: the others shall have something to evaluate meanwhile.
    const part = Math.ceil(budget.available / slots.total);
    const granted = budget.reserve(
      strict
        ? Math.min(this.#shareLeft, this.#mostTrials, this.#floor.beforeNextDecision)
        : Math.min(part, this.#mostTrials),
    );
    order.serve(this.place);
    this.#inTurn = true;
    try {
      const answer = await this.#turn(granted);
      if (answer.type === 'turn' && answer.stop === undefined && answer.failure === undefined) {
        // The workers have their next turns before this one's results are taken in.
        this.#goOn(answer.trials, granted);
        const worker = this.#worker as number;
        const leaving = this.#fallsBehind(worker, answer.trials?.values.length ?? 0) ? this.#leave(worker) : undefined;
        if (leaving) this.#left = worker;
        this.#inTurn = leaving !== undefined;
        this.#floor.serve();
        this.#takeIn(answer);
        if (leaving) {
          this.#leaving = true;
          await leaving;
          this.#inTurn = false;
        }
      } else {
        this.#takeIn(answer);
        this.run.ending ??= endingOf(this.run, answer, this.#floor.state.lastFailure);
        this.#goOn(answer.type === 'turn' ? answer.trials : undefined, granted);
      }
    } catch (error) {
      this.#inTurn = false;
      await this.#lost(error);
    } finally {
      this.#leaving = false;
      budget.settle(granted);
    }
  }

  async #turn(granted: number): Promise<TurnAnswer> {
    const { crew, optimizer } = this.#home;
    const { slots, watchValue } = this.#floor;
    let worker = this.#worker;
    if (worker !== undefined && this.#shouldMove(worker)) {
      const reserved = await this.#move(worker);
      worker = reserved.worker;
      // Only now, right before it is called: another run would take the place.
      reserved.free();
    }
    const opening = this.#worker === undefined;
    if (worker === undefined) {
      worker = crew.vacancy(slots, this.#left);
      if (worker === undefined) throw bug('a run was to be placed with every worker busy');
    }
    if (opening) crew.enter(worker, this);
    this.#worker = worker;
    this.#left = undefined;
    const trials = {
      count: granted,
      milliseconds: crew.turnLength.milliseconds,
      ...(watchValue !== undefined && { watchValue }),
    };
    const open = opening && {
      open: openRequest(this.run, this.#floor, { optimizer, from: { state: this.#state, trials: this.#trials } }),
    };
    const request = { type: 'turn', run: this.run.id, ...open, trials } as const;
    return crew.evaluate<TurnAnswer>(worker, request, { slots, signal: this.#abort.signal });
  }

  #shouldMove(worker: number): boolean {
    return this.#floor.slots.free > 0 && !this.#home.crew.isIdle(worker) && this.#home.crew.mayMove(worker);
  }

  /** Leaves a worker that is busy with another run, for an idle one, to go on there where it stood. @returns the idle one, reserved */
  async #move(worker: number): Promise<ReturnType<Crew['reserveIdle']>> {
    const reserved = this.#home.crew.reserveIdle(this.#floor.slots);
    try {
      await this.#leave(worker);
      return reserved;
    } catch (error) {
      reserved.free();
      throw error;
    }
  }

  /** Leaves its worker, to go on where it stood wherever there is room. */
  async #leave(worker: number): Promise<void> {
    const { crew } = this.#home;
    const answer = (await crew.post(worker, { type: 'snapshot', run: this.run.id })) as SnapshotAnswer;
    if (answer.type === 'ended') throw bug(`run ${this.run.id} was not known to the worker it should leave`);
    this.#state = answer.state;
    crew.post(worker, { type: 'close', run: this.run.id }).catch(ignoreLoss);
    crew.leave(worker, this);
    this.#worker = undefined;
  }

  /** Whether all runs on its worker are behind those on others: too many live there. */
  #fallsBehind(worker: number, trials: number): boolean {
    const { order, strict } = this.#floor;
    const latest = this.#home.crew.latestStart(worker);
    return !strict && latest !== undefined && order.lag(latest) > (tolerableLag * trials) / this.#weight;
  }

  cancel(reason: Reason): void {
    this.#abort.abort(reason);
  }

  release(): void {
    this.#floor.order.leave(this.place.finish + this.#served / this.#weight);
    leaveHome(this, this.#home.crew, this.#worker);
    this.#worker = undefined;
  }

  /** Takes its place in the queue for its next turn. */
  #goOn(trials: TrialBatch | undefined, granted: number): void {
    const { run } = this;
    const floor = this.#floor;
    const count = trials?.values.length ?? 0;
    this.#inTurn = false;
    if (trials) this.#trials = Math.max(this.#trials, trials.first + count - 1);
    this.#shareLeft -= count;
    this.#served += count;
    const watched =
      floor.watchValue !== undefined && count > 0 && (trials?.values[count - 1] as number) <= floor.watchValue;
    this.interrupted = floor.strict && count < granted && !run.ending && !watched;
    if (this.interrupted) return;
    if (this.#shareLeft <= 0) this.#shareLeft = floor.share;
    const served = this.#served / this.#weight;
    this.place = floor.order.arrive(
      this.place.finish + served,
      0,
      this.#weight,
      floor.strict ? 0 : mostArrears * served,
    );
    this.#served = 0;
  }

  #takeIn(answer: TurnAnswer): void {
    if (answer.type === 'ended') return;
    if (answer.trials) this.#floor.state.record(this.run, answer.trials);
    this.#home.crew.turnLength.observe(answer.idleMs, answer.busyMs);
  }

  async #lost(error: unknown): Promise<void> {
    const { run } = this;
    this.interrupted = false;
    const ending = lostOrBroken(run, error);
    run.ending ??= ending;
    if (GlompoError.is(error, 'GLOMPO_WORKER_LOST') && this.#worker !== undefined)
      await this.#home.crew.revive(this.#worker, ending.reason);
  }
}
