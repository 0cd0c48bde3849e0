import type { Descriptor } from './descriptor.js';
import type { InjectionMode } from './optimizer.js';
import type { Plain } from './plain.js';
import type { Reason } from './reason.js';
import type { EndedRun, Found, RunView, StudyView } from './view.js';

/** A live run that may hear of a point. */
export interface SharedRun extends RunView {
  /** Its optimizer's number among the selector's choices, from 0. */
  readonly choice: number;
}

/** A run shall hear of a point. */
export interface Share {
  /** Id of the run. */
  readonly run: number;
  readonly found: Found;
  /** Absent: as its optimizer is set. */
  readonly how?: InjectionMode;
  readonly reason: Reason;
}

/** What came of sharing with the runs of one of the selector's choices. */
export interface SharingCounts {
  /** Number of the choice, from 0. */
  readonly choice: number;
  readonly optimizer: Descriptor;
  /** Points that runs of it heard of, and of which it is known whether they helped. */
  readonly told: number;
  /** How often the run then found something better than what it had heard of. */
  readonly helped: number;
}

/** What decides in one study which runs hear of which points. */
export interface Sharer {
  /** @param runs those that may be told now: alive, and not paused */
  share(view: StudyView, runs: readonly SharedRun[]): readonly Share[];
  /** A run has ended. */
  ended(run: EndedRun): void;
  /** Optimizers of this choice have no use for points of others. */
  deaf(choice: number): void;
  /** What it takes to go on elsewhere. */
  notes(): Plain;
  /** So far; one entry for each choice that was told something. */
  readonly counts: readonly SharingCounts[];
}

/** How runs share points. */
export interface Sharing {
  readonly name: string;
  /** As it was asked for, defaults filled in. */
  readonly options: Plain;
  /** It is asked every so many evaluations of the study. */
  readonly every: number;
  /** The one to use in one study: at its beginning, or where it stood when it gave these notes. */
  begin(notes?: Plain): Sharer;
}
