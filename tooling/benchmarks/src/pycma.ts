import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What pycma was measured to do once: `data/pycma.json`. */
export interface Recorded {
  /** pycma's, and with what it ran. */
  readonly version: string;
  readonly machine: string;
  /** Microseconds of ask and tell of one generation at least, by dimensions. */
  readonly cost: Readonly<Record<string, number>>;
  /** Evaluations to the target by function and dimensions, one per seed; null: it was not found. */
  readonly evaluations: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
}

export function recordedPycma(): Recorded {
  return JSON.parse(readFileSync(new URL('../data/pycma.json', import.meta.url), 'utf8')) as Recorded;
}

/** @returns what a program in `peers/` prints, as JSON; or undefined where pycma cannot be imported (`PYTHONPATH`) */
export async function runPycma<Result>(
  program: string,
  args: readonly (string | number)[],
): Promise<Result | undefined> {
  const script = fileURLToPath(new URL(`../peers/${program}.py`, import.meta.url));
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/python3', [script, ...args.map(String)], {
      timeout: 300_000,
      killSignal: 'SIGKILL',
      // As its users have it: one evaluation at a time.
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
    });
    return JSON.parse(stdout) as Result;
  } catch (error) {
    const { code } = error as { code?: unknown };
    // The program's own word for it; or there is no Python.
    if (code === 3 || code === 'ENOENT') return undefined;
    throw error;
  }
}
