import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug } from '../errors/glompo-error.js';
import type { Answer, Report, Request, SnapshotAnswer, TrialBatch, TurnAnswer } from '../worker/protocol.js';
import { Call } from './call.js';
import type { Crew } from './crew.js';
import type { Departure, Driver, Floor, Home } from './driver.js';
import { broken, endingOf, homeless, leaveHome, openRequest, strayedMessage, stuckReason } from './driver.js';
import { type FailureStreak, isPunished, streakAfter } from './failed-trials.js';
import type { Place } from './fair-order.js';
import { Injections } from './injections.js';
import type { Injection } from './intervention.js';
import type { LiveRun } from './live-run.js';
import { LostCall, wentElsewhere } from './lost-call.js';
import { ResidentLosses } from './resident-losses.js';
import { mostTrials, ResidentTurn } from './resident-turn.js';
import { heard, RunRecord } from './run-record.js';
import { Standing, type StandingMemory } from './standing.js';
import { UntoldResults } from './untold-results.js';

/** Trials where the optimizer lives: the run holds a slot for a turn in which it evaluates by itself. */
export class ResidentDriver implements Driver {
  readonly run: LiveRun;
  isToBeDecided = false;
  readonly #floor: Floor;
  readonly #home: Home;
  readonly #standing: Standing;
  readonly #mostTrials: number;
  /** The worker it lives on, from its first turn. */
  #worker: number | undefined;
  /** What brings it to life elsewhere. */
  readonly #record: RunRecord;
  /** The highest ordinal of its trials of which there is a result. */
  #known: number;
  readonly #losses: ResidentLosses;
  readonly #injections = new Injections();
  readonly #untold: UntoldResults;
  /** It is leaving its worker, and has work. */
  #leaving = false;
  /** The worker that it left since others have more time for it. */
  #left: number | undefined;
  /** The last call to its worker. */
  #call: Call | undefined;
  #inTurn = false;
  /** Why the study is over, if it is: nobody goes on anywhere. */
  #over: Reason | undefined;
  /** Its next turn only brings its optimizer to life. */
  #isToWake = false;
  /** Of the trials that it has made; those in the books may be fewer. */
  #streak: FailureStreak;

  constructor(
    run: LiveRun,
    floor: Floor,
    { home, from }: { readonly home: Home; readonly from: Departure | undefined },
  ) {
    this.run = run;
    this.#floor = floor;
    this.#home = home;
    this.#mostTrials = mostTrials(floor.state.space.dimensions);
    this.#streak = run.streak;
    this.#record = from?.record ?? new RunRecord();
    this.#known = from?.told ?? 0;
    this.#untold = new UntoldResults(run, floor.state, from?.untold);
    if (from && run.resolved.traits.asynchronous && from.highest !== from.told) throw homeless(run);
    this.#losses = new ResidentLosses(run, floor);
    const { weight = 1 } = run.resolved.choice;
    const { share, order } = floor;
    const stood = from?.place && { place: from.place, served: 0, left: share, begun: false };
    this.#standing = new Standing(order, { weight, share }, from?.standing ?? stood);
  }

  get place(): Place {
    return this.#standing.place;
  }

  get standing(): StandingMemory {
    return this.#standing.memory;
  }

  get atRest(): boolean {
    return !this.#inTurn;
  }

