import type { BackendMeasurement, TaskMeasurement, TrialTimes } from './task-measurement.js';
import { quantile } from './trial-times.js';

/** Differences between medians are believed above this, and above what chance may make of so few trials. */
const believable = 0.2;
/** An interquartile range is so many standard deviations of a normal distribution. */
const deviationsInRange = 1.35;

/** What a measurement says of the task itself, wherever it runs, and of how each backend changes that. */
export interface TaskProfile {
  /** Mean seconds per evaluation, on the backend where it is quickest. */
  readonly seconds: number;
  /** Share of that in which its thread can do nothing else. */
  readonly blockedShare: number;
  /** Processors that one copy keeps busy. */
  readonly processorShare: number;
  /** Interquartile range ÷ median. */
  readonly spread: number;
  readonly median: number;
  readonly quartiles: TrialTimes['quartiles'];
  readonly backends: readonly BackendProfile[];
}

export interface BackendProfile {
  readonly measured: BackendMeasurement;
  /** Why it cannot be used. */
  readonly problem: string | undefined;
  /** Time per evaluation ÷ that of the quickest; 1 unless the difference can be believed. */
  readonly factor: number;
  /** The same for two copies at once ÷ one. */
  readonly slowdown: number;
}

/** Undefined if the task can be used nowhere, or has not been evaluated. */
export function taskProfile(
  { backends }: TaskMeasurement,
  problems: Readonly<Record<string, string>>,
): TaskProfile | undefined {
  const problemOf = (each: BackendMeasurement) => each.problem ?? problems[each.backend];
  const usable = backends.filter(each => problemOf(each) === undefined);
  const timed = usable.flatMap(each => timesOf(each) ?? []);
  if (timed.length === 0) return undefined;
  const quickest = timed.reduce((a, b) => (b.median < a.median ? b : a));
  const factorOf = (each: BackendMeasurement) => {
    const times = timesOf(each);
    if (times === undefined || times === quickest) return 1;
    return believed(times, quickest);
  };
  // Where times are alike, all of them tell of the task: few trials of an uneven one say little.
  const alike = usable.filter(each => timesOf(each) !== undefined && factorOf(each) === 1).flatMap(samplesOf);
  const trials = alike.reduce((n, times) => n + times.trials, 0);
  return {
    seconds: Math.max(1e-9, alike.reduce((total, { mean, trials }) => total + mean * trials, 0) / trials),
    // Of the first, which is the safest: it shares its process with the fewest others.
    blockedShare: known(timed.map(times => times.blockedShare)),
    processorShare: known(timed.map(times => times.processorShare)),
    spread: quantile(
      timed.map(({ spread }) => spread).sort((a, b) => a - b),
      0.5,
    ),
    median: quickest.median,
    quartiles: quickest.quartiles,
    backends: backends.map(measured => ({
      measured,
      problem: problemOf(measured),
      factor: problemOf(measured) === undefined ? factorOf(measured) : 1,
      slowdown: believedSlowdown(measured),
    })),
  };
}

function timesOf({ alone, together }: BackendMeasurement) {
  return alone ?? together;
}

function samplesOf({ alone, together }: BackendMeasurement) {
  return alone ? [alone] : together ? [together] : [];
}

/** How many times longer two copies at once take than one alone; 1 where the difference may be chance, or is not known. */
export function believedSlowdown({ alone, together, slowdown }: BackendMeasurement): number {
  return alone && together && !Number.isNaN(slowdown) ? believed(together, alone) : 1;
}

/** Student's t for 95 %, by the smaller number of trials: of fewer than two nothing is believed. */
const uncertainty = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 12.7, 4.3, 3.2, 2.8, 2.6, 2.4] as const;
/** Of a few trials, chance may have made the spread too small. */
const leastSpread = 0.05;

/** How many times longer the slower ones take, or 1 if that may be chance: their medians and, since others use the machine, too, their minima. */
function believed(slower: TrialTimes, quicker: TrialTimes): number {
  const ratio = Math.min(slower.median / quicker.median, slower.min / quicker.min);
  const times = uncertainty[Math.min(slower.trials, quicker.trials)] ?? 2;
  const error = times * Math.hypot(standardError(slower), standardError(quicker));
  return ratio - 1 > Math.max(believable, error) ? ratio : 1;
}

function standardError({ trials, spread }: TrialTimes): number {
  return (1.25 * Math.max(spread, leastSpread)) / deviationsInRange / Math.sqrt(trials);
}

/** Where nothing is known, a task computes all the time. */
function known(shares: readonly number[]): number {
  return Math.max(0, shares.find(share => !Number.isNaN(share)) ?? 1);
}
