import type { OptimizerChoice } from './choice.js';
import type { Descriptor } from './descriptor.js';
import type { Plain } from './plain.js';
import type { Random } from './random.js';
import type { Reason } from './reason.js';
import type { Variation } from './variation.js';
import type { EndedRun, HuntView, StudyView } from './view.js';

/** Notes by key; a `Map` is one. */
export interface Memory {
  get(key: string): Plain | undefined;
  set(key: string, value: Plain): unknown;
  has(key: string): boolean;
  delete(key: string): boolean;
}

export interface ConditionContext {
  readonly random: Random;
  /** The condition's own notes, kept (and logged) by the manager: per victim for hunters, per study for checkers. */
  readonly memory: Memory;
  /** Its notes that belong to the whole study, kept as those are: hunters share them between all victims; for checkers they are `memory`. */
  readonly common: Memory;
}

/** Yes, because … or no. A pure function of what it is given. */
export interface Condition<View> {
  readonly name: string;
  /** As it was asked for, defaults filled in; `formatCondition` prints it. */
  readonly options: Plain;
  /** The conditions this one is made of (`all`, `any`, `not`, …). */
  readonly conditions?: readonly Condition<View>[];
  /** How many values back it looks; nothing older is kept. Default 0. */
  readonly lookback?: number;
  /** How many steps from trial to trial back it looks (`RunView.stepAgo`); nothing older is kept, and without it none. Default 0. */
  readonly stepLookback?: number;
  test(view: View, context: ConditionContext): Reason | undefined;
  /**
   * Checkers: evaluations that may certainly still be dispatched before this says yes; absent or +Infinity: it cannot tell. Zero
   * only if it says yes now.
   */
  remaining?(view: View): number;
  /**
   * Checkers: seconds after which the passing of time alone may make it say yes, so it is asked again then, also while nothing
   * else happens; absent: time does not matter; +Infinity: not any more.
   */
  secondsLeft?(view: View): number;
  /** Checkers: a trial at or below this value may make it say yes, so a turn ends there; absent: values do not matter. */
  readonly watchValue?: number;
}

/** Says that a run shall be killed. */
export type Hunter = Condition<HuntView>;
/** Says that the study shall stop; or, as `StudyOptions.spawnUntil`, that no further run shall be started. */
export type Checker = Condition<StudyView>;

/** Which optimizer to start next. */
export interface Selector {
  readonly name: string;
  /** All it may ever choose from. */
  readonly choices: readonly OptimizerChoice[];
  /** Those of them that it may vary. Absent: none. */
  readonly varies?: readonly OptimizerChoice[];
  /** Those of them that it goes without where they do not know a kind of parameter that the task has. Absent: none. */
  readonly dispensable?: readonly OptimizerChoice[];
  /** As `StartPoints.sample`, for rules of its own. Default 0. */
  readonly sample?: number;
  /**
   * How many runs shall be alive together, at least 1, where runs share the slots and the study does not say how many (`StudyOptions.liveRuns`): more are
   * started only while slots idle. As many as it has optimizers none of which may wait for another. Default 1.
   */
  readonly together?: number;
  /**
   * For a selector that counts or takes notes: the one to use in one study, at its beginning, or where it stood when it gave these `notes`.
   * Absent: itself.
   */
  begin?(notes?: Plain): Selector;
  /** What it takes to go on elsewhere. */
  notes?(): Plain;
  /**
   * Asked once for each run: what it spawns is started, and counted in `view.runs.started`, before it is asked again.
   *
   * @param free how many more runs may be alive
   */
  next(view: StudyView, free: number, random: Random): Selection;
  /** Hears of the end of every run. `random` is that of start points, for rules of its own. */
  ended?(run: EndedRun, view: StudyView, random: Random): void;
}

/** What a selector says of a run that it starts. */
export interface Chosen {
  /** How it differs from what its options say. Absent: in nothing. */
  readonly variation?: Variation;
  /** The selector's own note on this run: it is in the view of the run while it lives, and comes back when it has ended. */
  readonly note?: Plain;
  readonly reason?: Reason;
}

export type Selection =
  | ({
      readonly type: 'spawn';
      readonly choice: OptimizerChoice;
      /** Which rule says where it starts. Absent: the study's. */
      readonly startPoints?: StartPoints;
    } & Chosen)
  | { readonly type: 'wait'; readonly reason: Reason }
  | { readonly type: 'never'; readonly reason: Reason };

/** Where a run starts, in the task's units. */
export interface Start {
  /** Inside the bounds. */
  readonly point: Float64Array;
  /** Suggested standard deviation per coordinate, in search coordinates (task units; decades where logarithmic). */
  readonly spread?: Float64Array;
  readonly reason?: Reason;
  /** The rule's own note on this start; it comes back when the run has ended. */
  readonly origin?: Plain;
}

export interface StartContext {
  readonly random: Random;
  readonly optimizer: Descriptor;
}

/** Where the next run starts. */
export interface StartPoints {
  readonly name: string;
  /** How many evaluations it wants to see in `StudyView.sample`; without it none are kept. Default 0. */
  readonly sample?: number;
  /**
   * For a rule that counts or takes notes: the one to use in one study, at its beginning, or where it stood when it gave these `notes`. Absent:
   * itself.
   */
  begin?(notes?: Plain): StartPoints;
  /** What it takes to go on elsewhere. */
  notes?(): Plain;
  next(view: StudyView, context: StartContext): Start;
  /** Hears of the end of every run: what walkers accept or reject. */
  ended?(run: EndedRun, view: StudyView, random: Random): void;
}
