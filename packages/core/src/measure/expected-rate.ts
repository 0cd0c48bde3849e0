import type { BackendProfile, TaskProfile } from './task-profile.js';

/** A turn of trials with the optimizer lasts about so long, unless one trial is longer; bounded in size, too. */
const turnSeconds = 0.05;
const mostTrialsInTurn = 8_000;
/** A message to a pool holds so much work; trials above `aloneSeconds` travel alone. */
const messageSeconds = 0.008;
const aloneSeconds = 0.03;
/** What a message costs the manager's thread, which handles all of them. */
const managerSeconds = 1e-4;
/** With every core busy, the manager must first get one: a round trip takes so many times longer. */
const busyFactor = 3;

/**
 * Utilisation of a shared pool by the number of points outstanding ÷ slots, for swarms that wait for each generation and evaluations
 * uniform in 10–200 ms (measured; the spread of that is 0.9).
 */
const outstandingPerSlot = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4] as const;
const usedByUneven = [0, 0.35, 0.59, 0.84, 0.97, 0.98, 0.99, 1] as const;
const spreadOfUneven = 0.9;

/** Where the optimizers live and where the trials run: undefined with the optimizer. */
export interface Site {
  readonly optimizers: BackendProfile;
  readonly trials: BackendProfile | undefined;
}

export interface Load {
  readonly slots: number;
  readonly liveRuns: number;
  readonly population: number;
  readonly cores: number;
}

export interface Expected {
  readonly evaluationsPerSecond: number;
  readonly utilisation: number;
  readonly batch: { readonly trials: number; readonly milliseconds: number };
}

/** What a placement is expected to give: a model with the measured figures in it. */
export function expectedRate(task: TaskProfile, { optimizers, trials }: Site, load: Load): Expected {
  const at = trials ?? optimizers;
  const { cores, slots, liveRuns } = load;
  const atOnce = trials ? slots : Math.min(slots, liveRuns);
  const seconds = task.seconds * at.factor * (atOnce > 1 ? at.slowdown : 1);
  const isBusy = atOnce * task.processorShare > 0.8 * cores;
  const trip = roundTrip(at) * (isBusy ? busyFactor : 1);
  let rate = atOnce / seconds;
  let batch: { trials: number; seconds: number };
  if (trials === undefined) {
    const count = Math.max(1, Math.min(mostTrialsInTurn, Math.floor(turnSeconds / task.seconds)));
    batch = { trials: count, seconds: count * seconds };
    rate *= batch.seconds / (batch.seconds + trip);
  } else {
    const count =
      seconds > aloneSeconds ? 1 : Math.max(1, Math.min(load.population, Math.floor(messageSeconds / seconds)));
    batch = { trials: count, seconds: count * seconds };
    // Of two short messages one waits at the worker while the other is under way.
    const gap = batch.seconds < 0.01 ? trip / busyFactor : trip;
    rate *= (batch.seconds / (batch.seconds + gap)) * usedInPool(task, load);
    rate = Math.min(rate, count / managerSeconds);
  }
  // Processors, and a single thread, do one thing at a time.
  rate = Math.min(rate, cores / Math.max(task.processorShare * task.seconds * at.factor, 1e-12));
  if (!at.measured.traits.parallel && atOnce > 1)
    rate = smoothMinimum(rate, 1 / Math.max(task.blockedShare * seconds, 1e-12));
  return {
    evaluationsPerSecond: rate,
    utilisation: Math.min(1, (rate * seconds) / slots),
    batch: { trials: batch.trials, milliseconds: batch.seconds * 1000 },
  };
}

/** What waits for the last member of a generation leaves slots without work. */
function usedInPool({ spread }: TaskProfile, { slots, liveRuns, population }: Load): number {
  const outstanding = (liveRuns * population) / slots;
  const even = Math.min(1, outstanding);
  const uneven = interpolate(outstandingPerSlot, usedByUneven, outstanding);
  return even - (even - uneven) * Math.min(1, spread / spreadOfUneven);
}

function roundTrip({ measured }: BackendProfile): number {
  const { roundTripSeconds, traits } = measured;
  if (!Number.isNaN(roundTripSeconds)) return roundTripSeconds;
  return traits.parallel ? 3e-4 : 3e-5;
}

/** Close to the smaller one, and below both where they are alike: there, each waits for the other at times. */
function smoothMinimum(a: number, b: number): number {
  return (a ** -4 + b ** -4) ** -0.25;
}

function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  const i = xs.findIndex(each => each > x);
  if (i < 0) return ys.at(-1) as number;
  const [x0, x1, y0, y1] = [xs[i - 1], xs[i], ys[i - 1], ys[i]] as [number, number, number, number];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
