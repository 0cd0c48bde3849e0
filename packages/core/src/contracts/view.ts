import type { Descriptor } from './descriptor.js';
import type { Minimum } from './minimum.js';
import type { Space } from './optimizer.js';
import type { Plain } from './plain.js';
import type { TrialCounts } from './trial-counts.js';

/** A point, its value and where it was found. */
export interface Found {
  readonly value: number;
  /** In the task's units. Not to be written to. */
  readonly point: Float64Array;
  readonly run: number;
  /** Ordinal of the trial within its run, from 1. */
  readonly trial: number;
}

/** A live run, as conditions see it: running aggregates and a window over its last values, never its whole history. */
export interface RunView {
  readonly id: number;
  readonly optimizer: Descriptor;
  /** What the selector noted when it chose this run (`Chosen.note`). */
  readonly note: Plain | undefined;
  /** What the start rule noted when it chose the start (`Start.origin`). */
  readonly origin: Plain | undefined;
  /** Trials finished. */
  readonly trials: number;
  /** Trials that failed or timed out. */
  readonly failed: number;
  readonly best: Found | undefined;
  readonly last: Found | undefined;
  /** Evaluations of the whole study when the run began. */
  readonly startedAt: number;
  /** It gets nothing to do until it is continued. Absent: false. */
  readonly paused?: boolean;
  /** How many of the last values are at hand: at most the largest `lookback` declared + 1. Failed trials count as +Infinity. */
  readonly remembered: number;
  /** The value of the k-th last trial: 0 is the newest, `remembered − 1` the oldest at hand. */
  valueAgo(k: number): number;
  /** The best value as it stood k trials ago: 0 is now. */
  bestAgo(k: number): number;
  /** How many of the last steps are at hand: at most the largest `stepLookback` declared. */
  readonly rememberedSteps: number;
  /**
   * The length of the k-th last step, from one trial's point to that of the next one to finish, as a fraction of the ranges: the root mean
   * square over the coordinates of (difference ÷ range), logarithmic ones by their logarithms. 0 is the newest, `rememberedSteps − 1` the
   * oldest at hand; 1 is the way between opposite corners of the box.
   */
  stepAgo(k: number): number;
}

export interface RunCounts {
  readonly started: number;
  readonly killed: number;
  readonly converged: number;
  readonly failed: number;
  readonly stopped: number;
}

/** How far a study had come. */
export interface Progress {
  readonly evaluations: number;
  readonly seconds: number;
}

/** The study, as conditions, selectors and start points see it. */
export interface StudyView {
  /** Evaluations that count (ok, failed, timed out). */
  readonly evaluations: number;
  /**
   * Evaluations that the study may certainly still make, those under way included, as far as the condition knows under which it stops
   * (`Condition.remaining`, which must not ask for this); +Infinity: there is no limit, or none that is known.
   */
  readonly remaining: number;
  /** How trials ended so far. */
  readonly outcomes: TrialCounts;
  /** Wall-clock seconds since the study began. */
  readonly seconds: number;
  /** Those of them that belong to this session: all, unless the study was resumed. */
  readonly sessionSeconds: number;
  /**
   * Seconds that the slots have spent evaluating, summed over slots and sessions: two slots that evaluate for a second are two. Of an earlier
   * session that was killed, up to its last second may be missing. What is under way counts from its beginning, with the way there and
   * back, which is taken off when its worker has said how long it took.
   */
  readonly coreSeconds: number;
  /** Slots that there are, or in use where those are more. */
  readonly slots: number;
  /** The box, in search coordinates. */
  readonly space: Space;
  readonly incumbent: Found | undefined;
  /** How far the study had come when it found the incumbent, whose own evaluation is the last of these; zeros while there is none. */
  readonly improved: Progress;
  readonly runs: RunCounts;
  /**
   * The distinct minima that runs have reached, the best 200, from the best to the worst. A run counts when it has converged and its optimizer does not say that it is
   * `unfinished`, or when `knownBasin` has killed it.
   */
  readonly minima: readonly Minimum[];
  /**
   * Evaluations by chance, each of the study with the same: as many as the rule of start points asks for (`StartPoints.sample`), all while there are no more; none if it asks for
   * none. In no particular order. Failed trials have the value +Infinity.
   */
  readonly sample: readonly Found[];
  readonly live: readonly RunView[];
}

/**
 * The run that hunts: it holds the best value. If it has ended, what is known of it is as it was when it found that value, which is its
 * last trial then.
 */
export type HunterView = Pick<RunView, 'id' | 'trials' | 'best'>;

/** One run hunting another. */
export interface HuntView {
  readonly study: StudyView;
  readonly hunter: HunterView;
  /** The run whose life is in question; never the hunter. */
  readonly victim: RunView;
}

/** Why and how a run ended. */
export type RunStatus = 'killed' | 'converged' | 'failed' | 'stopped';

export interface EndedRun {
  readonly id: number;
  readonly optimizer: Descriptor;
  readonly status: RunStatus;
  readonly trials: number;
  readonly best: Found | undefined;
  /** What the start rule noted when it chose the start (`Start.origin`). */
  readonly origin: Plain | undefined;
  /** What the selector noted when it chose the run (`Chosen.note`). */
  readonly note: Plain | undefined;
}
