import { holm } from '../../statistics.js';
import { areaDifference, areaDifferenceInterval, mean } from '../statistics/area-difference.js';
import type { Interval } from '../statistics/interval.js';
import { mannWhitney } from '../statistics/mann-whitney.js';
import { newcombe } from '../statistics/newcombe.js';
import { quantile } from '../statistics/quantile.js';
import type { Measured, MeasuredRun } from './measured.js';

/** A success rate that is lower by no more than this is not worse. */
export const margin = 0.15;

/** Between the first method and another one, on one problem. */
export interface ProblemComparison {
  readonly group: string;
  /** The other one. */
  readonly against: string;
  /** The other one's success rate. */
  readonly otherSolved: number;
  /** Of the success rates, first − other. */
  readonly successDifference: number;
  readonly successInterval: Interval;
  readonly success: 'more often' | 'not less often' | 'less often' | 'undecided';
  /** Of the rank test on clipped errors, adjusted by Holm's method for the number of problems. */
  readonly p: number;
  /** How likely the first one's error is smaller; equal ones count half. */
  readonly a12: number;
  readonly errors: 'smaller' | 'larger' | 'undecided';
}

export interface Comparison {
  readonly first: string;
  readonly against: string;
  readonly problems: readonly ProblemComparison[];
  /** Of the areas under the runtime distributions, first − other. */
  readonly areaDifference: number;
  readonly areaInterval: Interval;
  readonly area: 'larger' | 'smaller' | 'undecided';
}

/** The first method against each other one, and against the one that is best on each problem. */
export function comparisonsOf(measured: Measured): readonly Comparison[] {
  const [first, ...others] = measured.labels;
  if (first === undefined) return [];
  const single = others.flatMap(against => compare(measured, { first, against, choose: () => against }) ?? []);
  if (single.length < 2) return single;
  const best = compare(measured, { first, against: bestOfOthers, choose: runs => bestOf(runs, others) });
  return best ? [...single, best] : single;
}

/**
 * In place of a name: the other method with most solutions, then the smallest median error, then the largest area. It is chosen by the same runs that it is compared by, which
 * favours it.
 */
export const bestOfOthers = 'the best of the others';

interface Choice {
  readonly first: string;
  readonly against: string;
  choose(runs: ReadonlyMap<string, readonly MeasuredRun[]>): string | undefined;
}

function compare({ groups }: Measured, { first, against, choose }: Choice): Comparison | undefined {
  const pairs = [...groups].flatMap(([group, runs]) => {
    const other = choose(runs);
    const [ours, theirs] = [runs.get(first), other === undefined ? undefined : runs.get(other)];
    return ours && theirs && other !== undefined ? [{ group, other, ours, theirs }] : [];
  });
  if (pairs.length === 0) return undefined;
  const tests = pairs.map(({ ours, theirs }) => mannWhitney(errors(ours), errors(theirs)));
  const adjusted = holm(tests.map(({ p }) => p));
  const problems = pairs.map(({ group, other, ours, theirs }, i): ProblemComparison => {
    const counts = [solved(ours), solved(theirs)] as const;
    const successInterval = newcombe([counts[0], ours.length], [counts[1], theirs.length]);
    const p = adjusted[i] as number;
    const a12 = (tests[i]?.wins ?? 0) / (ours.length * theirs.length);
    return {
      group,
      against: other,
      otherSolved: counts[1] / theirs.length,
      successDifference: counts[0] / ours.length - counts[1] / theirs.length,
      successInterval,
      success: successVerdict(successInterval),
      p,
      a12,
      errors: p < 0.05 && a12 !== 0.5 ? (a12 > 0.5 ? 'smaller' : 'larger') : 'undecided',
    };
  });
  const strata = pairs.map(({ ours, theirs }) => ({ first: areas(ours), second: areas(theirs) }));
  const areaInterval = areaDifferenceInterval(strata);
  return {
    first,
    against,
    problems,
    areaDifference: areaDifference(strata),
    areaInterval,
    area: areaInterval.low > 0 ? 'larger' : areaInterval.high < 0 ? 'smaller' : 'undecided',
  };
}

/** Only an interval that excludes something says something: one that reaches far to both sides leaves it undecided. */
export function successVerdict({ low, high }: Interval): ProblemComparison['success'] {
  if (low > 0) return 'more often';
  if (high < 0) return 'less often';
  return low >= -margin ? 'not less often' : 'undecided';
}

function bestOf(runs: ReadonlyMap<string, readonly MeasuredRun[]>, labels: readonly string[]): string | undefined {
  const ranked = labels
    .flatMap(label => {
      const own = runs.get(label);
      return own
        ? [{ label, share: solved(own) / own.length, error: quantile(errors(own), 0.5), area: mean(areas(own)) }]
        : [];
    })
    // Both errors may be infinite.
    .sort((a, b) => b.share - a.share || (a.error === b.error ? 0 : a.error - b.error) || b.area - a.area);
  return ranked[0]?.label;
}

const errors = (runs: readonly MeasuredRun[]) => runs.map(({ error }) => error);
const areas = (runs: readonly MeasuredRun[]) => runs.map(({ area }) => area);
const solved = (runs: readonly MeasuredRun[]) => runs.filter(({ row }) => row.solved).length;
