/// <reference lib="esnext.disposable" preserve="true" />
import { closeSync, fsyncSync, lstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { GlompoError } from '@glompo/core';
import { unfinishedFile } from '@glompo/core/node';

/** Writes reach the system in pieces of about this size. */
const pieceSize = 2 ** 20;

/** A file that has its name only when all of it is on the disk: until then it is hidden beside it, a failure leaves nothing, and what a kill leaves is removed by the next one. */
export class OutputFile implements Disposable {
  readonly path: string;
  readonly #hidden: string;
  readonly #force: boolean;
  #descriptor: number | undefined;
  readonly #piece = Buffer.allocUnsafe(pieceSize);
  #filled = 0;
  #written = 0;

  /** @throws GlompoError `GLOMPO_EXPORT` if there is a file of this name (unless `force`), or none can be made there */
  constructor(path: string, { force }: { readonly force: boolean }) {
    this.path = path;
    this.#force = force;
    this.#refuseOther();
    this.#hidden = unfinishedFile(dirname(path));
    this.#descriptor = this.#guarded(() => openSync(this.#hidden, 'wx', 0o666));
  }

  /** Where the next byte goes. */
  get position(): number {
    return this.#written + this.#filled;
  }

  write(bytes: Uint8Array): void {
    if (bytes.byteLength > pieceSize - this.#filled) this.#flush();
    if (bytes.byteLength >= pieceSize) {
      this.#put(bytes, this.#written);
      this.#written += bytes.byteLength;
      return;
    }
    this.#piece.set(bytes, this.#filled);
    this.#filled += bytes.byteLength;
  }

  text(text: string): void {
    this.write(Buffer.from(text, 'utf8'));
  }

  /** Writes over what was written at a position. */
  patch(bytes: Uint8Array, position: number): void {
    this.#flush();
    this.#put(bytes, position);
  }

  /** Gives it its name. @throws GlompoError `GLOMPO_EXPORT` */
  finish(): void {
    this.#flush();
    const descriptor = this.#descriptor as number;
    this.#guarded(() => {
      fsyncSync(descriptor);
      this.#descriptor = undefined;
      closeSync(descriptor);
    });
    try {
      this.#refuseOther();
      this.#guarded(() => renameSync(this.#hidden, this.path));
    } catch (error) {
      rmSync(this.#hidden, { force: true });
      throw error;
    }
  }

  /** Without `finish`, nothing is left. */
  [Symbol.dispose](): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#hidden, { force: true });
  }

  #flush(): void {
    if (this.#filled === 0) return;
    this.#put(this.#piece.subarray(0, this.#filled), this.#written);
    this.#written += this.#filled;
    this.#filled = 0;
  }

  #put(bytes: Uint8Array, position: number): void {
    this.#guarded(() => {
      for (let done = 0; done < bytes.byteLength; )
        done += writeSync(this.#descriptor as number, bytes, done, bytes.byteLength - done, position + done);
    });
  }

  #refuseOther(): void {
    // A link that leads nowhere counts, too: what is behind it is nobody's business.
    const there = lstatSync(this.path, { throwIfNoEntry: false });
    if (there === undefined) return;
    const isRecord = belongsToRecord(this.path);
    if (this.#force && !there.isDirectory() && !isRecord) return;
    const why = there.isDirectory()
      ? 'is a folder'
      : isRecord
        ? 'belongs to a recorded study, or another database: no export takes its place'
        : 'is there already, and is not overwritten unless that is asked for (--force, or force: true)';
    throw new GlompoError('GLOMPO_EXPORT', `the file ${this.path} ${why}`);
  }

  #guarded<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw new GlompoError('GLOMPO_EXPORT', `the file ${this.path} cannot be written: ${inWords(error)}`, {
        cause: error,
      });
    }
  }
}

const databaseMark = Buffer.from('SQLite format 3\0', 'latin1');

/** A database such as a study's record, or a file that belongs to one. */
function belongsToRecord(path: string): boolean {
  const database = path.replace(/-(wal|shm|journal)$/, '');
  return basename(path) === 'study.lock' || isDatabase(database);
}

function isDatabase(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const begin = Buffer.alloc(databaseMark.byteLength);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, begin, 0, begin.byteLength, 0);
  } finally {
    closeSync(descriptor);
  }
  return begin.equals(databaseMark);
}

function inWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'the disk is full, or allows no file so large; nothing was left there';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `you may not write there (${code}): name another place (--to FILE)`;
    case 'ENOENT':
    case 'ENOTDIR':
      return 'its folder does not exist';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    default:
      return message;
  }
}
