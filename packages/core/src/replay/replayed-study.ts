import type { Checker, ConditionContext, Hunter } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { RunStatus } from '../contracts/view.js';
import { decideWhether } from '../errors/decide.js';
import { Due } from '../manager/due.js';
import type { EventOf } from '../manager/events.js';
import { hunt } from '../manager/hunt.js';
import { LiveRun } from '../manager/live-run.js';
import { type Lookback, lookbackOf, windowsFor } from '../manager/lookback.js';
import type { StudyPlan } from '../manager/plan.js';
import { rowsOf } from '../manager/trial-batches.js';
import { decisionRandom } from '../random/streams.js';
import { searchSpace } from '../space/search-space.js';
import type { TrialBatch } from '../worker/protocol.js';
import type { Alternative } from './alternative.js';
import { Fates } from './fates.js';
import { recordedChoice } from './recorded-choice.js';
import { ReplayedStarts } from './replayed-starts.js';
import { type RecordClock, ReplayedState } from './replayed-state.js';
import type { RecordedMoment, ReplayedAlternative } from './report.js';

interface ReplayOptions {
  readonly started: EventOf<'study-started'>;
  readonly clock: Readonly<RecordClock>;
  /** Of the selector, if there is another one. */
  readonly plan: StudyPlan | undefined;
}

/**
 * A recorded study under other decisions. Its books are the manager's own, and what decides is asked in the manager's order: what has ended is buried, then checkers are
 * asked, then hunters, then who starts runs.
 */
export class ReplayedStudy {
  readonly #alternative: Alternative;
  readonly #clock: Readonly<RecordClock>;
  readonly #state: ReplayedState;
  readonly #runs = new Map<number, LiveRun>();
  /** Runs that have been killed while, with several slots, a batch of theirs was under way: it counts, as it does for the manager. */
  readonly #underWay = new Set<number>();
  readonly #fates = new Fates();
  readonly #starts: ReplayedStarts;
  readonly #hunters: Hunter | undefined;
  readonly #forHunters: Omit<ConditionContext, 'memory'>;
  readonly #checker: Checker | undefined;
  readonly #forCheckers: ConditionContext;
  readonly #lookback: Lookback;
  #due: Due;
  #recordedEvery: number;
  #hunts = 0;
  /** Something has happened since what decides was last asked. */
  #pending = false;
  #stopped: ReplayedAlternative['stopped'];

  constructor(alternative: Alternative, { started, clock, plan }: ReplayOptions) {
    const { hunters, huntEvery, stop, spawnUntil } = alternative;
    const { seed, parameters, spare } = started;
    this.#alternative = alternative;
    this.#clock = clock;
    this.#state = new ReplayedState(searchSpace(parameters), clock, { spare, stop });
    this.#hunters = hunters === 'none' ? undefined : hunters;
    this.#checker = stop;
    this.#lookback = lookbackOf(this.#hunters, stop, spawnUntil);
    this.#forHunters = { random: decisionRandom(seed, 'hunters'), common: new Map<string, Plain>() };
    const notes = new Map<string, Plain>();
    this.#forCheckers = { random: decisionRandom(seed, 'checkers'), memory: notes, common: notes };
    const [random, startRandom] = [decisionRandom(seed, 'selector'), decisionRandom(seed, 'startPoints')];
    this.#starts = new ReplayedStarts({ plan, spawnUntil, random, startRandom });
    this.#due = new Due(huntEvery ?? started.huntEvery);
    this.#recordedEvery = started.huntEvery;
  }

  get name(): string {
    return this.#alternative.name;
  }
  /** It has stopped, or would have started another run than the record: what comes is not its own. */
  get over(): boolean {
    return this.#stopped !== undefined || this.#starts.differ;
  }

