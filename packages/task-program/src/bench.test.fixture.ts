import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Evaluation, Task, TaskFactory, TaskModule, Want } from '@glompo/core/plugin';

/** Why tests of Python cannot run here; undefined if they can. */
export const withoutPython = spawnSync('python3', ['--version']).status === 0 ? undefined : 'there is no python3';

/** Where `glompo_serve.py` is. */
export const pythonFolder = fileURLToPath(new URL('../python', import.meta.url));

/** A task as a worker has it, and a folder for it and for its programs. */
export interface Bench extends AsyncDisposable {
  readonly folder: string;
  evaluate(
    x: readonly number[],
    options?: { readonly trial?: number; readonly wants?: readonly Want[]; readonly signal?: AbortSignal },
  ): Promise<Evaluation>;
  close(): Promise<void>;
}

/** A folder of the user's, removed at the end. */
export function folderWith(files: Readonly<Record<string, string>>): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'glompo-program-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text, { mode: 0o755 });
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Brings a task to life as a worker does: from its module and from options that have travelled. */
export async function bench({ module, options = {} }: TaskModule): Promise<Bench> {
  const { default: factory } = (await import(module)) as { readonly default: TaskFactory };
  const task: Task = await factory(JSON.parse(JSON.stringify(options)));
  const folder = mkdtempSync(join(tmpdir(), 'glompo-worker-'));
  const close = async () => {
    await task.close?.();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    folder,
    async evaluate(x, { trial = 1, wants = [], signal = new AbortController().signal } = {}) {
      const context = { signal, run: 3, trial, seed: 1000 + trial, wants, directory: folder };
      const result = await task.evaluate(Float64Array.from(x), context);
      return typeof result === 'number' ? { value: result } : result;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The message with which an evaluation fails. */
export async function failureOf(evaluation: Promise<unknown>): Promise<string> {
  try {
    await evaluation;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
}

/** Whether a process runs (Linux): corpses that nobody has collected do not. */
export function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
