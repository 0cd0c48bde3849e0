import type { OptimizerChoice } from '../contracts/choice.js';
import type { Reason } from '../contracts/reason.js';
import type { Floor } from './driver.js';
import type { LiveRun } from './live-run.js';
import type { StudyState } from './study-state.js';

/** So many runs in a row that failed without one successful trial, for each optimizer of the study, mean that no run can work. */
const hopelessRuns = 10;
/** So many where some trial of the study had one: then it is the points that fail, as they do where most of the box is no place to be. */
const hopelessRunsLater = 100;
/** So many points, on each slot, of which every one took its workers along, before one trial had a success, mean that no worker can work. */
const hopelessPoints = 10;

/** Notices where going on would be a loop: nothing that the study starts can work. */
export class Hopelessness {
  readonly #choices: readonly OptimizerChoice[];
  /** How many runs have failed since one that had a success, of whatever optimizer: some are started but once. */
  #failedInARow = 0;

  /** @param choices all optimizers of the study */
  constructor(choices: readonly OptimizerChoice[]) {
    this.#choices = choices;
  }

  /** @returns why the study shall stop, if every worker dies */
  ofWorkers({ state, slots, policy }: Floor): Reason | undefined {
    const { losses, lastLoss, outcomes } = state;
    if (outcomes.ok > 0 || losses < hopelessPoints * (policy.retries + 1) * Math.max(1, slots.total)) return undefined;
    const message = `${losses} workers were lost and not one trial had a success; the last one: ${lastLoss}`;
    return { by: 'manager', message };
  }

  /** A run has ended. @returns why the study shall stop, if none of its optimizers works */
  ofRuns(
    { best }: LiveRun,
    failed: boolean,
    { because, state }: { because: Reason; state: Pick<StudyState, 'live' | 'incumbent'> },
  ): Reason | undefined {
    this.#failedInARow = failed && best === undefined ? this.#failedInARow + 1 : 0;
    const limit = state.incumbent === undefined ? hopelessRuns : hopelessRunsLater;
    if (this.#failedInARow < limit * this.#choices.length || state.live.some(run => run.best !== undefined))
      return undefined;
    const message = `${this.#failedInARow} runs in a row failed without one successful trial`;
    return { by: 'manager', message, because: [because] };
  }
}
