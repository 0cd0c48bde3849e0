import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { GlompoError, type PlainObject, type StudyEvent } from '@glompo/core';
import { isAlive } from '@glompo/core/node';
import { checkWhole } from './check-record.js';
import { leaveCheckpoint } from './checkpoint-rows.js';
import { checksumOf } from './checksum.js';
import type { Detail } from './detail.js';
import { bodyOf, tableOf, toRow } from './event-rows.js';
import { lockFile, lockFolder, type Unlock } from './folder-lock.js';
import { encodePlain } from './plain-json.js';
import { putCheckpoint } from './put-checkpoint.js';
import { refused } from './record-error.js';
import { busyTimeoutMs, recordFile, removeRecord, schemaIn } from './record-file.js';
import { RecordReader } from './record-reader.js';
import { RunRows } from './run-rows.js';
import { schemaVersion, upToDate } from './schema.js';
import { openSqlite, type Sqlite } from './sqlite.js';
import { eventTables, harmless, rowWriter, textOf } from './tables.js';

/**
 * When what is recorded is on the disk. Whichever it is: once it is recorded, a process that is killed loses nothing of it. What a machine loses that crashes or
 * loses its power: `batch`: nothing; `second`: about the last second; `end`: what came since the system last wrote it out, some
 * megabytes or about half a minute.
 */
export type Durability = 'batch' | 'second' | 'end';

/** So long the end of a session waits for readers. */
const endTimeoutMs = 500;

/** How a session ended: with its study; left by its reader before that; or the study broke down. */
export type SessionEnd = 'ended' | 'left' | 'failed';

export interface SessionOptions {
  readonly durability: Durability;
  readonly detail: Detail;
  readonly asked: PlainObject;
  /** The study goes on that is recorded there, after so many events. */
  readonly after: number | undefined;
  /** The checkpoint that the record begins as. */
  readonly from: string | undefined;
}

/** What it takes to write once a session has begun. */
interface Session {
  readonly id: number;
  readonly rows: Record<(typeof eventTables)[number], ReturnType<typeof rowWriter>>;
  readonly snapshot: ReturnType<typeof rowWriter>;
  readonly forgetSnapshot: (run: number) => void;
  readonly memory: ReturnType<typeof rowWriter>;
  readonly runs: RunRows;
}

/** Whoever only asks whether somebody writes there has the lock for a moment. */
const lockPatienceMs = 500;

/** Writes the events of one session into the record of a folder, which it has for itself. A study that goes on and then does not begin changes nothing. */
export class RecordWriter {
  readonly #directory: string;
  readonly #sqlite: Sqlite;
  readonly #unlock: Unlock;
  readonly #options: SessionOptions;
  /** Of the file as it was found. */
  readonly #schema: number;
  #session: Session | undefined;
  #last: number;
  #begun = false;
  #broughtAt = performance.now();
  #closed = false;
  #broken = false;

  /** @throws GlompoError `GLOMPO_RECORD` if the folder is in use, or what is there must not be written to; whatever SQLite says */
  static open(directory: string, options: SessionOptions): RecordWriter {
    const { from } = options;
    const [hadLock, hadRecord] = [lockFile(directory), recordFile(directory)].map(file => existsSync(file));
    const unlock = lockFolder(directory, { patienceMs: lockPatienceMs });
    if (unlock === undefined) throw refused(directory, `another study is being recorded there${userOf(directory)}`);
    let isMade = !hadRecord;
    try {
      if (from !== undefined) putCheckpoint(from, directory);
      isMade ||= from !== undefined;
      const sqlite = openSqlite(recordFile(directory));
      try {
        return new RecordWriter(directory, { sqlite, unlock, options });
      } catch (error) {
        sqlite.close();
        throw error;
      }
    } catch (error) {
      if (isMade) removeRecord(directory);
      unlock({ remove: isMade && !hadLock });
      throw error;
    }
  }

