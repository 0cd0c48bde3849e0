import { hostname } from 'node:os';
import { checksumOf } from './checksum.js';
import type { RecordReader } from './record-reader.js';
import { schemaVersion } from './schema.js';
import type { Cell, Row, Sqlite } from './sqlite.js';
import { checked, harmless, selected, tables } from './tables.js';

/** A checkpoint of a study: one file, from which it goes on anywhere. */
export interface Checkpoint {
  /** Where it was asked for or found. */
  readonly file: string;
  /** Number of the last event in it. */
  readonly event: number;
  /** Of the study up to then. */
  readonly evaluations: number;
  /** ISO 8601. */
  readonly madeAt: string;
  /** The machine and the folder in which the study was recorded. */
  readonly host: string;
  readonly folder: string;
}

/** Makes a copy of a record say that it is a checkpoint. */
export function markCheckpoint(
  sqlite: Sqlite,
  { file, folder, scheduled }: { readonly file: string; readonly folder: string; readonly scheduled: boolean },
): Checkpoint {
  const last = 'SELECT number, evaluations FROM';
  const each = ['events', 'trials', 'told', 'printed'].map(table => `${last} ${table}`).join(' UNION ALL ');
  const at = `SELECT ${harmless('number')}, ${harmless('evaluations')} FROM`;
  const [from] = sqlite.prepare(`${at} (${each}) ORDER BY number DESC LIMIT 1`).all();
  const [next] = sqlite.prepare('SELECT coalesce(max(id), 0) + 1 AS id FROM checkpoints').all();
  const made = {
    file,
    event: Number(from?.number ?? 0),
    evaluations: Number(from?.evaluations ?? 0),
    madeAt: new Date().toISOString(),
    host: hostname(),
    folder,
  };
  // One that nobody went on from is none of this file any more.
  sqlite.exec('DELETE FROM checkpoints WHERE continued IS NULL');
  const { madeAt, host, event, evaluations } = made;
  put(sqlite, [Number(next?.id), madeAt, host, folder, scheduled ? 1 : 0, event, evaluations, null]);
  return made;
}

/** A session begins in this file: it is no longer a checkpoint, but a study that goes on from one. */
export function leaveCheckpoint(sqlite: Sqlite, session: number): void {
  const columns = selected('checkpoints', schemaVersion);
  for (const row of sqlite.prepare(`SELECT ${columns} FROM checkpoints WHERE continued IS NULL`).all()) {
    const sound = checked('checkpoints', row);
    const cells = tables.checkpoints.map(name => sound[name] as Cell);
    put(sqlite, [...cells.slice(0, -1), session]);
  }
}

function put(sqlite: Sqlite, cells: readonly Cell[]): void {
  const columns = [...tables.checkpoints, 'checksum'];
  const values = columns.map(() => '?').join(', ');
  sqlite
    .prepare(`INSERT OR REPLACE INTO checkpoints (${columns.join(', ')}) VALUES (${values})`)
    .run(...cells, checksumOf(cells));
}

/** The checkpoint that a file is; undefined: it is none. */
export function checkpointIn(
  reader: RecordReader,
  file: string,
): (Checkpoint & { readonly scheduled: boolean }) | undefined {
  const row = reader.checkpoints().find(({ continued }) => continued === null);
  return row && { ...toCheckpoint(row, file), scheduled: row.scheduled === 1 };
}

function toCheckpoint(row: Row, file: string): Checkpoint {
  return {
    file,
    event: row.number as number,
    evaluations: row.evaluations as number,
    madeAt: row.made_at as string,
    host: row.host as string,
    folder: row.folder as string,
  };
}

/** What tells one study from another: when and where it began, or went on from a checkpoint, as others may have done, too. */
export function identityOf(reader: RecordReader): string {
  const from = reader.checkpoints().findLast(({ continued }) => continued !== null)?.continued;
  const [begun] = reader.sessions();
  const first = reader.sessions().find(({ id }) => id === from) ?? begun;
  return JSON.stringify(first ? [first.id, first.host, first.pid, first.started_at] : []);
}
