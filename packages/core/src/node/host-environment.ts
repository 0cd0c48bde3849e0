import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostEnvironment } from '../worker/environment.js';

/** Surroundings of workers in Node, inline ones included. */
export function hostEnvironment(): HostEnvironment {
  let made: string | undefined;
  return {
    now: () => performance.now(),
    importModule: (url) => import(url),
    directory() {
      made ??= mkdtempSync(join(tmpdir(), 'glompo-'));
      return made;
    },
    close() {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
      made = undefined;
    },
  };
}