  get waitsFor(): 'worker' | undefined {
    return (this.#inTurn && !this.#leaving) || this.run.ending || this.run.paused ? undefined : 'worker';
  }

  wants(): 'slot' | 'move' | 'turn' | undefined {
    const { slots, budget, strict } = this.#floor;
    const { ending, paused } = this.run;
    if (this.#inTurn || ending || paused || this.#punished || budget.available === 0) return undefined;
    const { crew } = this.#home;
    const worker = this.#worker;
    const isToHear = this.#injections.waiting || this.#isToWake;
    if (isToHear && (worker !== undefined || (strict && crew.hasVacancy(slots)))) return 'turn';
    // Rather to a worker that has nothing to do than behind another run.
    if (worker !== undefined && this.#shouldMove(worker)) return 'move';
    return (worker === undefined ? crew.hasVacancy(slots, this.#left) : crew.takes(worker, slots)) ? 'slot' : undefined;
  }

  /** It has failed too often in a row, which will be its end, or the study's. */
  get #punished(): boolean {
    return isPunished(this.#streak, this.#floor.policy.consequence);
  }

  advance(): Promise<void> {
    return this.#worker !== undefined && this.#injections.waiting ? this.#inject(this.#worker) : this.#evaluate();
  }

  inject(injection: Injection): void {
    this.#injections.add(injection);
  }

  wake(): void {
    this.#isToWake = true;
  }

  async #inject(worker: number): Promise<void> {
    this.#inTurn = true;
    this.isToBeDecided = false;
    const { state, recorded } = this.#floor;
    try {
      const keep = (snapshot: Plain) => {
        this.#record.snapshot({ state: snapshot, trials: this.#known });
        if (recorded) this.#noteSnapshot(snapshot);
      };
      await this.#injections.tell(this.run, state, { post: request => this.#post(worker, request), keep });
    } catch (error) {
      this.#lost(error, new ResidentTurn(0));
    } finally {
      this.#inTurn = false;
    }
  }

  /** Asks its worker for something that is not a turn. */
  #post<A extends Answer>(worker: number, request: Request): Promise<A> {
    const call = new Call(worker, { run: this.run.id, aside: true });
    this.#call = call;
    return this.#home.crew.call<A>(call, request);
  }

  async #evaluate(): Promise<void> {
    const { slots, budget, state, strict, decisionAt } = this.#floor;
    // No more than a fair part of what is left: the others shall have something to evaluate meanwhile.
    const part = Math.ceil(budget.available / slots.total);
    // Where nothing is said before the answer, only a trial that is alone is known by its loss.
    const suspect = this.#losses.suspects(this.#known) && !this.#home.crew.reports;
    // One that comes to life and has still to hear of points makes no trial before.
    const onlyWakes = this.#worker === undefined && (this.#injections.waiting || this.#isToWake);
    const most = suspect ? 1 : this.#mostTrials;
    const undecided = Math.max(1, decisionAt - state.evaluations);
    const wanted = onlyWakes ? 0 : Math.min(strict ? Math.min(this.#standing.left, undecided) : part, most);
    const granted = budget.reserve(wanted);
    if (!onlyWakes) this.#standing.begin();
    this.#isToWake = false;
    this.isToBeDecided = false;
    this.#inTurn = true;
    const turn = new ResidentTurn(granted);
    try {
      const answer = await this.#turn(turn);
      if (answer === undefined) {
        this.#inTurn = false;
        return;
      }
      if (answer.type === 'ended') throw bug(`run ${this.run.id} was not known to the worker it lived on`);
      this.#remember(answer.trials, turn);
      this.#keep(answer);
      const goesOn = answer.stop === undefined && answer.failure === undefined;
      if (goesOn && onlyWakes) {
        this.#inTurn = false;
      } else if (goesOn && !strict) {
        // The workers have their next turns before this one's results are taken in.
        this.#standing.endTurn();
        const worker = this.#worker;
        const leaving = worker !== undefined && this.#fallsBehind(worker, turn.made) ? this.#leave(worker) : undefined;
        if (leaving) this.#left = worker;
        this.#inTurn = leaving !== undefined;
        this.#floor.serve();
        this.#takeIn(answer, turn);
        if (leaving) {
          this.#leaving = true;
          await leaving;
          this.#inTurn = false;
        }
      } else {
        this.#takeIn(answer, turn);
        if (!goesOn) this.run.ending ??= endingOf(this.run, answer, this.#floor.state.lastFailure);
        this.#endShare(turn);
        this.#inTurn = false;
      }
    } catch (error) {
      this.#inTurn = false;
      this.#lost(error, turn);
    } finally {
      this.#leaving = false;
      budget.settle(granted - turn.settled);
    }
  }

  cancel(reason: Reason, end: 'run' | 'study'): void {
    const call = this.#call;
    if (end === 'study') this.#over = reason;
    if (call === undefined || call.settled) return;
    const { crew } = this.#home;
    if (this.#over) call.abort(reason);
    // Trials that keep the thread hear nothing before the turn is over.
    else void crew.cancel(call, reason, this.#floor.policy.graceMs + crew.turnLength.milliseconds);
  }

  release(reason: Reason): void {
    if (this.#call?.evaluates && this.#call.underWay) this.#losses.cancel(this.#known + 1, reason);
    this.#losses.close();
    this.#standing.leave();
    leaveHome(this, this.#home.crew, this.#worker);
    this.#worker = undefined;
  }

  evicted(): void {
    this.#worker = undefined;
  }

  /** @returns undefined: there was none after all */
  async #turn(turn: ResidentTurn): Promise<TurnAnswer | undefined> {
    const { crew, optimizer } = this.#home;
    const { slots, watchValue, policy } = this.#floor;
    let worker = this.#worker;
    if (worker !== undefined && this.#shouldMove(worker)) {
      const reserved = await this.#move(worker);
      worker = reserved.worker;
      // Only now, right before it is called: another run would take the place.
      reserved.free();
      // Meanwhile it may have been killed, or the slots may have been made fewer.
      if (this.run.ending || this.#over || !crew.takes(worker, slots)) return undefined;
    }
    const opening = this.#worker === undefined;
    if (opening) {
      worker ??= crew.vacancy(slots, this.#left);
      if (worker === undefined) throw bug('a run was to be placed with every worker busy');
    }
    if (opening) crew.enter(worker as number, this);
    this.#worker = worker;
    this.#left = undefined;
    const rules = crew.rules(this.#losses.suspects(this.#known));
    const { verdicts } = this.#losses;
    const trials = {
      count: turn.granted,
      milliseconds: crew.turnLength.milliseconds,
      watchValue,
      ...(policy.consequence && { failures: { inARow: policy.consequence.inARow, failed: this.#streak.now } }),
      rules,
      ...(verdicts.length > 0 && { verdicts }),
      ...(this.#untold.left > 0 && { known: this.#untold.told() }),
    };
    const request = {
      type: 'turn',
      run: this.run.id,
      ...(opening && { open: openRequest(this.run, this.#floor, { optimizer, record: this.#record }) }),
      trials,
      ...(this.#shouldSnapshot() && { snapshot: true }),
    } as const;
    const onReport = (report: Report) => this.#hear(report, turn);
    const call = new Call(worker as number, { run: this.run.id, rules, onReport });
    turn.call = call;
    this.#call = call;
    return crew.evaluate<TurnAnswer>(call, request, slots);
  }

  #shouldSnapshot(): boolean {
    // What an asynchronous optimizer asks depends on when it is told: it may not repeat itself.
    return this.#isRemembered && (this.#record.wantsSnapshot || this.run.resolved.traits.asynchronous);
  }

  /** It may have to be brought to life again. */
  get #isRemembered(): boolean {
    return this.#home.crew.losable || this.#floor.recorded;
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
    const answer = await this.#post<SnapshotAnswer>(worker, { type: 'snapshot', run: this.run.id });
    if (answer.type === 'ended') throw bug(`run ${this.run.id} was not known to the worker it should leave`);
    this.#record.snapshot({ state: answer.state, trials: this.#known });
    crew.forget(worker, this.run.id);
    crew.leave(worker, this);
    this.#worker = undefined;
  }

  /** Whether all runs on its worker are behind those on others: too many live there. */
  #fallsBehind(worker: number, trials: number): boolean {
    const latest = this.#home.crew.latestStart(worker);
    return latest !== undefined && this.#standing.isFarBehind(latest, trials);
  }

  /** All of the turn is in the books: where one thing happens at a time, its share goes on, or is over, whatever has cut the turn short. */
  #endShare({ lastValue }: ResidentTurn): void {
    const { run } = this;
    const { strict, state, decisionAt, watchValue } = this.#floor;
    if (strict) this.#standing.endShareIfOver(state.evaluations >= decisionAt);
    else this.#standing.endTurn();
    const watched = lastValue <= watchValue;
    this.isToBeDecided = !this.#standing.begun || watched || this.#punished || run.ending !== undefined;
  }

  /** What its worker says in the middle of a turn. */
  #hear({ trials }: Report, turn: ResidentTurn): void {
    if (trials === undefined) return;
    this.#remember(trials, turn);
    const count = trials.values.length;
    this.#untold.enter(trials);
    turn.settled += count;
    this.#floor.budget.settle(count);
  }

  /** From now on it is known how these trials ended: they are not made again, whatever happens. */
  #remember(trials: TrialBatch | undefined, turn: ResidentTurn): void {
    if (trials === undefined || trials.values.length === 0) return;
    const count = trials.values.length;
    turn.made += count;
    turn.lastValue = trials.values[count - 1] as number;
    this.#known = trials.first + count - 1;
    this.#standing.made(count);
    this.#streak = streakAfter(this.#streak, trials);
    this.#losses.settled(trials.first, count);
    if (this.#isRemembered) this.#record.add(heard(trials));
  }

  /** What an answer says beside its trials. */
  #keep({ snapshot, stuck, strayed }: Extract<TurnAnswer, { type: 'turn' }>): void {
    const { run } = this;
    if (snapshot !== undefined) this.#record.snapshot({ state: snapshot, trials: this.#known });
    if (strayed) {
      this.#losses.forget();
      this.#floor.state.note({ type: 'warning', message: strayedMessage(run) });
    }
    if (stuck && this.#worker !== undefined) this.#home.crew.replace(this.#worker, stuckReason(run.id, this.#known));
  }

  #noteSnapshot(state: Plain): void {
    if (this.run.ending) return;
    const { id: run } = this.run;
    this.#floor.state.note({ type: 'snapshot', run, trials: this.#known, outstanding: undefined, state });
  }

  #takeIn(answer: Extract<TurnAnswer, { type: 'turn' }>, turn: ResidentTurn): void {
    const { crew } = this.#home;
    if (answer.trials) this.#untold.enter(answer.trials);
    const { snapshot } = answer;
    if (this.#floor.recorded && snapshot !== undefined) this.#noteSnapshot(snapshot);
    const reason = this.run.ending?.reason ?? this.#over;
    if (answer.cancelled && reason) this.#losses.cancel(this.#known + 1, reason);
    crew.turnLength.observe(answer.idleMs, answer.busyMs);
    crew.pace.observe(turn.made, answer.busyMs - (answer.optimizerMs ?? 0));
  }

  #lost(error: unknown, turn: ResidentTurn): void {
    const { run } = this;
    if (!(error instanceof LostCall)) {
      run.ending ??= broken(run, error);
      this.isToBeDecided = true;
      return;
    }
    const worker = turn.call?.worker ?? this.#worker;
    const isTrial = turn.call !== undefined && error.begun;
    this.#worker = undefined;
    if (this.#over) {
      if (isTrial) this.#losses.abandon(this.#known + 1, error);
      return;
    }
    const away = wentElsewhere(run, error);
    if (run.ending) {
      if (isTrial) this.#losses.cancel(this.#known + 1, run.ending.reason);
    } else {
      if (error.begun) this.#losses.blame(error, this.#known, turn);
      if (!run.ending) this.#floor.state.note(away);
    }
    this.isToBeDecided = run.ending !== undefined;
    if (worker !== undefined) this.#home.crew.revive(worker, away.reason);
  }
}
