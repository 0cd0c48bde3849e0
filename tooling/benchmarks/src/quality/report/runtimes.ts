import type { RunRow } from '../run-row.js';
import { quantile } from '../statistics/quantile.js';

/**
 * Errors that are counted as reached or not: 51, log-uniform from 10² to the precision (10⁻⁸), as the COCO platform has them (N. Hansen et al., "COCO: a
 * platform for comparing continuous optimizers in a black-box setting", Optimization Methods and Software 36, 2021).
 */
export function targetsTo(precision: number): readonly number[] {
  const last = Math.log10(precision);
  return Array.from({ length: 51 }, (_, k) => (k === 50 ? precision : 10 ** (2 + (k * (last - 2)) / 50)));
}

/** Evaluations at which each target was reached; infinite: never. */
export function hitsOf({ improvements, minimum }: RunRow, targets: readonly number[]): readonly number[] {
  let at = 0;
  return targets.map(target => {
    while (at < improvements.length && !((improvements[at + 1] as number) <= minimum + target)) at += 2;
    return improvements[at] ?? Number.POSITIVE_INFINITY;
  });
}

/** The best value's distance from the minimum; what is solved is solved, however far below the precision. */
export function clippedError({ best, minimum, solved, precision }: RunRow): number {
  if (best === null) return Number.POSITIVE_INFINITY;
  return solved ? precision : Math.max(precision, best - minimum);
}

/**
 * The run's share of the area under the runtime distribution, from 0 to 1: of all targets, over the logarithm of evaluations per dimension from 1
 * to the budget. 1 would be every target with the first evaluations.
 */
export function areaOf(row: RunRow, hits: readonly number[]): number {
  const width = Math.log(Math.max(row.budget / row.dimensions, Math.E));
  const shares = hits.map(hit => Math.max(0, 1 - Math.log(Math.max(1, hit / row.dimensions)) / width));
  return shares.reduce((sum, share) => sum + share, 0) / hits.length;
}

/** A point of a runtime distribution. */
export interface CurvePoint {
  /** Evaluations per dimension. */
  readonly x: number;
  /** The share of targets that were reached by then. */
  readonly share: number;
}

/**
 * The runtime distribution of a method: of runs and targets, how many were reached within so many evaluations per dimension. Runs are not continued by
 * simulated restarts: nothing is known beyond the budget. Each problem counts the same.
 *
 * @param problems the hits per dimension of all runs and targets, problem by problem
 */
export function runtimeCurve(problems: readonly (readonly number[])[], xs: readonly number[]): readonly CurvePoint[] {
  const sorted = problems.map(hits => Float64Array.from(hits).sort());
  return xs.map(x => ({
    x,
    share: sorted.reduce((sum, hits) => sum + countUpTo(hits, x) / hits.length, 0) / sorted.length,
  }));
}

function countUpTo(sorted: Float64Array, x: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lower quartile, median, upper quartile. */
export function quartiles(values: readonly number[]): readonly [number, number, number] {
  return [quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75)];
}
