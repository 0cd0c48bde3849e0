/// <reference lib="esnext.disposable" preserve="true" />
import type { Parameter } from '../contracts/parameter.js';
import type { PlainObject } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { TrialCounts } from '../contracts/trial-counts.js';
import type { Found, RunCounts, RunStatus } from '../contracts/view.js';
import type { EventOf, StudyEvent } from './events.js';
import type { StudyHistory } from './history.js';

/**
 * The record of a study, to be read: what a store gives, and exports and pictures are made from. Reading changes nothing, and imports nothing that is named in it.
 * Iterables read as they go, in order of the events' numbers, and can be begun again. Everything throws `GLOMPO_RECORD` if the record is damaged.
 */
export interface StudyRecord extends Disposable {
  /** The last event: what is recorded later has a larger number. Undefined: nothing has happened. */
  last(): Moment | undefined;
  /** What was asked for last. */
  asked(): PlainObject;
  sessions(): readonly RecordedSession[];
  /** How it stands. */
  overview(): StudyOverview;
  /** In the order of their numbers. */
  runs(): Iterable<RecordedRun>;
  /**
   * What happened, in order.
   *
   * @param which.types only events of these types. Default: all
   * @param which.run only events that are about this run
   */
  events<Type extends RecordedType = RecordedType>(which?: {
    readonly types?: readonly Type[];
    readonly run?: number;
  }): Iterable<EventOf<Type>>;
  /** What the study has done up to now. Logs of its live runs can be read until the record is closed. */
  history(): StudyHistory;
  close(): void;
}

/** All events but those that are only there to go on from, of which just the last ones are kept: `history()` has them. */
export type RecordedType = Exclude<StudyEvent['type'], 'snapshot' | 'decided' | 'gap'>;

/** A time in which a study ran, from its start until it ended or was killed. */
export interface RecordedSession {
  readonly id: number;
  readonly host: string;
  readonly pid: number;
  /** Of Node. */
  readonly version: string;
  /** ISO 8601, as `endedAt`. */
  readonly startedAt: string;
  /** Undefined: it is under way, or was killed. */
  readonly endedAt: string | undefined;
  /** It ended with its study; it was left before that; or the study broke down. */
  readonly how: 'ended' | 'left' | 'failed' | undefined;
  /** How much of it was recorded. Undefined: all. With less than all trials the study cannot be gone on with: `history()` throws. */
  readonly detail?: 'trials' | 'improvements' | 'none' | undefined;
  /** What was asked for. */
  readonly asked: PlainObject;
}

/** A run, and how it ended. */
export interface RecordedRun {
  readonly id: number;
  /** The optimizer's name. */
  readonly optimizer: string;
  /** Its number among the selector's choices, from 0. */
  readonly choice: number;
  readonly started: Moment;
  /** Undefined: it is live. */
  readonly ended:
    | (Moment & {
        readonly status: RunStatus;
        readonly trials: number;
        readonly outcomes: TrialCounts;
        /** The least finite value; undefined: there was none. */
        readonly best: number | undefined;
      })
    | undefined;
}

/** A moment of a study. */
export interface Moment {
  /** Number of the event. */
  readonly event: number;
  /** Of the whole study. */
  readonly evaluations: number;
  /** Since the study began, without the time between sessions. */
  readonly seconds: number;
}

/** How a study stands, in figures that are quickly read. */
export interface StudyOverview {
  /** Number of the last event. */
  readonly events: number;
  readonly task: string | undefined;
  readonly parameters: readonly Parameter[];
  readonly seed: number;
  readonly evaluations: number;
  /** Without the time between sessions. */
  readonly seconds: number;
  readonly slots: number;
  /** When it stops, as `formatCondition` writes it. */
  readonly stop: string;
  /** When no further run is started, as `formatCondition` writes it; undefined: never, or it was recorded by an earlier version. */
  readonly spawnUntil: string | undefined;
  readonly incumbent: Found | undefined;
  readonly runs: RunCounts;
  /** Runs that have not ended, or only since their study did. */
  readonly live: readonly {
    readonly id: number;
    readonly optimizer: string;
    readonly trials: number;
    /** The least finite value; undefined: there was none. */
    readonly best: number | undefined;
    readonly paused: boolean;
  }[];
  /** How the study ended; undefined: it did not, or was killed. */
  readonly ended: Reason | undefined;
}
