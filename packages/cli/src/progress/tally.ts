import type { Reason, StudyEvent } from '@glompo/core';
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

const printedTail = 2000;
/** Kinds of reasons are combinations of conditions: there are few, unless a plugin makes them up. */
const maxKinds = 100;
