import { GlompoError } from '@glompo/core';
import { checksumOf } from './checksum.js';
import type { Cell, Row, Sqlite } from './sqlite.js';

/** The columns of each table that its checksum is of, in its order. */
export const tables = {
  events: ['number', 'seconds', 'evaluations', 'type', 'run', 'body', 'session'],
  printed: ['number', 'seconds', 'evaluations', 'run', 'body', 'session'],
  trials: [
    ...['number', 'seconds', 'evaluations', 'run', 'told', 'first', 'count', 'best'],
    ...['failures', 'residuals', 'extras', 'points', 'results', 'gradients', 'session'],
  ],
  told: ['number', 'seconds', 'evaluations', 'run', 'first', 'count', 'asked', 'session'],
  snapshots: ['run', 'number', 'seconds', 'evaluations', 'body'],
  memory: ['id', 'number', 'seconds', 'evaluations', 'body'],
  runs: [
    ...['id', 'optimizer', 'choice', 'started', 'started_at', 'started_seconds', 'ended', 'ended_at', 'ended_seconds'],
    ...['status', 'trials', 'ok', 'failed', 'timed_out', 'lost', 'cancelled', 'best'],
  ],
  sessions: ['id', 'asked'],
  checkpoints: ['id', 'made_at', 'host', 'folder', 'scheduled', 'number', 'evaluations', 'continued'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Those that say when and where a session was, as far as it matters to people only. */
const sessionColumns = ['host', 'pid', 'node', 'durability', 'started_at', 'ended_at', 'how', 'detail'] as const;

const blobs: readonly string[] = ['points', 'results', 'gradients'];
/** Columns that may be empty. */
const nullable: Readonly<Partial<Record<Table, readonly string[]>>> = {
  events: ['run', 'body'],
  printed: ['run'],
  trials: ['best', 'failures', 'residuals', 'extras', 'gradients'],
  runs: tables.runs.slice(tables.runs.indexOf('ended')),
  sessions: ['ended_at', 'how'],
  checkpoints: ['continued'],
};

const utf8 = new TextDecoder();

export type Table = keyof typeof tables;
/** Tables with one row per event: each event is in exactly one of them. */
export const eventTables = ['events', 'trials', 'told', 'printed'] as const;
export type EventTable = (typeof eventTables)[number];

/** Writes rows of a table, in place of those that have the same key. @param session its number, which rows of events have last */
export function rowWriter(sqlite: Sqlite, table: Exclude<Table, 'sessions'>, session: number) {
  const isEvent = (eventTables as readonly Table[]).includes(table);
  const columns = [...tables[table], 'checksum'];
  // An event is never written twice.
  const verb = isEvent ? 'INSERT' : 'INSERT OR REPLACE';
  const values = columns.map(() => '?').join(', ');
  const statement = sqlite.prepare(`${verb} INTO ${table} (${columns.join(', ')}) VALUES (${values})`);
  return (cells: readonly Cell[]) => {
    const all = isEvent ? [...cells, session] : cells;
    statement.run(...all, checksumOf(all));
  };
}

const textColumns: Readonly<Record<Table, readonly string[]>> = {
  events: ['type', 'body'],
  printed: ['body'],
  trials: ['failures', 'residuals', 'extras'],
  told: [],
  snapshots: ['body'],
  memory: ['body'],
  runs: ['optimizer', 'status'],
  sessions: ['asked', 'host', 'node', 'durability', 'started_at', 'ended_at', 'how', 'detail'],
  checkpoints: ['made_at', 'host', 'folder'],
};

/**
 * A column, or what is computed of columns, to select: text comes as its bytes, since drivers cut it, or break down and take the process along, where it is
 * damaged. What should be a number may be such a text, too.
 */
export function harmless(name: string, as = name): string {
  return `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) ELSE ${name} END AS ${as}`;
}

/** A text that came so. */
export function textOf(cell: Cell | undefined): string | undefined {
  return cell instanceof Uint8Array ? utf8.decode(cell) : undefined;
}

/**
 * The columns to select of a table, all `harmless`.
 *
 * @param schema of the file. What an older one lacks is as it was then
 */
export function selected(table: Table, schema: number): string {
  const all = [...tables[table], ...(table === 'sessions' ? sessionColumns : []), 'checksum'];
  const column = (name: string) => {
    if (name === 'detail' && schema < 2) return "CAST('trials' AS BLOB) AS detail";
    return harmless(name);
  };
  return all.map(column).join(', ');
}

/**
 * A selected row as it was written.
 *
 * @throws GlompoError `GLOMPO_RECORD` if it is another one now
 */
export function checked(table: Table, selected: Row): Row {
  const row: Record<string, Cell> = { ...selected };
  for (const column of textColumns[table]) {
    row[column] = textOf(row[column]) ?? (row[column] as Cell);
  }
  const cells = tables[table].map(name => row[name] as Cell);
  if (checksumOf(cells) === row.checksum && tables[table].every(name => isOfItsKind(table, name, row[name])))
    return row;
  const which = row.number ?? row.id;
  throw new GlompoError('GLOMPO_RECORD', `it is damaged: row ${which} of its table ${table} is not what was written`);
}

/** SQLite lets anything be in any column. */
function isOfItsKind(table: Table, column: string, cell: Cell | undefined): boolean {
  if (cell === null) return nullable[table]?.includes(column) ?? false;
  if (textColumns[table].includes(column)) return typeof cell === 'string';
  return blobs.includes(column) ? cell instanceof Uint8Array : typeof cell === 'number';
}
