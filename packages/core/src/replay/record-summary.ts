import type { Found } from '../contracts/view.js';
import type { StudyEvent } from '../manager/events.js';
import type { RecordedSummary } from './report.js';

/** What the study was like, from its events. */
export class RecordSummary {
  #evaluations = 0;
  #best: Found | undefined;
  #runs = 0;
  #kills = 0;
  #strict = true;
  #huntEvery = 0;
  readonly #hunters: (string | undefined)[] = [];

  take(event: StudyEvent): void {
    switch (event.type) {
      case 'study-started':
        if (this.#hunters.length === 0 || this.#hunters.at(-1) !== event.hunters) this.#hunters.push(event.hunters);
        this.#huntEvery = event.huntEvery;
        this.#place(event.slots, event.placement.trials);
        break;
      case 'placed':
        this.#place(event.slots, event.placement.trials);
        break;
      case 'resized':
        if (event.slots > 1) this.#strict = false;
        break;
      case 'run-started':
        this.#runs++;
        break;
      case 'trials':
        this.#evaluations += event.trials.values.length;
        break;
      case 'incumbent':
        this.#best = event.found;
        break;
      case 'run-ended':
        if (event.status === 'killed' && event.reason.by !== 'user') this.#kills++;
        break;
      default:
    }
  }

  close(): RecordedSummary {
    return {
      evaluations: this.#evaluations,
      best: this.#best,
      runs: this.#runs,
      kills: this.#kills,
      hunters: this.#hunters,
      huntEvery: this.#huntEvery,
      strict: this.#strict,
    };
  }

  #place(slots: number, trials: string): void {
    if (slots !== 1 || (trials !== 'with-optimizer' && trials !== 'inline')) this.#strict = false;
  }
}
