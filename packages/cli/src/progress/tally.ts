import type { Placement, Reason, SlotReport, StudyEvent } from '@glompo/core';
import { deciders } from '../study/reasons.js';

/** Kills for one kind of reason. */
export interface Kills {
  count: number;
  /** Of the last one. */
  example: Reason;
}

/** What is counted over a whole study, of bounded size. */
export class Tally {
  started: Extract<StudyEvent, { type: 'study-started' }> | undefined;
  /** Where things run; chosen later than the start of the study where it is `auto` there. */
  placement: Placement | undefined;
  slots = 0;
  /** As it was reported last. */
  slotTime: SlotReport = nothingReported;
  /** By who decided. */
  readonly kills = new Map<string, Kills>();
  /** The message of the last run that failed. */
  lastFailedRun: string | undefined;
  /** What went wrong in the last trial that failed. */
  lastFailure: string | undefined;
  /** The last of what workers printed, at most so many characters of it. */
  printed = '';
  printedLines = 0;

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
        if (event.status === 'killed') this.#killed(event.reason);
        if (event.status === 'failed') this.lastFailedRun = event.reason.message;
        break;
      case 'trials':
        this.lastFailure = event.trials.failures.at(-1)?.message ?? this.lastFailure;
        break;
      case 'output':
        this.printedLines += event.text.split('\n').length - 1;
        this.printed = (this.printed + event.text).slice(-printedTail);
        break;
      default:
    }
  }

  #killed(example: Reason): void {
    const key = deciders(example);
    const kills = this.kills.get(key);
    if (kills) {
      kills.count++;
      kills.example = example;
    } else if (this.kills.size < maxKinds) {
      this.kills.set(key, { count: 1, example });
    }
  }
}

const nothingReported: SlotReport = {
  total: 0,
  spent: {
    evaluating: 0,
    optimizing: 0,
    starting: 0,
    waitingForPoints: 0,
    waitingForManager: 0,
    waitingForLog: 0,
    beingReplaced: 0,
    finished: 0,
  },
  utilisation: 0,
  advice: undefined,
};
const printedTail = 2000;
/** Kinds of reasons are combinations of conditions: there are few, unless a plugin makes them up. */
const maxKinds = 100;
