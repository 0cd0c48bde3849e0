import type { DecisionMemory, EventOf, Moment, PlainObject, StudyEvent } from '@glompo/core';
import { contentOf, fromRow, snapshotFromRow } from './event-rows.js';
import { damaged } from './record-error.js';
import { checkShape } from './shapes.js';
import type { Cell, Row, Sqlite, Statement } from './sqlite.js';
import { checked, type EventTable, eventTables, harmless, selected } from './tables.js';

/** So many rows are read at once, fewer where they are large. */
const mostRows = 1024;
const fewestRows = 16;
const largePage = 2 ** 20;

/** Types of events that have tables of their own. */
const elsewhere: readonly string[] = ['trials', 'told', 'output'];

/** Which rows: `where` begins with `number > ?`, or that of the table's key; `more` fills in the rest. */
interface Which {
  readonly where: string;
  readonly more?: readonly Cell[];
  /** All are about this one. */
  readonly run?: number | undefined;
}

/** Asks the tables of a record. Every row that it gives is what was written. */
export class RecordReader {
  readonly #sqlite: Sqlite;
  readonly #schema: number;
  readonly #statements = new Map<string, Statement>();

  /** @param schema of the file */
  constructor(sqlite: Sqlite, schema: number) {
    this.#sqlite = sqlite;
    this.#schema = schema;
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
      const [row] = this.all(`SELECT ${selected(table, this.#schema)} FROM ${table} WHERE number = ?`, number);
      if (row) return fromRow(table, row);
    }
    return undefined;
  }

  /** The last one of all tables, which are written in one transaction. */
  last(): Moment | undefined {
    const lasts = eventTables.map(table => `SELECT max(number) AS number FROM ${table}`).join(' UNION ALL ');
    const [row] = this.all(`SELECT ${harmless('max(number)', 'number')} FROM (${lasts})`);
    const number = row?.number as number | null | undefined;
    const event = number ? this.event(number) : undefined;
    return event && { event: event.number, evaluations: event.evaluations, seconds: event.seconds };
  }

  *trials(run: number | undefined, upTo = Number.MAX_SAFE_INTEGER): Generator<EventOf<'trials'>> {
    const where = run === undefined ? 'number > ? AND number <= ?' : 'number > ? AND number <= ? AND run = ?';
    const more = run === undefined ? [upTo] : [upTo, run];
    for (const row of this.#pages('trials', { where, more, run })) {
      const event = fromRow('trials', row) as EventOf<'trials'>;
      if (event.trials.values.length !== row.count)
        throw damaged(`the columns of event ${event.number} do not fit each other`);
      yield event;
    }
  }

  /** Trials and tellings of a run in order. */
  *log(run: number, upTo: number): Generator<EventOf<'trials'> | EventOf<'told'>> {
    const where = 'number > ? AND number <= ? AND run = ?';
    const told = this.#pages('told', { where, more: [upTo, run], run });
    let telling = told.next();
    for (const trials of this.trials(run, upTo)) {
      for (; !telling.done && (telling.value.number as number) < trials.number; telling = told.next())
        yield fromRow('told', telling.value) as EventOf<'told'>;
      yield trials;
    }
    for (; !telling.done; telling = told.next()) yield fromRow('told', telling.value) as EventOf<'told'>;
  }

  /** Events in order, those that are kept elsewhere left out. */
  *told({ types, run }: { readonly types?: readonly string[] | undefined; readonly run?: number | undefined }) {
    const wanted = (type: string) => types === undefined || types.includes(type);
    const where = run === undefined ? 'number > ?' : 'number > ? AND run = ?';
    const more = run === undefined ? [] : [run];
    const parts: Generator<StudyEvent>[] = [];
    if (wanted('trials')) parts.push(this.trials(run));
    if (wanted('told')) parts.push(this.#eventsOf('told', { where, more, run }));
    if (wanted('output')) parts.push(this.#eventsOf('printed', { where, more, run }));
    const others = types?.filter(type => !elsewhere.includes(type));
    if (others === undefined) {
      const kept = `${where} AND type NOT IN ('snapshot', 'decided')`;
      parts.push(this.#eventsOf('events', { where: kept, more, run }));
    } else if (run === undefined) {
      // Several types in one query would be sorted anew for each page.
      for (const type of others)
        parts.push(this.#eventsOf('events', { where: `${where} AND type = ?`, more: [type], run }));
    } else if (others.length > 0) {
      const named = `${where} AND type IN (${others.map(() => '?').join(', ')})`;
      parts.push(this.#eventsOf('events', { where: named, more: [...more, ...others], run }));
    }
    yield* inOrder(parts);
  }

  *runs(): Generator<Row> {
    for (const row of this.#pages('runs', { where: 'id > ?' })) yield checked('runs', row);
  }

  /** The last event of a type, if it came after number `after`. */
  lastOf(type: StudyEvent['type'], after = 0): StudyEvent | undefined {
    const sql = `SELECT ${selected('events', this.#schema)} FROM events WHERE type = ? AND number > ? ORDER BY number DESC LIMIT 1`;
    const [row] = this.all(sql, type, after);
    return row && fromRow('events', row);
  }

  snapshot(run: number): EventOf<'snapshot'> | undefined {
    const [row] = this.all(`SELECT ${selected('snapshots', this.#schema)} FROM snapshots WHERE run = ?`, run);
    return row && snapshotFromRow(row);
  }

  memory(): EventOf<'decided'> | undefined {
    const [row] = this.all(`SELECT ${selected('memory', this.#schema)} FROM memory`);
    if (row === undefined) return undefined;
    const { number, seconds, evaluations, body } = checked('memory', row);
    const { memory } = contentOf(body) as unknown as { memory: DecisionMemory };
    return checkShape({ type: 'decided', number, seconds, evaluations, memory } as EventOf<'decided'>);
  }

  sessions(): readonly Row[] {
    return this.all(`SELECT ${selected('sessions', this.#schema)} FROM sessions ORDER BY id`).map(row =>
      checked('sessions', row),
    );
  }

  /** The checkpoints that this study went on from, and the one that this file is. */
  checkpoints(): readonly Row[] {
    if (this.#schema < 2) return [];
    const rows = this.all(`SELECT ${selected('checkpoints', this.#schema)} FROM checkpoints ORDER BY id`);
    return rows.map(row => checked('checkpoints', row));
  }

  /** What was asked for in the last session in which the study did begin; undefined: there was none. */
  askedLast(): PlainObject | undefined {
    const begun = `SELECT ${selected('events', this.#schema)} FROM events NOT INDEXED WHERE type = 'study-started' ORDER BY number DESC LIMIT 1`;
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

  *#eventsOf(table: EventTable, which: Which): Generator<StudyEvent> {
    for (const row of this.#pages(table, which)) yield fromRow(table, row);
  }

  /** Nothing is held open between two pages, so that the record can grow and be brought to disk meanwhile. */
  *#pages(table: EventTable | 'runs', { where, more = [], run }: Which): Generator<Row> {
    const key = table === 'runs' ? 'id' : 'number';
    const sql = `SELECT ${selected(table, this.#schema)} FROM ${table} WHERE ${where} ORDER BY ${key} LIMIT ?`;
    let size = fewestRows;
    for (let after = 0; ; ) {
      const rows = this.all(sql, after, ...more, size);
      for (const row of rows) {
        // An index that is damaged gives other rows, or in another order.
        if (!((row[key] as number) > after) || (run !== undefined && row.run !== run))
          throw damaged(`the rows of its table ${table} are not where they should be`);
        after = row[key] as number;
        yield row;
      }
      if (rows.length < size) return;
      size = bytesIn(rows) < largePage ? Math.min(2 * size, mostRows) : Math.max(fewestRows, size / 2);
    }
  }
}

/** Items of each part come by rising number, and so do all. */
function* inOrder<T extends { readonly number: number }>(parts: readonly Generator<T>[]): Generator<T> {
  const heads = parts.map(part => part.next());
  for (;;) {
    let first = -1;
    for (const [at, head] of heads.entries()) {
      const best = heads[first];
      if (!head.done && (best === undefined || best.done || head.value.number < best.value.number)) first = at;
    }
    const head = heads[first];
    if (head === undefined || head.done) return;
    yield head.value;
    heads[first] = (parts[first] as Generator<T>).next();
  }
}

function bytesIn(rows: readonly Row[]): number {
  let bytes = 0;
  for (const row of rows)
    for (const cell of Object.values(row)) bytes += cell instanceof Uint8Array ? cell.byteLength : 8;
  return bytes;
}
