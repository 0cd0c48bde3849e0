import type { Reason } from '../contracts/reason.js';
import type { Sharing, SharingCounts } from '../contracts/sharing.js';
import type { RunStatus } from '../contracts/view.js';
import { decideWhether } from '../errors/decide.js';
import { GlompoError } from '../errors/glompo-error.js';
import { messageOf } from '../worker/load-task.js';
import { type ActionOnRuns, act } from './act.js';
import type { DecisionMemory } from './decision-memory.js';
import { DecisionNotes } from './decision-notes.js';
import type { Decisions } from './decisions.js';
import type { Driver, Floor } from './driver.js';
import { Elastic, elasticMs } from './elastic.js';
import { isPunished } from './failed-trials.js';
import { Hopelessness } from './hopelessness.js';
import { Hunts } from './hunts.js';
import { idleReasons } from './idle-reasons.js';
import { Launcher, type LauncherOptions } from './launcher.js';
import type { LiveRun } from './live-run.js';
import type { LiveRunLimits } from './live-run-limits.js';
import type { RecalledOrder } from './order-memory.js';
import { Shares } from './shares.js';
import { standstill } from './standstill.js';
import { Turns } from './turns.js';

export interface ConductorOptions extends Omit<LauncherOptions, 'state' | 'spawnLimit'> {
  readonly floor: Floor;
  readonly decisions: Decisions;
  /** What the parts remember from an earlier session. */
  readonly memory: DecisionMemory | undefined;
  readonly huntEvery: number;
  /** Undefined: runs do not share points. */
  readonly share: Sharing | undefined;
  createDriver(run: LiveRun): Driver;
  /** May change while the study runs. */
  liveRuns(): LiveRunLimits;
  /** Workers that are not there, though there are slots for them. */
  missingWorkers(): { readonly beingReplaced: number; readonly starting: number };
  /** What a killed run still evaluates is aborted. */
  readonly cancelKilled: boolean;
  /**
   * Ends calls that last too long.
   *
   * @param starved others need what calls keep of which nothing is heard
   * @returns whether runs have to go elsewhere
   */
  watch(starved: boolean): boolean;
  /** Called as soon as it is decided that the study stops. */
  onStop(): void;
  /** Writes down how slot time was spent so far. */
  reportSlotTime(): void;
}

/** How often conditions on time are asked while nothing else happens. */
const tickMs = 50;
/** How often it is written down what slot time was spent on. */
const reportMs = 1000;
/** How often it is looked whether a call lasts too long. */
const watchMs = 20;
/** At the end of a study, what is under way gets this long to answer; after that its workers are ended. */
const stopGraceMs = 250;
/** Schedules a study: begins and ends runs, gives slots to drivers, asks the decisions. It decides nothing itself. */
export class Conductor {
  readonly #options: ConductorOptions;
  readonly #drivers = new Map<LiveRun, Driver>();
  readonly #notes: DecisionNotes;
  readonly #inFlight = new Set<Promise<void>>();
  #stop: Reason | undefined;
  #failure: unknown;
  readonly #launcher: Launcher;
  readonly #hopelessness: Hopelessness;
  readonly #hunts: Hunts;
  readonly #shares: Shares;
  readonly #turns: Turns;
  readonly #elastic: Elastic;
  /** One run more than `from` may be started, since slots idle for want of points. */
  #wanting = false;
  #finished: (() => void) | undefined;

