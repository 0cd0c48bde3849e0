import type { Plain } from '../contracts/plain.js';
import { sizeOfPlain } from '../contracts/plain-size.js';
import type { OpenRun, Replayed, TrialBatch } from '../worker/protocol.js';

/** So much may be kept of what a run was told since its last snapshot, however small that was. */
const leastBytes = 1 << 16;
/** And so many times the size of its last snapshot: one that grows with every trial is then rarely taken. */
const snapshotSizes = 2;

/** How a run stood when it was snapshotted. */
export interface RunState {
  /** Undefined: at its start. */
  readonly state: Plain | undefined;
  /** Trials that it had been told. */
  readonly trials: number;
  /** See `OpenRun`. */
  readonly outstanding?: readonly number[] | undefined;
}

/** All that it takes to bring a run back to life where it stood, on another worker: a snapshot, and what it was told since. */
export class RunRecord {
  #snapshot: RunState;
  #snapshotBytes = 0;
  #since: Replayed[] = [];
  #bytes = 0;
  /** Of what it was told last: the next time it will be as much. */
  #lastBytes = 0;

  constructor(start: RunState = { state: undefined, trials: 0 }) {
    this.#snapshot = start;
  }

  /** It is time for a snapshot: what was told since the last one, with what comes next, takes more memory than it. */
  get wantsSnapshot(): boolean {
    return this.#bytes + this.#lastBytes > Math.max(leastBytes, snapshotSizes * this.#snapshotBytes);
  }

  /** It was told, or is being told, the results of these trials. */
  add(told: Replayed): void {
    this.#since.push(told);
    this.#lastBytes = sizeOfPlain(told);
    this.#bytes += this.#lastBytes;
  }

  snapshot(snapshot: RunState): void {
    this.#snapshot = snapshot;
    this.#snapshotBytes = sizeOfPlain(snapshot.state);
    this.#since = [];
    this.#bytes = 0;
  }

  /** What brings it back to life. A copy: threads take memory along. */
  reopening(): Pick<OpenRun, 'state' | 'trials' | 'outstanding' | 'replay'> {
    const { state, trials, outstanding } = this.#snapshot;
    return {
      state: structuredClone(state),
      trials,
      ...(outstanding && { outstanding }),
      ...(this.#since.length > 0 && { replay: structuredClone(this.#since) }),
    };
  }
}

/** Trials as a run that made them where it lives has heard of them. */
export function heard({ first, points, values, gradients, residuals }: TrialBatch): Replayed {
  return {
    told: { first, values, ...(gradients && { gradients }), ...(residuals && { residuals }) },
    points,
    asked: first + values.length - 1,
  };
}
