import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostEnvironment } from '../worker/environment.js';
import { processorMs, programCount, queuedMs } from './process-usage.js';
import { isTypeScript, loadTypeScript } from './typescript.js';
import { directoryPrefix } from './worker-directory.js';

/** Surroundings of workers in Node, inline ones included. */
export function hostEnvironment(
  options: { readonly directory?: string; readonly enterRun?: (run: number | undefined) => void } = {},
): HostEnvironment {
  let made: string | undefined;
  return {
    now: () => performance.now(),
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    async importModule(url) {
      if (isTypeScript(url)) loadTypeScript(url);
      return import(url);
    },
    directory() {
      made ??= makeDirectory(options.directory);
      return made;
    },
    usage() {
      // The loop is active while this thread computes and while it waits synchronously, in Atomics.wait or execSync.
      return { cpuMs: processorMs(), queuedMs: queuedMs(), blockedMs: performance.eventLoopUtilization().active };
    },
    programs: programCount,
    ...(options.enterRun && { enterRun: options.enterRun }),
    close() {
      if (made !== undefined) rmSync(made, { recursive: true, force: true, maxRetries: 3 });
      made = undefined;
    },
  };
}

function makeDirectory(wanted: string | undefined): string {
  if (wanted === undefined) return mkdtempSync(join(tmpdir(), `${directoryPrefix()}${process.pid}-`));
  mkdirSync(wanted, { mode: 0o700 });
  return wanted;
}
