import type { Parameter } from '../contracts/parameter.js';
import type { Reason } from '../contracts/reason.js';
import { GlompoError } from '../errors/glompo-error.js';
import { messageOf, stackOf } from '../worker/load-task.js';
import type { CodeReference, OpenRun, TrialBatch, TurnAnswer } from '../worker/protocol.js';
import type { Budget } from './budget.js';
import type { Clock } from './clock.js';
import type { Crew } from './crew.js';
import type { FairOrder, Place } from './fair-order.js';
import type { Injection } from './intervention.js';
import type { LiveRun } from './live-run.js';
import type { LostCall } from './lost-call.js';
import type { Resident } from './residents.js';
import type { RunRecord } from './run-record.js';
import type { IdleReason } from './slot-time.js';
import type { SlotLedger } from './slots.js';
import type { StandingMemory } from './standing.js';
import type { StudyState } from './study-state.js';
import type { TrialPolicy } from './trial-policy.js';

/** What a driver works with. */
export interface Floor {
  readonly state: StudyState;
  readonly slots: SlotLedger;
  readonly budget: Budget;
  readonly order: FairOrder;
  readonly clock: Clock;
  readonly seed: number;
  /** One thing happens at a time, in an order that depends on trials only: a seed repeats the study. */
  readonly strict: boolean;
  /** Strict: how many trials of a run are one share, and the evaluation that is not passed before something is decided. */
  readonly share: number;
  readonly decisionAt: number;
  /** A turn ends with a value at or below this one; −Infinity: nobody watches for any. */
  readonly watchValue: number;
  readonly policy: TrialPolicy;
  /** All that it takes to go on from it is in the study's events. */
  readonly recorded: boolean;
  /** Gives free slots away at once, before anything is taken in or decided. */
  serve(): void;
  /** Why no slot may be given away now; undefined: they may. */
  readonly held: IdleReason | undefined;
}

/** Advances one run: gives it turns or trials. One implementation for each way in which trials can run. */
export interface Driver extends Resident {
  readonly run: LiveRun;
  /**
   * What it could do now: work that needs a slot, such work on another worker than the one it lives on, a turn of its optimizer that needs
   * none, or nothing.
   */
  wants(): 'slot' | 'move' | 'turn' | undefined;
  /** Does it; resolves when the results are in the books. Never rejects for what a task or an optimizer does. */
  advance(): Promise<void>;
  /** Its optimizer shall hear of a point, before its next turn. */
  inject(injection: Injection): void;
  /** Strict: what it did last is to be decided about: its share is over, or something has happened in it. */
  readonly isToBeDecided: boolean;
  /** Strict: how it stands in the order. Undefined: that is not to be remembered. */
  readonly standing: StandingMemory | undefined;
  /** Its next turn only brings its optimizer to life: whether that has stopped is not known. */
  wake(): void;
  /** Nothing of it is under way: it may be ended. */
  readonly atRest: boolean;
  /** What keeps it from using a free slot; undefined: nothing, or it is to end. */
  readonly waitsFor: 'points' | 'proposals' | 'worker' | undefined;
  /**
   * Aborts what is under way: of a run that is to end, and whoever does not answer in time is ended; or since the whole study is over, and so
   * are its workers.
   */
  cancel(reason: Reason, end: 'run' | 'study'): void;
  /** Forgets the run where it lives; what is still under way is not made. */
  release(reason: Reason): void;
}

/** Where a run stood when it was let go of, by its driver or with its whole study. */
export interface Departure {
  /** What brings its optimizer to life. */
  readonly record: RunRecord;
  /** Trials that it was told, and had asked for when it was last told some; the ordinals of those that it had asked for and was not told. */
  readonly told: number;
  readonly asked: number;
  readonly owed: readonly number[];
  /** The highest ordinal of which there is a result. */
  readonly highest: number;
  /** Results that it was not told, by ordinal. */
  readonly untold: ReadonlyMap<number, TrialBatch>;
  /** Absent: a new one. */
  readonly place?: Place;
  /** Absent: it has none, or that is not known. */
  readonly standing?: StandingMemory;
}