  /** Another session of the record begins. */
  goesOn({ huntEvery }: EventOf<'study-started'>): void {
    this.#recordedEvery = huntEvery;
    if (this.#alternative.huntEvery === undefined) this.#due = new Due(huntEvery, this.#due.next);
  }

  /** @param free how many more runs may be alive where the record stands */
  begin(event: EventOf<'run-started'>, limit: number): void {
    this.#decide();
    if (this.over) return;
    const state = this.#state;
    const at = this.#moment();
    const { run, point, spread, reason, origin } = event;
    const refusal = this.#starts.refusal(state, at);
    if (refusal) {
      this.#fates.add({ run, verdict: 'not-started', at, trials: 0, reason: refusal });
      return;
    }
    const free = Math.max(1, limit - state.live.length);
    const chosen = this.#starts.chosen(event, { view: state, free, at });
    if (this.over) return;
    const start = {
      point,
      ...(spread && { spread }),
      ...(reason && { reason }),
      ...(origin !== undefined && { origin }),
    };
    const live = new LiveRun(run, recordedChoice(event), {
      start,
      ...(chosen && { chosen }),
      startedAt: state.evaluations,
      ...windowsFor(this.#lookback, state.space),
    });
    this.#runs.set(run, live);
    state.begin(live);
  }

  /** Asks what decides, if something has happened since it was last asked. */
  decide(): void {
    this.#decide();
  }

  record({ run, trials, told, evaluations }: EventOf<'trials'>): void {
    const { length } = trials.values;
    let from = 0;
    for (let live = this.#going(run); live && from < length && !this.over; live = this.#runs.get(run)) {
      const to = from + this.#fitting(trials, from);
      const isWhole = from === 0 && to === length;
      this.#state.record(live, isWhole ? trials : rowsOf(trials, from, to), { told });
      this.#pending = true;
      from = to;
      if (from < length) this.#decide({ evaluations: evaluations - length + to, seconds: this.#clock.seconds });
    }
    if (from < length && !this.over) this.#fates.more(run, length - from);
  }

  /** Trials of the run ended without counting. */
  unfinished(run: number, how: 'lost' | 'cancelled', trials: number): void {
    const live = this.#runs.get(run);
    if (live === undefined || this.over) return;
    if (how === 'cancelled') this.#state.cancelled(live, trials, endOfRecord);
    else this.#state.lost(live, { first: 1, trials, cause: '', next: 'lost' });
  }

  pause(run: number, paused: boolean): void {
    this.#decide();
    const live = this.#runs.get(run);
    if (live) live.paused = paused;
  }

  /** A run has ended in the record, otherwise than with its study. */
  end({ run, status, reason }: EventOf<'run-ended'>): void {
    const isKill = status === 'killed' && !isOfUser(reason) && this.#alternative.hunters !== undefined;
    if (isKill) this.#decide();
    if (this.over) return;
    const live = this.#runs.get(run);
    if (live === undefined) {
      if (isKill) this.#fates.killedInRecord(run);
      return;
    }
    if (live.ending) {
      if (isKill) this.#fates.killedInRecord(run);
      this.#bury(live, live.ending.status, live.ending.reason);
      this.#pending = true;
    } else if (isKill) {
      this.#fates.add({ run, verdict: 'spared', at: this.#moment(), trials: live.trials, reason });
      // Nothing more is known of it: it is in no view any more, and counts neither as killed nor as converged.
      this.#bury(live, 'stopped', endOfRecord);
    } else {
      this.#bury(live, status, reason);
      this.#pending = true;
    }
  }

  /** The record has found a better point. */
  incumbent({ found }: EventOf<'incumbent'>): void {
    if (!this.over) this.#fates.incumbent(found);
  }

  /** The study stops in the record, or the record ends: no hunt is held any more. */
  leave(): void {
    if (this.#pending && !this.over) this.#check(this.#moment());
    this.#pending = false;
  }

  close(): ReplayedAlternative {
    this.leave();
    return {
      name: this.name,
      evaluations: this.#state.evaluations,
      best: this.#state.incumbent,
      hunts: this.#hunts,
      ...this.#fates.close(),
      ...this.#starts.close(),
      stopped: this.#stopped,
    };
  }

  /** The run, if its next batch counts. */
  #going(run: number): LiveRun | undefined {
    const live = this.#runs.get(run);
    if (live?.ending === undefined || this.#underWay.delete(run)) return live;
    this.#bury(live, live.ending.status, live.ending.reason);
    return undefined;
  }

  /** How many trials, from this one, come before something is to be decided. */
  #fitting({ values }: TrialBatch, from: number): number {
    const state = this.#state;
    let most = values.length - from;
    if (this.#hunters && this.#huntsCut) most = Math.min(most, this.#due.next - state.evaluations);
    if (this.#checker) {
      const { watchValue = Number.NEGATIVE_INFINITY } = this.#checker;
      most = Math.min(most, this.#checker.remaining?.(state) ?? most);
      if (watchValue > Number.NEGATIVE_INFINITY) {
        const at = values.subarray(from, from + most).findIndex(value => value <= watchValue);
        if (at >= 0) most = at + 1;
      }
    }
    return Math.max(1, Math.floor(most));
  }

  /** Batches are cut where a hunt falls due, as the manager of one slot does; with several slots hunts wait for a batch's end. */
  get #huntsCut(): boolean {
    return this.#clock.slots === 1 || (this.#alternative.huntEvery ?? this.#recordedEvery) !== this.#recordedEvery;
  }

  #decide(at: RecordedMoment = this.#moment()): void {
    if (!this.#pending || this.over) return;
    this.#pending = false;
    this.#check(at);
    if (!this.over) this.#hunt(at);
  }

  #check(at: RecordedMoment): void {
    const checker = this.#checker;
    if (checker === undefined) return;
    const reason = decideWhether('checker', checker, () => checker.test(this.#state, this.#forCheckers));
    if (reason) this.#stopped = { at, reason };
  }

  #hunt(at: RecordedMoment): void {
    if (!this.#due.take(this.#state.evaluations) || this.#hunters === undefined) return;
    this.#hunts++;
    const kills = hunt(this.#state, this.#hunters, this.#forHunters).filter(({ victim, reason }) => {
      const isSpared = this.#state.regret.draw(this.#forHunters.random);
      if (isSpared) this.#state.spare(victim, reason);
      else victim.ending = { status: 'killed', reason };
      return !isSpared;
    });
    for (const { victim, reason } of kills) {
      this.#fates.add({ run: victim.id, verdict: 'killed', at, trials: victim.trials, reason });
      if (this.#clock.slots === 1) this.#bury(victim, 'killed', reason);
      else this.#underWay.add(victim.id);
    }
  }

  #bury(run: LiveRun, status: RunStatus, reason: Reason): void {
    this.#runs.delete(run.id);
    this.#starts.ended(this.#state.end(run, status, reason), this.#state);
  }

  #moment(): RecordedMoment {
    const { evaluations, seconds } = this.#clock;
    return { evaluations, seconds };
  }
}

const endOfRecord: Reason = { by: 'replay', message: 'the record says no more about it' };

/** Somebody who watched the study ended it. */
function isOfUser({ by }: Reason): boolean {
  return by === 'user';
}