  constructor(options: ConductorOptions) {
    const { floor, decisions, memory, huntEvery, share, cancelKilled } = options;
    this.#options = options;
    this.#hopelessness = new Hopelessness(decisions.selector.choices);
    this.#notes = new DecisionNotes(floor, decisions, memory);
    this.#launcher = new Launcher({ ...options, state: floor.state, spawnLimit: this.#notes.spawnLimit });
    const parts = { floor, decisions, drivers: this.#drivers, notes: this.#notes, memory, cancelKilled };
    this.#hunts = new Hunts(parts, huntEvery, memory?.nextHunt);
    this.#shares = new Shares(share, parts);
    this.#turns = new Turns({ floor, drivers: this.#drivers, liveRuns: () => options.liveRuns().from });
    this.#elastic = new Elastic({ slots: floor.slots, clock: floor.clock, drivers: this.#drivers });
  }

  /** The evaluation at which the next hunt or sharing falls due; a strict study dispatches no more than up to there. */
  get decisionAt(): number {
    return Math.min(this.#hunts.limit, this.#shares.limit);
  }

  /** What came of sharing points; undefined: they are not shared. */
  get sharing(): readonly SharingCounts[] | undefined {
    return this.#shares.counts;
  }

  /** @returns why the study stopped */
  async conduct(): Promise<Reason> {
    const { clock } = this.#options.floor;
    const over = new Promise<void>(resolve => {
      this.#finished = resolve;
    });
    const timers = [
      clock.every(tickMs, () => this.#guard(() => this.#tick())),
      clock.every(reportMs, () => this.#guard(() => this.#stop ?? this.#options.reportSlotTime())),
      clock.every(elasticMs, () => this.#guard(() => this.#stretch())),
      clock.every(watchMs, () => this.#guard(() => this.#watch())),
    ];
    // A study that goes on in the middle of a share stops at once where it shall: its conditions may be others now.
    if (!this.#turns.toDecide) this.#guard(() => this.#check());
    this.pump();
    await over;
    for (const stopTimer of timers) stopTimer();
    if (this.#failure !== undefined) throw this.#failure;
    return this.#stop as Reason;
  }

  stop(reason: Reason): void {
    if (this.#stop) return;
    this.#stop = reason;
    this.#options.onStop();
    for (const driver of this.#drivers.values()) driver.cancel(reason, 'study');
    void this.#settle(reason);
  }

  /** Runs of an earlier session go on. To be called before `conduct`. @param order whose turn it was. Undefined: that is not known */
  resume(drivers: readonly Driver[], order: RecalledOrder | undefined): void {
    const { state, strict } = this.#options.floor;
    for (const driver of drivers) {
      state.resume(driver.run, { by: 'manager', message: 'the study goes on' });
      this.#drivers.set(driver.run, driver);
    }
    if (order && strict) this.#turns.restore(order);
    // Written down with the next decision, whatever that changes: from then on, the order is that of this session's rules.
    this.#notes.change('runs');
  }

  /** Does what somebody wants who watches the study; the next step takes it up. @throws GlompoError `GLOMPO_OPTION` if there is no such run */
  intervene(intervention: ActionOnRuns): void {
    const { started } = this.#options.floor.state.runs;
    const launcher = this.#launcher;
    act(intervention, { drivers: this.#drivers, started, launcher, stop: reason => this.stop(reason) });
  }

  /** Somebody has wanted something: it may have to be decided otherwise now. */
  reconsider(): void {
    this.#turns.reconsider();
    this.pump();
  }

  /** One for each live run. */
  get drivers(): readonly Driver[] {
    return [...this.#drivers.values()];
  }

  /** Another driver goes on with a live run. */
  takeOver(run: LiveRun, driver: Driver): void {
    if (this.#drivers.has(run)) this.#drivers.set(run, driver);
  }

  /** Does all that can be done now. To be called whenever something has changed. */
  pump(): void {
    this.#guard(() => {
      const { floor } = this.#options;
      while (!this.#stop) {
        if (floor.strict && this.#inFlight.size > 0) return;
        if (this.#turns.toDecide) floor.state.events.together(() => this.#decideNow());
        else this.#lookOutOfTurn();
        if (this.#stop) break;
        const driver = this.#turns.next();
        if (driver === undefined) break;
        this.#begin(driver);
      }
      this.#elastic.served();
      this.#explain();
      if (!this.#stop && this.#inFlight.size === 0) this.#standstill();
    });
  }

  #decideNow(): void {
    this.#decide();
    // Where it says that the study stops, it is decided again if that goes on.
    if (!this.#stop) this.#turns.decided();
    this.#writeNotes('in-time');
  }

  /** In the middle of a share: what cannot wait for its end. */
  #lookOutOfTurn(): void {
    const { floor, decisions } = this.#options;
    this.#giveUp();
    if (!this.#stop && (decisions.checker.isTimed || floor.budget.available === 0)) this.#check();
  }

  #writeNotes(when: 'in-time' | 'last'): void {
    const [hunts, shares, turns] = [this.#hunts, this.#shares, this.#turns];
    this.#notes.write(() => ({ nextHunt: hunts.next, sharing: shares.memory, order: turns.memory }), when);
  }

  /** Gives free slots away without deciding anything: the results of the last turns are still to be taken in. */
  serve(): void {
    if (this.#options.floor.strict) return;
    this.#guard(() => {
      for (let driver = this.#turns.next(); driver && !this.#stop; driver = this.#turns.next()) this.#begin(driver);
    });
  }

  /** Says what the slots wait for that are free now. */
  #explain(): void {
    const { floor, missingWorkers } = this.#options;
    if (floor.slots.free === 0) return;
    const over = this.#stop !== undefined || this.#drivers.size === 0;
    floor.slots.explain(idleReasons(floor, { over, drivers: this.#drivers.values(), missing: missingWorkers() }));
  }

  /** Lets one run more be started where slots have idled for want of points. */
  #stretch(): void {
    const { floor, liveRuns } = this.#options;
    const wantsMore = this.#elastic.wantsMore();
    if (!wantsMore || this.#stop || floor.strict || floor.state.live.length >= liveRuns().upTo) return;
    this.#wanting = true;
    this.pump();
    this.#wanting = false;
  }

  /** The evaluations that are left are all reserved, and there are a slot and a run for them. */
  get #starved(): boolean {
    const { floor, liveRuns } = this.#options;
    if (floor.slots.free === 0 || floor.budget.available > 0) return false;
    const isAnyReady = [...this.#drivers.values()].some(({ waitsFor }) => waitsFor === 'worker');
    return isAnyReady || (this.#launcher.nothingToStart === undefined && floor.state.live.length < liveRuns().from);
  }

  #watch(): void {
    if (this.#stop === undefined && this.#options.watch(this.#starved)) this.pump();
  }

  /** Nothing is under way and nothing can begin. */
  #standstill(): void {
    const { floor, missingWorkers } = this.#options;
    const { nothingToStart } = this.#launcher;
    const reason = standstill(floor, { runs: this.#drivers.size, nothingToStart, missing: missingWorkers() });
    if (reason) this.stop(reason);
  }

  #decide(): void {
    this.#punishFailures();
    this.#giveUp();
    if (this.#stop) return;
    this.#buryEnded();
    this.#check();
    if (this.#stop) return;
    if (this.#hunts.holdIfDue()) this.#buryEnded();
    this.#shares.shareIfDue();
    this.#spawn();
  }

  #check(): void {
    const { decisions, floor } = this.#options;
    const { checker } = decisions;
    const isInTurn = !floor.strict || this.#turns.toDecide;
    const reason = this.#notes.ask(
      context => decideWhether('checker', checker, () => checker.test(floor.state, context)),
      isInTurn ? 'in-turn' : 'aside',
    );
    if (reason) this.stop(reason);
  }

  /** Ends runs, or the study, whose trials have failed too often in a row, where that was asked for. */
  #punishFailures(): void {
    const { state, policy } = this.#options.floor;
    const { consequence } = policy;
    if (consequence === undefined) return;
    for (const [run, driver] of this.#drivers) {
      const { longest } = run.streak;
      if (run.ending || !isPunished(run.streak, consequence)) continue;
      const what = longest === 1 ? 'a trial' : `${longest} trials in a row`;
      const message = `${what} of run ${run.id} failed; the last failure: ${state.lastFailure}`;
      if (consequence.action === 'end-study') throw new GlompoError('GLOMPO_TRIALS_FAILED', message);
      const reason = { by: 'failedTrials', message };
      run.ending = { status: 'failed', reason };
      driver.cancel(reason, 'run');
    }
  }

  #giveUp(): void {
    const reason = this.#hopelessness.ofWorkers(this.#options.floor);
    if (reason) this.stop(reason);
  }

  #tick(): void {
    if (!this.#stop && this.#options.decisions.checker.isTimed) this.#check();
  }

  #spawn(): void {
    const { floor, liveRuns, createDriver } = this.#options;
    const launcher = this.#launcher;
    const { from } = liveRuns();
    const wasOver = launcher.over;
    while (floor.budget.available > 0) {
      const free = Math.max(from - floor.state.live.length, this.#wanting || launcher.wanted > 0 ? 1 : 0);
      if (free === 0) break;
      const run = launcher.launch(free);
      // It may have drawn, and taken notes.
      if (run === undefined) this.#notes.change('notes');
      if (run === undefined) break;
      this.#wanting = false;
      this.#notes.change('runs');
      this.#drivers.set(run, createDriver(run));
      this.#elastic.started(run);
    }
    if (launcher.over && !wasOver) this.#notes.change('runs');
  }

  #begin(driver: Driver): void {
    const work = driver.advance().then(
      () => {
        this.#inFlight.delete(work);
        this.#turns.ended(driver);
        this.pump();
      },
      error => {
        this.#inFlight.delete(work);
        this.fail(error);
      },
    );
    this.#inFlight.add(work);
  }

  /** Ends the runs that are to end and have nothing under way. */
  #buryEnded(): void {
    for (const [run, driver] of this.#drivers) {
      if (run.ending && driver.atRest) this.#bury(run, driver, run.ending);
    }
  }

  #bury(run: LiveRun, driver: Driver, { status, reason }: { status: RunStatus; reason: Reason }): void {
    const { floor } = this.#options;
    driver.release(reason);
    this.#drivers.delete(run);
    this.#notes.change('runs');
    const ended = floor.state.end(run, status, reason);
    this.#launcher.ended(ended);
    this.#shares.ended(run, ended);
    const hopeless = this.#hopelessness.ofRuns(run, status === 'failed', { because: reason, state: floor.state });
    if (hopeless) this.stop(hopeless);
  }

  async #settle(reason: Reason): Promise<void> {
    const { clock, policy } = this.#options.floor;
    await clock.atMost(Math.max(stopGraceMs, policy.graceMs), Promise.all(this.#inFlight));
    const { events } = this.#options.floor.state;
    const last = () => {
      this.#buryAll(reason, ({ ending }) => ending !== undefined);
      // Runs that end with their study may go on with it: what is noted of them stays.
      this.#writeNotes('last');
    };
    this.#guard(() => events.together(last));
    this.#buryAll(reason, () => true);
    this.#finished?.();
  }

  #buryAll(reason: Reason, which: (run: LiveRun) => boolean): void {
    for (const [run, driver] of this.#drivers) {
      if (!which(run)) continue;
      try {
        this.#bury(run, driver, run.ending ?? { status: 'stopped', reason });
      } catch (error) {
        // A rule that does not hear of its end keeps no run from having one.
        this.#failure ??= error;
      }
    }
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }

  /** The study breaks down. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.stop({ by: 'manager', message: `the study failed: ${messageOf(error)}` });
  }
}
