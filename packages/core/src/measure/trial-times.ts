import type { Usage } from '../worker/protocol.js';
import type { TrialTimes } from './task-measurement.js';

/** With as many trials, the first half of them warms up: code is compiled, caches are filled. */
const enoughToWarmUp = 8;
const shortMessageMs = 2;

/** What the messages of one worker in one stage told of their trials. */
export class TrialSamples {
  readonly #messages: Usage[] = [];
  #trials = 0;

  get trials(): number {
    return this.#trials;
  }

  /** Milliseconds per trial in the last message; NaN before the first. */
  get lastMs(): number {
    const last = this.#messages.at(-1);
    return last === undefined ? Number.NaN : mean(last.trialMs);
  }

  add(usage: Usage): void {
    if (usage.trialMs.length === 0) return;
    this.#messages.push(usage);
    this.#trials += usage.trialMs.length;
  }

  /** The messages without those that warm up. */
  warm(): readonly Usage[] {
    if (this.#trials < enoughToWarmUp || this.#messages.length < 2) return this.#messages;
    let before = 0;
    return this.#messages.filter(({ trialMs }) => {
      before += trialMs.length;
      return before > this.#trials / 2;
    });
  }
}

/** Undefined without trials. */
export function trialTimes(samples: readonly TrialSamples[]): TrialTimes | undefined {
  const messages = samples.flatMap(each => each.warm());
  const seconds = Float64Array.from(messages.flatMap(({ trialMs }) => Array.from(trialMs, ms => ms / 1000))).sort();
  const [min] = seconds;
  if (min === undefined) return undefined;
  const total = sum(seconds);
  const [lower, median, upper] = [quantile(seconds, 0.25), quantile(seconds, 0.5), quantile(seconds, 0.75)];
  return {
    trials: seconds.length,
    median,
    mean: total / seconds.length,
    min,
    max: seconds.at(-1) as number,
    quartiles: [lower, upper],
    spread: median > 0 ? (upper - lower) / median : 0,
    blockedShare: Math.min(1, sum(messages.map(({ blockedMs }) => blockedMs)) / 1000 / total),
    processorShare: sum(messages.map(processorMs)) / 1000 / total,
  };
}

/** What belongs to the message, and not to its trials, takes some tenths of a millisecond. */
function processorMs({ trialMs, cpuMs, queuedMs = 0 }: Usage): number {
  const workMs = sum(trialMs);
  return workMs < shortMessageMs ? Math.min(cpuMs + queuedMs, workMs) : cpuMs + queuedMs;
}

/** Of sorted numbers, linearly between neighbours. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  return low + (at % 1) * ((sorted[Math.ceil(at)] as number) - low);
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

function mean(numbers: Float64Array): number {
  return sum(numbers) / numbers.length;
}
