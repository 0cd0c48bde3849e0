import type { Output } from '../contracts/backend.js';
import type { Chosen } from '../contracts/decision.js';
import type { Descriptor } from '../contracts/descriptor.js';
import type { InjectionMode } from '../contracts/optimizer.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { TrialCounts } from '../contracts/trial-counts.js';
import type { Found, RunStatus } from '../contracts/view.js';
import type { TrialBatch } from '../worker/protocol.js';
import type { DecisionMemory } from './decision-memory.js';
import type { Intervention } from './intervention.js';
import type { LiveRunLimits } from './live-run-limits.js';
import type { Placement } from './placement.js';
import type { StudyResult } from './result.js';
import type { SlotReport } from './slot-report.js';

/** What happened in a study, each a plain object. */
export type StudyEventBody =
  | {
      readonly type: 'study-started';
      /** It goes on where another session left it. */
      readonly resumed: boolean;
      readonly task: string | undefined;
      readonly parameters: readonly Parameter[];
      readonly seed: number;
      readonly slots: number;
      /** While the task is measured, those of the measuring. */
      readonly liveRuns: LiveRunLimits;
      /** Both levels `auto`: an event `placed` tells what was chosen. */
      readonly placement: Placement;
      readonly huntEvery: number;
      /** As `formatCondition` writes it; undefined: nothing is hunted. */
      readonly hunters: string | undefined;
      /** As `formatCondition` writes it. */
      readonly stop: string;
      /** When no further run is started, as `formatCondition` writes it; undefined: never. Absent in records of earlier versions. */
      readonly spawnUntil?: string | undefined;
      /** The share of the condemned that is spared. Absent: 0, or the record is of an earlier version. */
      readonly spare?: number;
    }
  | {
      readonly type: 'run-started';
      readonly run: number;
      readonly optimizer: Descriptor;
      /** Its number among the selector's choices, from 0. */
      readonly choice: number;
      readonly point: Float64Array;
      readonly spread: Float64Array | undefined;
      readonly reason: Reason | undefined;
      readonly origin: Plain | undefined;
      /** What the selector said of it. Absent: nothing. */
      readonly chosen?: Chosen;
    }
  /**
   * Trials that finished, in columns: one batch per turn or message. `told`: its optimizer has heard of them, since they were made where it lives;
   * else it is told later.
   */
  | { readonly type: 'trials'; readonly run: number; readonly trials: TrialBatch; readonly told: boolean }
  /** Recorded studies: an optimizer was told the results of consecutive trials, when it had asked for all up to number `asked`. */
  | {
      readonly type: 'told';
      readonly run: number;
      readonly first: number;
      readonly trials: number;
      readonly asked: number;
    }
  /** Recorded studies: how an optimizer stands that was told so many `trials`. */
  | {
      readonly type: 'snapshot';
      readonly run: number;
      readonly trials: number;
      /** Trials that it had asked for and was not told, if these are not just the next ones. */
      readonly outstanding: readonly number[] | undefined;
      readonly state: Plain;
    }
  /** Recorded studies: what the parts that decide remember now. */
  | { readonly type: 'decided'; readonly memory: DecisionMemory }
  /** A worker died with a trial, or perhaps several: `trials` from number `first`, of which it is not known which it was. */
  | {
      readonly type: 'trial-lost';
      readonly run: number;
      readonly first: number;
      readonly trials: number;
      readonly cause: string;
      /** How it goes on: it is made again, it has failed since this has happened too often, or it is not wanted any more. */
      readonly next: 'retry' | 'failed' | 'lost';
    }
  /** Trials under way were aborted, since their run ended. */
  | { readonly type: 'trials-cancelled'; readonly run: number; readonly trials: number; readonly reason: Reason }
  /** A worker was ended or had died, and another one has its place. */
  | {
      readonly type: 'worker-replaced';
      readonly backend: string;
      readonly worker: number;
      readonly reason: Reason;
      /** Milliseconds until what ran there was gone, and from then until a worker that knows the task had its place: 0 if one stood by. */
      readonly freedAfterMs: number;
      readonly startedAfterMs: number;
    }
  /**
   * A run goes on where it stood, with all that it was told: in another session of its study, or on another worker, since its own is gone, or is busy
   * with what may never end. A run for which nothing was under way there moves without a word.
   */
  | {
      readonly type: 'run-restored';
      readonly run: number;
      /** Absent in records of earlier versions. */
      readonly why?: 'resumed' | 'worker-lost' | 'worker-silent';
      readonly reason: Reason;
    }
  /** Something still runs although everything was tried to end it. */
  | { readonly type: 'left-behind'; readonly backend: string; readonly worker: number; readonly what: string }
  /** `evaluation`: the one of the study that found it; absent in records of earlier versions. */
  | { readonly type: 'incumbent'; readonly found: Found; readonly evaluation?: number }
  | {
      readonly type: 'run-ended';
      readonly run: number;
      readonly optimizer: Descriptor;
      readonly status: RunStatus;
      readonly reason: Reason;
      readonly trials: number;
      /** How they ended. */
      readonly outcomes: TrialCounts;
      readonly best: Found | undefined;
      /** Where it has converged, or was killed, if that is not near its best point: the best of its last trials. */
      readonly at?: Found;
    }
  /** Hunters would have killed a run that had made so many `trials`; by chance it lives on, unhunted. `incumbent`: the best value of the study then. */
  | {
      readonly type: 'run-spared';
      readonly run: number;
      readonly reason: Reason;
      readonly trials: number;
      readonly incumbent: number;
    }
  /** Something a user should know that stops nothing. */
  | { readonly type: 'warning'; readonly message: string; readonly data?: Plain }
  /** What a worker printed. */
  | ({ readonly type: 'output' } & Output)
  /** Where things run was chosen, from measurements of the task: the study goes on there. */
  | {
      readonly type: 'placed';
      readonly placement: Placement;
      readonly slots: number;
      readonly liveRuns: LiveRunLimits;
      readonly reason: Reason;
    }
  /** Somebody wanted this of the study. */
  | { readonly type: 'intervened'; readonly intervention: Intervention }
  /** A run's optimizer shall hear of a point that another run (`from`) has found: `injected` follows. */
  | {
      readonly type: 'shared';
      readonly run: number;
      readonly from: number;
      readonly point: Float64Array;
      readonly value: number;
      /** Undefined: as the optimizer is set. */
      readonly how: InjectionMode | undefined;
      readonly reason: Reason;
    }
  /** A run's optimizer was told of a point; `heard`: it has a use for such. */
  | {
      readonly type: 'injected';
      readonly run: number;
      readonly point: Float64Array;
      readonly value: number;
      readonly heard: boolean;
    }
  /** The slots were made more or fewer; 0: the study pauses. */
  | { readonly type: 'resized'; readonly slots: number }
  /** How the slots' time was spent so far; about once a second. */
  | { readonly type: 'slot-time'; readonly report: SlotReport }
  | { readonly type: 'study-ended'; readonly result: StudyResult }
  /** A reader came too late for the events `from` … `to`: they are no longer in memory. */
  | { readonly type: 'gap'; readonly from: number; readonly to: number };

/** An event with its place in the study: numbers count from 1 without holes (a `gap` has the number of its last missing event). */
export type StudyEvent = StudyEventBody & {
  readonly number: number;
  readonly seconds: number;
  readonly evaluations: number;
  /** The next event belongs to the same step: a record has both, or neither. */
  readonly more?: true;
};

/** Events of one type. */
export type EventOf<Type extends StudyEvent['type']> = Extract<StudyEvent, { readonly type: Type }>;
