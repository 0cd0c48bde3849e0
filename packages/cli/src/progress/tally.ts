import { emptySlotReport, type Placement, type Reason, type SlotReport, type StudyEvent } from '@glompo/core';
import { firstLine } from '../output/figures.js';
import { deciders } from '../study/reasons.js';
import { Kinds } from './kinds.js';
import { WorkerLines } from './worker-lines.js';

/** Of the workers that were replaced, how long it took is remembered for so many, the last ones. */
const mostFreed = 1000;
/** Things left behind that are remembered one by one. */
const mostLeftBehind = 100;

/** How a trial failed. */
export interface TrialFailed {
  readonly run: number;
  readonly outcome: 'failed' | 'timed-out';
  /** One line. */
  readonly message: string;
  /** Others of its kind had other numbers in their message. */
  readonly varies: boolean;
}

/** What is counted over a whole study, of bounded size. */
export class Tally {
  started: Extract<StudyEvent, { type: 'study-started' }> | undefined;
  /** Where things run; chosen later than the start of the study where it is `auto` there. */
  placement: Placement | undefined;
  slots = 0;
  /** As it was reported last. */
  slotTime: SlotReport = emptySlotReport();
  /** By who decided. */
  readonly kills = new Kinds<Reason>();
  /** Trials that failed or timed out, by their message without its numbers. */
  readonly failures = new Kinds<TrialFailed>();
  lastFailure: TrialFailed | undefined;
  lastFailedRun: { readonly run: number; readonly message: string } | undefined;
  /** Workers that were replaced, and in how many milliseconds each of the last ones was gone. */
  replaced = 0;
  readonly freedAfterMs: number[] = [];
  /** Runs that went on elsewhere when their worker was gone, or was busy with what may never end. */
  restored = 0;
  readonly leftBehind: string[] = [];
  readonly printed = new WorkerLines();
  #lastKind: string | undefined;
  #lastText: string | undefined;

  take(event: StudyEvent): void {
    switch (event.type) {
      case 'study-started':
        this.started = event;
        this.placement = event.placement;
        this.slots = event.slots;
        break;
      case 'placed':
        this.placement = event.placement;
        this.slots = event.slots;
        break;
      case 'resized':
        this.slots = event.slots;
        break;
      case 'slot-time':
        this.slotTime = event.report;
        break;
      case 'run-ended':
        if (event.status === 'killed') this.kills.add(deciders(event.reason), event.reason);
        if (event.status === 'failed') this.lastFailedRun = { run: event.run, message: event.reason.message };
        break;
      case 'trials':
        for (const { outcome, message } of event.trials.failures) this.#failed(event.run, outcome, message);
        break;
      case 'worker-replaced':
        this.freedAfterMs[this.replaced++ % mostFreed] = event.freedAfterMs;
        break;
      case 'run-restored':
        if (event.why !== 'resumed') this.restored++;
        break;
      case 'left-behind':
        if (this.leftBehind.length < mostLeftBehind) this.leftBehind.push(event.what);
        break;
      default:
    }
  }

  #failed(run: number, outcome: TrialFailed['outcome'], text: string): void {
    // A cheap task may fail a million times per second, always in the same way.
    if (this.#lastKind !== undefined && text === this.#lastText && outcome === this.lastFailure?.outcome) {
      this.lastFailure = { ...this.lastFailure, run };
      this.failures.add(this.#lastKind, this.lastFailure);
      return;
    }
    const message = firstLine(text);
    const kind = `${outcome}: ${message.replace(/-?\d[\d.,]*(e[+-]?\d+)?/gi, '#')}`;
    const before = this.failures.exampleOf(kind);
    const varies = before !== undefined && (before.varies || before.message !== message);
    this.lastFailure = { run, outcome, message, varies };
    this.failures.add(kind, this.lastFailure);
    this.#lastKind = kind;
    this.#lastText = text;
  }
}
