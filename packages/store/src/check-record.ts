import { type EventOf, GlompoError } from '@glompo/core';
import { details } from './detail.js';
import { damaged } from './record-error.js';
import type { RecordReader } from './record-reader.js';
import { eventTables, harmless } from './tables.js';

/**
 * All of the study is there. In a session that was recorded with less detail, numbers are missing wherever something was left out.
 *
 * @throws GlompoError `GLOMPO_RECORD` if it cannot be gone on with
 */
export function checkWhole(reader: RecordReader): void {
  const weak = weakSession(reader);
  if (weak === undefined) return;
  const { detail } = weak;
  if (!details.includes(detail)) throw damaged(`there is no detail ${JSON.stringify(detail)}`);
  throw new GlompoError(
    'GLOMPO_RECORD',
    `the study cannot be gone on with, since not all of its trials were recorded (detail: ${detail}); what was recorded can be read`,
  );
}

export const isWhole = (reader: RecordReader) => weakSession(reader) === undefined;

const weakSession = (reader: RecordReader) => reader.sessions().find(({ detail }) => detail !== 'trials');

/**
 * Numbers of events count from 1 without holes, over all tables.
 *
 * @returns the number of the last event; 0 if there is none
 */
export function checkNumbers(reader: RecordReader): number {
  const numbers = eventTables.map(table => `SELECT number FROM ${table} NOT INDEXED`).join(' UNION ALL ');
  const before = `SELECT number, lag(number, 1, 0) OVER (ORDER BY number) AS before FROM (${numbers})`;
  const columns = ['number', 'before'].map(name => harmless(name)).join(', ');
  const [hole] = reader.all(`SELECT ${columns} FROM (${before}) WHERE number <> before + 1 LIMIT 1`);
  if (hole) throw damaged(`event ${hole.number} comes after event ${hole.before}`);
  return Number(reader.all(`SELECT ${harmless('max(number)', 'last')} FROM (${numbers})`)[0]?.last ?? 0);
}

/** No trial is there twice; none is missing before the last one of a run whose trials all were made where its optimizer lives. */
export function checkTrials(reader: RecordReader): void {
  for (const table of ['trials', 'told']) {
    const end = 'lag(first + count, 1, 1) OVER (PARTITION BY run ORDER BY first, number)';
    const [twice] = reader.all(
      `SELECT ${harmless('run')}, ${harmless('first')} FROM (SELECT run, first, ${end} AS next FROM ${table} NOT INDEXED)
       WHERE first < next LIMIT 1`,
    );
    if (twice) throw damaged(`trial ${twice.first} of run ${twice.run} is there twice (${table})`);
  }
  const [gap] = reader.all(
    `SELECT ${harmless('run')}, sum(count) AS made, max(first + count - 1) AS last FROM trials NOT INDEXED
     GROUP BY run HAVING min(told) = 1 AND made <> last LIMIT 1`,
  );
  if (gap) throw damaged(`run ${gap.run} has ${gap.made} trials, of which the last is number ${gap.last}`);
}

/** How many rows about each of these runs there are, found without an index. */
export function rowsPerRun(
  reader: RecordReader,
  table: 'trials' | 'told',
  runs: readonly number[],
): ReadonlyMap<number, number> {
  const some = 'SELECT value FROM json_each(?)';
  const rows = reader.all(
    `SELECT ${harmless('run')}, count(*) AS rows FROM ${table} NOT INDEXED WHERE run IN (${some}) GROUP BY run`,
    JSON.stringify(runs),
  );
  return new Map(rows.map(({ run, rows }) => [run as number, rows as number]));
}

/** Points have as many coordinates as the study has parameters. */
export function checkDimensions({ number, trials }: EventOf<'trials'>, dimensions: number): void {
  if (trials.points.length !== dimensions * trials.values.length)
    throw damaged(`the points of event ${number} have not ${dimensions} coordinates each`);
}