  private constructor(
    directory: string,
    { sqlite, unlock, options }: { readonly sqlite: Sqlite; readonly unlock: Unlock; readonly options: SessionOptions },
  ) {
    this.#directory = directory;
    this.#sqlite = sqlite;
    this.#unlock = unlock;
    this.#options = options;
    const { after } = options;
    const goesOn = after !== undefined;
    sqlite.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    this.#schema = schemaIn(sqlite);
    this.#last = this.#schema > 0 ? lastEvent(sqlite) : 0;
    if (this.#last > 0 && !goesOn)
      throw new GlompoError(
        'GLOMPO_RECORD',
        `a study of ${this.#last} events is there, which is not overwritten: go on with it, or record in another folder`,
      );
    if (this.#schema > 0 && goesOn) checkWhole(new RecordReader(sqlite, this.#schema));
    if (this.#last === 0 && goesOn) throw new GlompoError('GLOMPO_RECORD', 'there is no study to go on with');
    if (goesOn && after !== this.#last)
      throw new GlompoError(
        'GLOMPO_RECORD',
        `it has changed since it was read, from ${after} to ${this.#last} events: another session has just ended there; try again`,
      );
    if (goesOn)
      // That it can be written is known before anything is evaluated.
      sqlite.exec('BEGIN IMMEDIATE; ROLLBACK');
    else this.#session = this.#beginSession();
  }

  /** Number of the last event that is recorded. */
  get last(): number {
    return this.#last;
  }

  /** All of them, or none. */
  write(events: readonly StudyEvent[]): void {
    const before = this.#last;
    this.#session ??= this.#beginSession();
    const session = this.#session;
    try {
      this.#transaction(() => {
        for (const event of events) this.#write(event, session);
      });
    } catch (error) {
      this.#last = before;
      throw error;
    }
    if (this.#options.durability !== 'second' || performance.now() - this.#broughtAt < 1000) return;
    this.bringToDisk();
  }

  /** What is recorded survives the machine. */
  bringToDisk(): void {
    this.#sqlite.exec('PRAGMA wal_checkpoint(PASSIVE)');
    this.#broughtAt = performance.now();
  }

  /** It cannot be written: its files are closed, and nobody else may write there until `close`. */
  breakOff(): void {
    if (this.#closed || this.#broken) return;
    this.#broken = true;
    this.#sqlite.close();
  }

  /** Ends the session; nothing is written after that. Of a study that did not begin nothing is left. */
  close(how: SessionEnd): void {
    if (this.#closed) return;
    this.#closed = true;
    let isNothing = false;
    try {
      if (this.#broken) return;
      isNothing = this.#last === 0 || (this.#options.from !== undefined && this.#session === undefined);
      if (this.#session !== undefined && !isNothing) this.#endSession(how, this.#session);
    } finally {
      if (!this.#broken) this.#sqlite.close();
      if (isNothing) removeRecord(this.#directory);
      this.#unlock({ remove: isNothing });
    }
  }

  #beginSession(): Session {
    const sqlite = this.#sqlite;
    const { durability } = this.#options;
    sqlite.exec('PRAGMA journal_mode = WAL');
    sqlite.exec(`PRAGMA synchronous = ${durability === 'batch' ? 'FULL' : 'NORMAL'}`);
    const id = this.#transaction(() => {
      if (this.#schema < schemaVersion) sqlite.exec(upToDate(this.#schema));
      return beginSession(sqlite, this.#options);
    });
    const writer = (table: Parameters<typeof rowWriter>[1]) => rowWriter(sqlite, table, id);
    const forget = sqlite.prepare('DELETE FROM snapshots WHERE run = ?');
    return {
      id,
      rows: {
        events: writer('events'),
        trials: writer('trials'),
        told: writer('told'),
        printed: writer('printed'),
      },
      snapshot: writer('snapshots'),
      forgetSnapshot: run => forget.run(run),
      memory: writer('memory'),
      runs: new RunRows(sqlite, writer('runs')),
    };
  }

  #endSession(how: SessionEnd, { id }: Session): void {
    const end = this.#sqlite.prepare('UPDATE sessions SET ended_at = ?, how = ? WHERE id = ?');
    this.#transaction(() => end.run(new Date().toISOString(), how, id));
    // A reader, such as one that makes a checkpoint, is not waited for: what is in the WAL is kept there.
    this.#sqlite.exec(`PRAGMA busy_timeout = ${endTimeoutMs}; PRAGMA wal_checkpoint(TRUNCATE)`);
    leaveOneFile(this.#sqlite);
  }

  #write(event: StudyEvent, { rows, snapshot, memory, runs, forgetSnapshot }: Session): void {
    if (event.type === 'gap')
      throw new GlompoError('GLOMPO_RECORD', `the events ${event.from} to ${event.to} were missed: it began too late`);
    if (
      event.number <= this.#last ||
      (event.number > this.#last + 1 && (this.#options.detail === 'trials' || !this.#begun))
    )
      throw new GlompoError(
        'GLOMPO_RECORD',
        `event ${event.number} came after event ${this.#last}: it is another study`,
      );
    if (event.type === 'study-started' && !this.#begun) {
      this.#begun = true;
      const goesOn = this.#options.after !== undefined;
      if (Boolean(event.resumed) !== goesOn)
        throw new GlompoError(
          'GLOMPO_RECORD',
          goesOn ? 'the study does not go on: it begins anew' : 'the study goes on, but not with this record',
        );
    }
    rows[tableOf(event)](toRow(event));
    const { number, seconds, evaluations } = event;
    if (event.type === 'snapshot') snapshot([event.run, number, seconds, evaluations, bodyOf(event)]);
    else if (event.type === 'decided') memory([1, number, seconds, evaluations, bodyOf(event)]);
    else if (event.type === 'run-started') runs.begin(event);
    else if (event.type === 'run-restored') runs.goOn(event);
    else if (event.type === 'run-ended') {
      runs.end(event);
      // One that was only stopped may go on some day.
      if (event.status !== 'stopped') forgetSnapshot(event.run);
    }
    this.#last = number;
  }

  #transaction<T>(work: () => T): T {
    this.#sqlite.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#sqlite.exec('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#sqlite.exec('ROLLBACK');
      } catch {
        // SQLite has done so itself.
      }
      throw error;
    }
  }
}

function lastEvent(sqlite: Sqlite): number {
  const last = (table: string) =>
    Number(sqlite.prepare(`SELECT ${harmless('max(number)', 'last')} FROM ${table}`).all()[0]?.last ?? 0);
  return Math.max(...eventTables.map(last));
}

function beginSession(sqlite: Sqlite, { durability, detail, asked }: SessionOptions): number {
  const id = Number(sqlite.prepare('SELECT coalesce(max(id), 0) + 1 AS id FROM sessions').all()[0]?.id);
  const what = encodePlain(asked);
  const columns = 'id, host, pid, node, durability, detail, started_at, asked, checksum';
  const insert = sqlite.prepare(`INSERT INTO sessions (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const began = new Date().toISOString();
  insert.run(id, hostname(), process.pid, process.version, durability, detail, began, what, checksumOf([id, what]));
  leaveCheckpoint(sqlite, id);
  return id;
}

/** The record becomes one file that can be copied, and read where nothing can be written. A reader may be in the way, which does no harm. */
function leaveOneFile(sqlite: Sqlite): void {
  sqlite.exec('PRAGMA busy_timeout = 0');
  try {
    sqlite.prepare('PRAGMA journal_mode = DELETE').all();
  } catch {
    // The next session will.
  }
}

/** Who has the folder, as far as it is known. */
function userOf(directory: string): string {
  try {
    const sqlite = openSqlite(recordFile(directory));
    try {
      const columns = ['host', 'pid', 'started_at', 'ended_at'].map(name => harmless(name)).join(', ');
      const last = `SELECT ${columns} FROM sessions ORDER BY id DESC LIMIT 1`;
      const [user] = sqlite.prepare(last).all();
      // One that only begins to go on has not said so yet.
      const host = textOf(user?.host);
      const isOver = user?.ended_at !== null || (host === hostname() && !isAlive(Number(user.pid)));
      return user === undefined || isOver
        ? ''
        : `, by process ${user.pid} on ${host}, since ${textOf(user.started_at)}`;
    } finally {
      sqlite.close();
    }
  } catch {
    // It is only now beginning.
    return '';
  }
}
