import type { Chosen } from '../contracts/decision.js';
import type { Descriptor } from '../contracts/descriptor.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import type { TrialCounts } from '../contracts/trial-counts.js';
import type { Found, Progress, RunCounts } from '../contracts/view.js';
import type { End } from '../minima/arrivals.js';
import type { DecisionMemory } from './decision-memory.js';
import type { EventOf } from './events.js';
import type { Injection } from './intervention.js';

/** What a study has done so far, as its events told it: all that it takes to go on. */
export interface StudyHistory {
  /** The number of the last event. */
  readonly events: number;
  readonly seed: number;
  readonly parameters: readonly Parameter[];
  /** How long it has run. */
  readonly seconds: number;
  readonly evaluations: number;
  readonly outcomes: TrialCounts;
  readonly retried: number;
  readonly replaced: number;
  readonly incumbent: Found | undefined;
  /** When the incumbent was found; undefined: there is none. */
  readonly improved: Progress | undefined;
  /** As `StudyView` has it. */
  readonly coreSeconds: number;
  readonly runs: RunCounts;
  /** Undefined: nothing was decided. */
  readonly memory: DecisionMemory | undefined;
  /** The number of the event that told it. Default 0: that is not known. */
  readonly decided?: number;
  /** Where runs are wanted (`start-run` of `Intervention`) that have not begun. */
  readonly wanted: readonly Float64Array[];
  /** Runs that have begun and not ended, in the order of their numbers. */
  readonly live: readonly RunHistory[];
  /** Runs that have converged, and those that hunters have killed on their way to known minima, in the order of their ends. Read once, one after the other: they may be many. */
  ended(): Iterable<End>;
  /** The evaluations with these numbers, in their order: from 1, as they were recorded. @param numbers each larger than the one before */
  evaluated(numbers: readonly number[]): Iterable<Found>;
}

/** What a live run has done so far. */
export interface RunHistory {
  readonly id: number;
  readonly optimizer: Descriptor;
  /** Its number among the selector's choices. */
  readonly choice: number;
  readonly start: {
    readonly point: Float64Array;
    readonly spread: Float64Array | undefined;
    readonly reason: Reason | undefined;
    readonly origin: Plain | undefined;
  };
  /** What the selector said of it. Absent: nothing. */
  readonly chosen?: Chosen;
  /** Evaluations of the study when it began. */
  readonly startedAt: number;
  /** Its trials that were cancelled or lost for good. */
  readonly unfinished: Pick<TrialCounts, 'cancelled' | 'lost'>;
  /** It gets nothing to do until it is continued. */
  readonly paused: boolean;
  /** Its optimizer has no use for points of others. Default false. */
  readonly deaf?: boolean;
  /** Points that its optimizer should hear of (events `intervened` and `shared`), and has not. */
  readonly injections: readonly Injection[];
  /** The last one. */
  readonly snapshot: EventOf<'snapshot'> | undefined;
  /** All events of these types that are about it, in order. Read once, one after the other: they may be many. */
  log(): Iterable<EventOf<'trials'> | EventOf<'told'>>;
}
