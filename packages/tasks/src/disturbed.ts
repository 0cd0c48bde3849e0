import { createRandom, type Evaluation, type Task, type TrialContext } from '@glompo/core/plugin';
import type { DisturbanceOptions } from './disturbance-options.js';
import { stream } from './streams.js';

/**
 * An evaluation that takes longer, is noisy, or fails now and then. Chance comes from the trial's seed, so a trial repeats itself.
 * Noise is on the value; a gradient, if there is one, stays that of the function without noise.
 */
export function disturbed(name: string, evaluate: Task['evaluate'], options: DisturbanceOptions): Task['evaluate'] {
  const { delay, busy, noise, relativeNoise, failureRate, gradients } = options;
  let disturbed = evaluate;
  if (!gradients) {
    const full = disturbed;
    disturbed = (x, context) => full(x, withoutGradient(context));
  }
  if (noise > 0 || relativeNoise > 0) {
    const exact = disturbed;
    disturbed = (x, context) => noisy(exact(x, context) as number | Evaluation, options, context);
  }
  if (failureRate > 0) {
    const safe = disturbed;
    disturbed = (x, context) => {
      if (createRandom(context.seed, stream.failure).uniform() < failureRate)
        throw new Error(`${name}: this trial fails by chance: failureRate is ${failureRate}`);
      return safe(x, context);
    };
  }
  if (delay > 0) {
    const quick = disturbed;
    const ms = 1000 * delay;
    disturbed = busy
      ? (x, context) => {
          compute(ms);
          return quick(x, context);
        }
      : async (x, context) => {
          await pause(ms, context.signal);
          return quick(x, context);
        };
  }
  return disturbed;
}

/** Asks each member when it is read: of the context of a study, which makes them then, a copy by spreading has none. */
function withoutGradient(context: TrialContext): TrialContext {
  return {
    run: context.run,
    trial: context.trial,
    wants: context.wants.filter(want => want !== 'gradient'),
    get signal() {
      return context.signal;
    },
    get seed() {
      return context.seed;
    },
    get directory() {
      return context.directory;
    },
  };
}

function noisy(
  evaluation: number | Evaluation,
  { noise, relativeNoise }: DisturbanceOptions,
  { seed }: TrialContext,
): number | Evaluation {
  const random = createRandom(seed, stream.noise);
  const heard = (value: number) => {
    const [added, parts] = [random.normal(), random.normal()];
    // 0 · ∞ is no number.
    return value === Number.POSITIVE_INFINITY ? value : value + noise * added + relativeNoise * parts * value;
  };
  return typeof evaluation === 'number' ? heard(evaluation) : { ...evaluation, value: heard(evaluation.value) };
}

function compute(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const aborted = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    signal.addEventListener('abort', aborted, { once: true });
    return undefined;
  });
}