/** Where a run's optimizer lives. */
export interface Home {
  readonly crew: Crew;
  readonly optimizer: CodeReference;
}

/** The message that brings a run to life, at its start or from a state. */
export function openRequest(
  run: LiveRun,
  floor: Floor,
  { optimizer, record }: { readonly optimizer: CodeReference; readonly record: RunRecord },
): OpenRun {
  return {
    optimizer,
    // A copy travels, since threads take typed arrays along, and other runs need them, too.
    options: structuredClone(run.resolved.descriptor.options),
    parameters: floor.state.space.parameters as readonly Parameter[],
    seed: floor.seed,
    start: run.start.point.slice(),
    spread: run.start.spread?.slice(),
    ...record.reopening(),
  };
}

/** The end of a run whose optimizer cannot go on. */
function brokeDown(run: LiveRun, message: string, stack?: string): NonNullable<LiveRun['ending']> {
  const reason = { by: run.optimizer.name, message: `the optimizer broke down: ${message}` };
  return { status: 'failed', reason: stack === undefined ? reason : { ...reason, data: { stack } } };
}

/** The end of a run whose turn was refused by its worker. */
export function broken(run: LiveRun, error: unknown): NonNullable<LiveRun['ending']> {
  return brokeDown(run, messageOf(error), stackOf(error));
}

/** Why a worker is ended where something goes on that should have ended. */
export function stuckReason(run: number, trial: number): Reason {
  return { by: 'manager', message: `trial ${trial} of run ${run} did not end when it was aborted` };
}

/** What is told of a run that does not repeat itself. */
export function strayedMessage({ id, optimizer }: LiveRun): string {
  return `run ${id} (${optimizer.name}) does not repeat itself: it goes on without some of the results that it had before its worker was lost`;
}

/** The end of a run whose workers are lost again and again. */
export function lostTooOften(times: number, lost: LostCall): NonNullable<LiveRun['ending']> {
  const message = `its worker was lost ${times} times in a row without a finished trial; the last time: ${lost.message}`;
  return { status: 'failed', reason: { by: 'manager', message } };
}

/** The end of a run, if a turn brought one: its optimizer broke down, or stopped with or without having found anything. */
export function endingOf(run: LiveRun, turn: TurnAnswer, lastFailure: string | undefined): LiveRun['ending'] {
  if (turn.type === 'ended')
    return { status: 'failed', reason: { by: 'manager', message: 'the worker that the run lived on was lost' } };
  if (turn.failure) return brokeDown(run, turn.failure.message, turn.failure.stack);
  if (turn.stop === undefined) return undefined;
  if (run.best) return { status: 'converged', reason: turn.stop };
  let because = 'no trial gave a finite value';
  if (run.trials === 0) because = 'it stopped before its first trial';
  else if (run.failed === run.trials) because = `every trial failed; the last one: ${lastFailure}`;
  return { status: 'failed', reason: { by: run.optimizer.name, message: because, because: [turn.stop] } };
}

/** A run that has ended leaves its worker, which forgets it; one that stopped by itself was forgotten there already. */
export function leaveHome(driver: Driver, crew: Crew, worker: number | undefined): void {
  if (worker === undefined) return;
  const { run } = driver;
  crew.leave(worker, driver);
  if (run.ending?.status !== 'converged') crew.forget(worker, run.id);
}

/** A run that waits for trials that were made in a pool cannot go on where they are made with it. */
export function homeless(run: LiveRun): GlompoError {
  return new GlompoError(
    'GLOMPO_OPTION',
    `backend: run ${run.id} (${run.optimizer.name}) waits for some of its trials, which were in a pool: it goes on where trials are in a pool again`,
  );
}
