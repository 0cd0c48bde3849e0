import type { Results } from '../results-file.js';
import { type Comparison, comparisonsOf } from './comparison.js';
import { type Measured, measuredIn } from './measured.js';
import { type CurvePoint, runtimeCurve } from './runtimes.js';
import { type Summary, summaryOf } from './summary.js';

/** A curve for each method, of one problem or of all. */
export type Curves = Readonly<Record<string, readonly CurvePoint[]>>;

/** Everything that is printed of results, in whatever form. */
export interface Report {
  readonly purpose: string;
  readonly budget: number;
  readonly precision: number;
  readonly methods: Readonly<Record<string, string>>;
  readonly skipped: Readonly<Record<string, string>>;
  readonly seeds: readonly number[];
  readonly instances: readonly number[];
  /** Versions, code and machine of each call that made runs. */
  readonly sessions: readonly Omit<Measured['session'], 'problems' | 'seeds' | 'methods'>[];
  /** By problem, by method. */
  readonly summaries: Readonly<Record<string, Readonly<Record<string, Summary>>>>;
  readonly comparisons: readonly Comparison[];
  /** Of all problems that every method has runs of. */
  readonly curves: Curves;
  readonly curveProblems: number;
  readonly curvesByProblem: Readonly<Record<string, Curves>>;
  readonly runs: number;
  readonly missing: number;
  readonly failures: readonly { readonly id: string; readonly failure: string }[];
}

/** @throws ArgumentError for results that must not be reported side by side */
export function reportOf(files: readonly { readonly file: string; readonly results: Results }[]): Report {
  const measured = measuredIn(files);
  const { session, sessions, labels, methods, groups, failures, missing } = measured;
  const shared = [...groups.values()].filter(runs => labels.every(label => runs.has(label)));
  const rows = [...groups.values()].flatMap(runs => [...runs.values()].flat()).map(({ row }) => row);
  const xs = abscissae(Math.max(...rows.map(({ budget, dimensions }) => budget / dimensions), 10));
  const curvesOf = (of: readonly (typeof shared)[number][]): Curves =>
    Object.fromEntries(
      labels.flatMap(label => {
        const hits = of.flatMap(runs => {
          const own = runs.get(label);
          return own ? [own.flatMap(({ row, hits }) => hits.map(hit => hit / row.dimensions))] : [];
        });
        return hits.length > 0 ? [[label, runtimeCurve(hits, xs)]] : [];
      }),
    );
  return {
    purpose: session.purpose,
    budget: session.budget,
    precision: session.precision,
    methods,
    skipped: Object.fromEntries(
      sessions.flatMap(({ skipped }) => Object.entries(skipped)).filter(([label]) => !labels.includes(label)),
    ),
    seeds: distinct(rows.map(({ seed }) => seed)),
    instances: distinct(rows.flatMap(({ instance }) => instance ?? [])),
    sessions: sessions.map(({ problems: _, seeds: __, methods: ___, ...rest }) => rest),
    summaries: mapped(groups, runs => mapped(inOrder(runs, labels), summaryOf)),
    comparisons: comparisonsOf(measured),
    curves: curvesOf(shared),
    curveProblems: shared.length,
    curvesByProblem: mapped(groups, runs => curvesOf([runs])),
    runs: rows.length,
    missing,
    failures: failures.map(({ id, failure = '' }) => ({ id, failure })),
  };
}

/** From one evaluation per dimension to the budget, log-uniform. */
function abscissae(last: number): readonly number[] {
  return Array.from({ length: 161 }, (_, i) => last ** (i / 160));
}

function distinct(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function inOrder<T>(map: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  return new Map(keys.flatMap(key => (map.has(key) ? [[key, map.get(key) as T] as const] : [])));
}

function mapped<T, U>(map: ReadonlyMap<string, T>, value: (of: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries([...map].map(([key, of]) => [key, value(of)]));
}
