import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backend, inline, type MaybePromise, type OpenOptions } from '@glompo/core';
import { Link } from './link.js';
import { within } from './within.js';

/** The backend under test and how long it is waited for. */
export interface BackendSubject {
  /** A backend; each case asks for one. */
  readonly backend: () => MaybePromise<Backend>;
  /** After this long, waiting for anything is in vain. */
  readonly deadlineMs: number;
}

/** Opens workers, uses them, and closes them whatever happens. */
export async function withWorkers<T>(
  { backend, deadlineMs }: BackendSubject,
  options: OpenOptions,
  use: (link: Link, backend: Backend) => Promise<T>,
): Promise<T> {
  const opened = await backend();
  const workers = await within(deadlineMs, `${options.size} workers to open`, opened.open(options));
  const link = new Link(workers, deadlineMs);
  let result: T;
  try {
    result = await use(link, opened);
  } catch (error) {
    // The first error is the one that says something.
    await link.close().catch(() => {});
    throw error;
  }
  await link.close();
  return result;
}

/** The same on the inline backend of core, which the others are compared with. */
export function withInline<T>({ deadlineMs }: BackendSubject, use: (link: Link) => Promise<T>): Promise<T> {
  return withWorkers({ backend: inline, deadlineMs }, { size: 1 }, use);
}

/** A folder for the messages of tasks to the case, removed at the end. */
export async function withFolder<T>(use: (path: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'glompo-testing-'));
  try {
    return await use(name => join(folder, name));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
