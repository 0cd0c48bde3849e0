import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { ConformanceError } from '../cases/expect.js';

/** The promise, or an error that says what was waited for in vain. */
export async function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ConformanceError(`waited ${milliseconds / 1000} s in vain for ${what}`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until something holds. */
export async function until(milliseconds: number, what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > deadline) throw new ConformanceError(`waited ${milliseconds / 1000} s in vain for ${what}`);
    await pause(2);
  }
}

/** Waits until a file is there: how a task says where it is. */
export function untilFile(milliseconds: number, path: string, what: string): Promise<void> {
  return until(milliseconds, what, () => existsSync(path));
}

/** The promise itself; should its case end before it is awaited, its failure is no unhandled rejection. */
export function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
