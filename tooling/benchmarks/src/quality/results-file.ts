import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { ArgumentError } from '../arguments.js';
import type { Machine } from '../machine.js';
import type { ListedProblem } from './problems/problem-list.js';
import type { Purpose } from './purpose.js';
import type { RunRow } from './run-row.js';

/** What a call of the instrument was asked for, and where: a line of the results before its runs. */
export type SessionRow = {
  readonly type: 'session';
  readonly format: 1;
  readonly purpose: Purpose;
  readonly budget: number;
  readonly precision: number;
  readonly problems: readonly ListedProblem[];
  /** Calls by name. */
  readonly methods: { readonly [label: string]: string };
  readonly seeds: readonly number[];
  /** What was asked for and cannot be measured here, and why. */
  readonly skipped: { readonly [label: string]: string };
  /** Of what takes part in the measurement. */
  readonly versions: { readonly [name: string]: string };
  /** A fingerprint of the built code of glompo. */
  readonly code: string;
  readonly machine: Machine;
  /** When it began (ISO 8601). */
  readonly began: string;
};

export interface Results {
  readonly sessions: readonly SessionRow[];
  readonly runs: readonly RunRow[];
}

/**
 * Reads the results of calls so far. A last line that was cut off by the end of a process is not there; with `repair` it is removed, so that lines
 * can be appended.
 *
 * @throws ArgumentError for a file that is not of this instrument
 */
export function readResults(file: string, repair = false): Results {
  if (!existsSync(file)) return { sessions: [], runs: [] };
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('\n') + 1;
  if (repair && end < bytes.length) truncateSync(file, end);
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  const rows = lines.map((line, i): SessionRow | RunRow => {
    const row = parsed(line) as Partial<SessionRow> & Partial<RunRow>;
    const known = row?.type === 'session' ? row.format === 1 : row?.type === 'run' && typeof row.id === 'string';
    if (!known)
      throw new ArgumentError(`${file}: line ${i + 1} is no result of this instrument: give another --results`);
    return row as unknown as SessionRow | RunRow;
  });
  return {
    sessions: rows.filter(row => row.type === 'session'),
    runs: firstOfEach(rows.filter(row => row.type === 'run')),
  };
}

/** Two calls at the same time may have made the same run, which counts once. */
function firstOfEach(runs: readonly RunRow[]): readonly RunRow[] {
  const ids = new Set<string>();
  return runs.filter(({ id }) => !ids.has(id) && ids.add(id));
}

/** One write for a line, so that it is whole or cut off at its end. */
export function appendRow(file: string, row: SessionRow | RunRow): void {
  appendFileSync(file, `${JSON.stringify(row)}\n`);
}

/**
 * Whether runs of this call may stand beside those that are there: what would make them incomparable must be the same. More problems, methods and
 * seeds may come.
 *
 * @throws ArgumentError that names the first difference
 */
export function checkGoesOn(file: string, { sessions }: Results, next: SessionRow): void {
  for (const before of sessions) {
    for (const key of ['purpose', 'budget', 'precision', 'code'] as const) {
      if (before[key] === next[key]) continue;
      throw new ArgumentError(
        `${file} has runs of another ${names[key]} (${before[key]}, now ${next[key]}), which must not be mixed: give another --results`,
      );
    }
    for (const [label, text] of Object.entries(next.methods)) {
      const own = Object.hasOwn(before.methods, label) ? before.methods[label] : text;
      if (own === text) continue;
      throw new ArgumentError(`${file}: "${label}" is ${own} there, and ${text} now: give it another name`);
    }
    for (const [name, version] of Object.entries(next.versions)) {
      if (!Object.hasOwn(before.versions, name) || before.versions[name] === version) continue;
      throw new ArgumentError(
        `${file} has runs of ${name} ${before.versions[name]}, now ${version}: give another --results`,
      );
    }
  }
}

const names = { purpose: 'purpose', budget: 'budget', precision: 'target', code: 'code of glompo' } as const;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
