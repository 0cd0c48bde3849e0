import type { Descriptor } from '../contracts/descriptor.js';
import type { Reason } from '../contracts/reason.js';
import type { Found } from '../contracts/view.js';

/** What came of a replay. */
export interface ReplayReport {
  readonly recorded: RecordedSummary;
  /** In the order in which they were given. */
  readonly alternatives: readonly ReplayedAlternative[];
}

/** The study as it was. */
export interface RecordedSummary {
  readonly evaluations: number;
  readonly best: Found | undefined;
  /** Runs that were started. */
  readonly runs: number;
  /** Runs that its hunters killed. */
  readonly kills: number;
  /** Its hunters, one text for each session in which they became other ones, as `formatCondition` writes them; undefined: none. */
  readonly hunters: readonly (string | undefined)[];
  /** In its last session. */
  readonly huntEvery: number;
  /** One slot, and trials that do not overlap: decisions fell on exact counts, so its own decisions are repeated exactly, unless they look at time. */
  readonly strict: boolean;
}

/**
 * Where other decisions lead, as far as the record tells. Trials that the alternative would not have made do not count; those that it would have made in their place
 * are unknown, and nothing is guessed about them: `best` is the least value among the recorded trials that it would have made. Where it stops, or its selector first chooses something else, it ends: all figures are of what was before.
 */
export interface ReplayedAlternative {
  readonly name: string;
  /** Recorded trials that it would have made. */
  readonly evaluations: number;
  readonly best: Found | undefined;
  /** Hunts that were held. */
  readonly hunts: number;
  /** How the runs fared that it would have killed, or that were killed in the record, in the order in which that was decided. Absent runs fared alike. */
  readonly fates: readonly Fate[];
  /** How many there are of each. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Recorded trials that it would not have made, since their runs were dead or not started: they would have been free for runs that nobody has made. */
  readonly freed: number;
  /** Improvements of the incumbent that the record owes to those trials. */
  readonly lost: {
    readonly improvements: number;
    /** The record's best point is among them. */
    readonly best: boolean;
  };
  /** Recorded evaluations at the first decision that was another one; undefined: there was none. Up to there all is known. */
  readonly differsFrom: number | undefined;
  /** Undefined: the selector stays as it was. */
  readonly selector: SelectorAgreement | undefined;
  /** Undefined: no condition was given, or it never said yes. */
  readonly noMoreRuns: { readonly at: RecordedMoment; readonly reason: Reason } | undefined;
  /** Undefined: no condition was given, or the record ends before it says yes: what would have come is unknown. */
  readonly stopped: { readonly at: RecordedMoment; readonly reason: Reason } | undefined;
}

/** A moment of the record. */
export interface RecordedMoment {
  /** Evaluations that the record has made by then. */
  readonly evaluations: number;
  readonly seconds: number;
}

/**
 * `agreed`: killed in both, and the record has no more of it than what may have been under way: nothing with one slot, a batch with several. `earlier`: killed in both, earlier in the replay. `killed`: only in the replay. `spared`: killed in the record, and would have
 * lived on: unknown what it would have found. `not-started`: no further run was to be started.
 */
export type Verdict = 'agreed' | 'earlier' | 'killed' | 'spared' | 'not-started';

/** How a run fared otherwise than in the record, or why alike. */
export interface Fate {
  readonly run: number;
  readonly verdict: Verdict;
  /** When that was decided. */
  readonly at: RecordedMoment;
  /** Trials that it had made by then. */
  readonly trials: number;
  /** Why it was killed or not started; if it was spared, why the record killed it. */
  readonly reason: Reason;
  /** Trials that the record has of it after that. */
  readonly later: number;
  /** Improvements of the record's incumbent among them. */
  readonly improvements: number;
  /** The record's best point is one of them. */
  readonly best: boolean;
}

/** How far a selector chooses what was recorded. Only what is chosen is compared, not when. */
export interface SelectorAgreement {
  /** Runs for which it chose the optimizer that the record has, with the same options. */
  readonly agreed: number;
  /** The first run for which it did not; the replay ends there. Undefined: there was none. */
  readonly differs:
    | {
        readonly run: number;
        readonly at: RecordedMoment;
        readonly recorded: Descriptor;
        /** What it chose; or why it would have waited, or started no further run. */
        readonly chosen: Descriptor | Reason;
      }
    | undefined;
}
