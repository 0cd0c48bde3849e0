import type { HostEnvironment } from './environment.js';
import type { Usage } from './protocol.js';

/** Takes the times of one message's trials, which follow each other; with `measure`, also what they use of the machine. */
export class Meter {
  readonly #environment: HostEnvironment;
  readonly #trialMs: number[] | undefined;
  readonly #programsBefore: number | undefined;
  readonly #usedBefore: ReturnType<NonNullable<HostEnvironment['usage']>> | undefined;
  readonly #beganAt: number;
  #at: number;
  #longestMs = 0;

  constructor(environment: HostEnvironment, measure: boolean) {
    this.#environment = environment;
    if (measure) {
      this.#trialMs = [];
      // What takes long to find out comes first here and last in the end, so that it is not part of what is measured.
      this.#programsBefore = environment.programs?.();
      this.#usedBefore = environment.usage?.();
    }
    this.#beganAt = environment.now();
    this.#at = this.#beganAt;
  }

  /** Milliseconds from the beginning to the end of the last trial. */
  get trialsMs(): number {
    return this.#at - this.#beganAt;
  }

  trialEnded(): void {
    const now = this.#environment.now();
    const tookMs = now - this.#at;
    this.#at = now;
    if (tookMs > this.#longestMs) this.#longestMs = tookMs;
    this.#trialMs?.push(tookMs);
  }

  read(): { readonly busyMs: number; readonly longestMs: number; readonly usage?: Usage } {
    const busyMs = this.#environment.now() - this.#beganAt;
    const longestMs = this.#longestMs;
    return this.#trialMs === undefined ? { busyMs, longestMs } : { busyMs, longestMs, usage: this.#usage() };
  }

  #usage(): Usage {
    const before = this.#usedBefore;
    const used = this.#environment.usage?.();
    const programs = this.#environment.programs?.();
    return {
      trialMs: Float64Array.from(this.#trialMs ?? []),
      cpuMs: used && before ? used.cpuMs - before.cpuMs : Number.NaN,
      blockedMs: used && before ? used.blockedMs - before.blockedMs : Number.NaN,
      ...(used?.queuedMs !== undefined &&
        before?.queuedMs !== undefined && { queuedMs: used.queuedMs - before.queuedMs }),
      ...(programs !== undefined && { programs: programs !== this.#programsBefore }),
    };
  }
}
