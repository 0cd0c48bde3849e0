import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type EventOf,
  GlompoError,
  type Moment,
  type PlainObject,
  type RecordedRun,
  type RecordedSession,
  type RecordedType,
  type StudyHistory,
  type StudyOverview,
  type StudyRecord,
} from '@glompo/core';
import { recordError, refused } from './record-error.js';
import { busyTimeoutMs, holdsRecord, recordFile, recordFileAt, schemaIn } from './record-file.js';
import { RecordReader } from './record-reader.js';
import { recordedRun, recordedSession } from './recorded.js';
import { openSqlite, type Sqlite } from './sqlite.js';
import { readHistory } from './study-history.js';
import { readOverview } from './study-overview.js';

/**
 * Whether a study is recorded in this folder, so that it can be opened, and gone on with.
 *
 * @throws GlompoError `GLOMPO_RECORD` if there is something else, or a record that cannot be read
 */
export function holdsStudy(directory: string): boolean {
  const folder = resolve(directory);
  const file = recordFile(folder);
  if (!existsSync(file)) return false;
  let sqlite: Sqlite | undefined;
  try {
    sqlite = openSqlite(file);
    return holdsRecord(sqlite) && hasEvents(sqlite);
  } catch (error) {
    throw recordError(error, folder);
  } finally {
    sqlite?.close();
  }
}

function hasEvents(sqlite: Sqlite): boolean {
  return sqlite.prepare('SELECT number FROM events LIMIT 1').all().length > 0;
}

/**
 * Opens the record of a study for reading, also while it is being written. It is not changed, also if it is of an older version.
 *
 * @param directory the folder of the study, or the file of a checkpoint
 * @throws GlompoError `GLOMPO_RECORD` if there is none, it is damaged, or of a newer version
 */
export function openRecord(directory: string): StudyRecord {
  const folder = resolve(directory);
  const file = recordFileAt(folder);
  if (!existsSync(file)) throw refused(folder, 'there is none (no study.db)');
  let sqlite: Sqlite | undefined;
  try {
    sqlite = openSqlite(file);
    sqlite.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA query_only = ON`);
    const schema = schemaIn(sqlite);
    if (schema === 0)
      throw refused(folder, 'it is empty: nothing is recorded in it yet, or its study was killed while it started');
    return new OpenRecord(folder, sqlite, new RecordReader(sqlite, schema));
  } catch (error) {
    sqlite?.close();
    throw recordError(error, folder);
  }
}

class OpenRecord implements StudyRecord {
  readonly #folder: string;
  readonly #sqlite: Sqlite;
  readonly #reader: RecordReader;
  #open = true;

  constructor(folder: string, sqlite: Sqlite, reader: RecordReader) {
    this.#folder = folder;
    this.#sqlite = sqlite;
    this.#reader = reader;
  }

  last(): Moment | undefined {
    return this.#guarded(() => this.#reader.last());
  }

  asked(): PlainObject {
    return this.#guarded(() => this.#reader.askedLast()) ?? {};
  }

  sessions(): readonly RecordedSession[] {
    return this.#guarded(() => this.#reader.sessions().map(recordedSession));
  }

  overview(): StudyOverview {
    return this.#guarded(() => this.#reader.atOneMoment(() => readOverview(this.#reader)));
  }

  *runs(): Generator<RecordedRun> {
    for (const row of this.#iterated(() => this.#reader.runs())) yield recordedRun(row);
  }

  history(): StudyHistory {
    return this.#guarded(() => {
      const history = this.#reader.atOneMoment(() => readHistory(this.#reader));
      return {
        ...history,
        live: history.live.map(run => ({ ...run, log: () => this.#iterated(run.log) })),
        ended: () => this.#iterated(history.ended),
        evaluated: numbers => this.#iterated(() => history.evaluated(numbers)),
      };
    });
  }

  events<Type extends RecordedType = RecordedType>({
    types,
    run,
  }: {
    readonly types?: readonly Type[];
    readonly run?: number;
  } = {}): Iterable<EventOf<Type>> {
    return this.#iterated(() => this.#reader.told({ types, run }) as Iterable<EventOf<Type>>);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#sqlite.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #guarded<T>(read: () => T): T {
    if (!this.#open) throw new GlompoError('GLOMPO_CLOSED', `the record in ${this.#folder} has been closed`);
    try {
      return read();
    } catch (error) {
      throw recordError(error, this.#folder);
    }
  }

  *#iterated<T>(begin: () => Iterable<T>): Generator<T> {
    const items = begin()[Symbol.iterator]();
    for (;;) {
      const { done, value } = this.#guarded(() => items.next());
      if (done) return;
      yield value;
    }
  }
}
