import { type DecisionMemory, type EventOf, GlompoError, type PlainObject, type StudyEvent } from '@glompo/core';
import { contentOf, fromRow, snapshotFromRow } from './event-rows.js';
import type { Cell, Row, Sqlite, Statement } from './sqlite.js';
import { checked, type EventTable, eventTables, selected } from './tables.js';

/** So many rows are read at once, fewer where they are large. */
const mostRows = 1024;
const fewestRows = 16;
const largePage = 2 ** 20;

/** Asks the tables of a record. Every row that it gives is what was written. */
export class RecordReader {
  readonly #sqlite: Sqlite;
  readonly #statements = new Map<string, Statement>();

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  all(sql: string, ...cells: readonly Cell[]): readonly Row[] {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#sqlite.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement.all(...cells);
  }

  /** All that is read meanwhile is of one moment. */
  atOneMoment<T>(read: () => T): T {
    this.#sqlite.exec('BEGIN');
    try {
      return read();
    } finally {
      this.#sqlite.exec('COMMIT');
    }
  }

  /** Rows of the table `events` in order. */
  *events(): Generator<Row> {
    for (const row of this.#pages('events', { where: 'number > ?' })) yield checked('events', row);
  }

  event(number: number): StudyEvent | undefined {
    for (const table of eventTables) {
      const [row] = this.all(`SELECT ${selected(table)} FROM ${table} WHERE number = ?`, number);
      if (row) return fromRow(table, row);
    }
    return undefined;
  }

  *trials(run: number | undefined, upTo = Number.MAX_SAFE_INTEGER): Generator<EventOf<'trials'>> {
    const where = run === undefined ? 'number > ? AND number <= ?' : 'number > ? AND number <= ? AND run = ?';
    const more = run === undefined ? [upTo] : [upTo, run];
    for (const row of this.#pages('trials', { where, more })) {
      const event = fromRow('trials', row) as EventOf<'trials'>;
      const { values, points } = event.trials;
      if (values.length !== row.count || (values.length > 0 && points.length % values.length > 0))
        throw damaged(`the columns of event ${event.number} do not fit each other`);
      yield event;
    }
  }

  /** Trials and tellings of a run in order. */
  *log(run: number, upTo: number): Generator<EventOf<'trials'> | EventOf<'told'>> {
    const where = 'number > ? AND number <= ? AND run = ?';
    const told = this.#pages('told', { where, more: [upTo, run] });
    let telling = told.next();
    for (const trials of this.trials(run, upTo)) {
      for (; !telling.done && (telling.value.number as number) < trials.number; telling = told.next())
        yield fromRow('told', telling.value) as EventOf<'told'>;
      yield trials;
    }
    for (; !telling.done; telling = told.next()) yield fromRow('told', telling.value) as EventOf<'told'>;
  }

  snapshot(run: number): EventOf<'snapshot'> | undefined {
    const [row] = this.all(`SELECT ${selected('snapshots')} FROM snapshots WHERE run = ?`, run);
    return row && snapshotFromRow(row);
  }

  memory(): EventOf<'decided'> | undefined {
    const [row] = this.all(`SELECT ${selected('memory')} FROM memory`);
    if (row === undefined) return undefined;
    const { number, seconds, evaluations, body } = checked('memory', row);
    const { memory } = contentOf(body) as unknown as { memory: DecisionMemory };
    return { type: 'decided', number, seconds, evaluations, memory } as EventOf<'decided'>;
  }

  sessions(): readonly Row[] {
    return this.all(`SELECT ${selected('sessions')} FROM sessions ORDER BY id`).map(row => checked('sessions', row));
  }

  /** What was asked for in the last session in which the study did begin; undefined: there was none. */
  askedLast(): PlainObject | undefined {
    const begun = `SELECT ${selected('events')} FROM events NOT INDEXED WHERE type = 'study-started' ORDER BY number DESC LIMIT 1`;
    const [row] = this.all(begun);
    if (row === undefined) return undefined;
    const { session: id } = checked('events', row);
    const session = this.sessions().find(row => row.id === id);
    if (session === undefined) throw damaged(`its session ${id} is not there`);
    return this.askedIn(session);
  }

  /** What was asked for in a session. */
  askedIn(session: Row): PlainObject {
    return contentOf(session.asked);
  }

  /** Nothing is held open between two pages, so that the record can grow and be brought to disk meanwhile. */
  *#pages(
    table: EventTable,
    { where, more = [] }: { readonly where: string; readonly more?: readonly Cell[] },
  ): Generator<Row> {
    const sql = `SELECT ${selected(table)} FROM ${table} WHERE ${where} ORDER BY number LIMIT ?`;
    let size = fewestRows;
    for (let after = 0; ; ) {
      const rows = this.all(sql, after, ...more, size);
      yield* rows;
      if (rows.length < size) return;
      after = (rows.at(-1) as Row).number as number;
      size = bytesIn(rows) < largePage ? Math.min(2 * size, mostRows) : Math.max(fewestRows, size / 2);
    }
  }
}

function bytesIn(rows: readonly Row[]): number {
  let bytes = 0;
  for (const row of rows)
    for (const cell of Object.values(row)) bytes += cell instanceof Uint8Array ? cell.byteLength : 8;
  return bytes;
}

export function damaged(what: string): GlompoError {
  return new GlompoError('GLOMPO_RECORD', `it is damaged: ${what}`);
}
