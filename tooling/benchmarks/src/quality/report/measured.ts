import { basename } from 'node:path';
import { ArgumentError } from '../../arguments.js';
import { jobsOf } from '../plan.js';
import type { Results, SessionRow } from '../results-file.js';
import type { RunRow } from '../run-row.js';
import { areaOf, clippedError, hitsOf, targetsTo } from './runtimes.js';

/** A run with what reports are made of. */
export interface MeasuredRun {
  readonly row: RunRow;
  readonly hits: readonly number[];
  readonly error: number;
  readonly area: number;
}

/** All runs that are reported, by problem and method. */
export interface Measured {
  /** The settings that all have in common. */
  readonly session: SessionRow;
  readonly sessions: readonly SessionRow[];
  /** Names of methods, in the order in which they were asked for. */
  readonly labels: readonly string[];
  /** What they stand for. */
  readonly methods: Readonly<Record<string, string>>;
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, readonly MeasuredRun[]>>;
  readonly failures: readonly RunRow[];
  /** Runs that were asked for and are not there. */
  readonly missing: number;
}

/** @throws ArgumentError for results that must not be reported side by side */
export function measuredIn(files: readonly { readonly file: string; readonly results: Results }[]): Measured {
  const sessions = files.flatMap(({ results }) => results.sessions);
  const [session] = sessions;
  if (session === undefined)
    throw new ArgumentError(`--results: there are none in ${files.map(({ file }) => file).join(', ')}`);
  for (const each of sessions)
    for (const key of ['purpose', 'budget', 'precision'] as const)
      if (each[key] !== session[key])
        throw new ArgumentError(`--beside: ${key} ${each[key]} must not be mixed with ${session[key]}`);
  const targets = targetsTo(session.precision);
  const methods: Record<string, string> = {};
  const groups = new Map<string, Map<string, MeasuredRun[]>>();
  const failures: RunRow[] = [];
  let missing = 0;
  for (const [i, { file, results }] of files.entries()) {
    // What has the same name in two files is told apart.
    const taken = i === 0 ? [] : Object.keys(methods);
    const labelOf = (label: string) => (taken.includes(label) ? `${label} (${basename(file)})` : label);
    for (const each of results.sessions)
      for (const [label, text] of Object.entries(each.methods)) methods[labelOf(label)] = text;
    const ids = new Set(results.runs.map(({ id }) => id));
    missing += new Set(results.sessions.flatMap(jobsOf).flatMap(({ id }) => (ids.has(id) ? [] : id))).size;
    for (const row of results.runs) {
      if (row.failure !== undefined) failures.push(row);
      const hits = hitsOf(row, targets);
      const run = { row, hits, error: clippedError(row), area: areaOf(row, hits) };
      const ofGroup = groups.get(row.group) ?? new Map<string, MeasuredRun[]>();
      groups.set(row.group, ofGroup);
      const label = labelOf(row.label);
      ofGroup.set(label, [...(ofGroup.get(label) ?? []), run]);
    }
  }
  return { session, sessions, labels: Object.keys(methods), methods, groups, failures, missing };
}
