import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { familyMark, familyMembers } from '@glompo/core/node';
import { afterAll } from 'vitest';

const bin = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The real command, under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when this has appeared on stderr. */
  appears(pattern: RegExp): Promise<void>;
  /** Resolves when nothing runs any more of what it has started, wherever that hides. */
  gone(): Promise<void>;
}

/** A test that fails while it waits leaves nothing running. */
const underWay = new Set<ChildProcess>();
afterAll(() => {
  for (const child of underWay) child.kill('SIGKILL');
});

export function start(
  args: readonly string[],
  { cwd = tmpdir(), env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Running {
  const { name, value, mark } = familyMark();
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, ...env, [name]: value },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  underWay.add(child);
  child.on('exit', () => underWay.delete(child));
  const texts = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const tell = () => {
    for (const check of waiting) check();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      tell();
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...texts }));
  });
  return {
    child,
    finished,
    async gone() {
      const family = { leader: child.pid as number, group: false, mark };
      while (familyMembers(family).length > 0) await new Promise(resolve => setTimeout(resolve, 5));
    },
    appears: pattern =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!pattern.test(texts.stderr)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
        finished.then(() => reject(new Error(`${pattern} did not appear in: ${texts.stderr}`)), reject);
      }),
  };
}

export function glompo(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  return start(args, options).finished;
}

/** A folder of the user's: files by their paths, removed at the end. */
export function project(files: Readonly<Record<string, string | object>>): {
  readonly path: string;
  [Symbol.dispose](): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'glompo-project-'));
  for (const [name, content] of Object.entries({ 'package.json': { type: 'module' }, ...files })) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The source of a task module with one parameter x in [-1, 1]. */
export function taskSource(evaluate: string): string {
  return `export default { name: 'mine', parameters: [{ kind: 'real', name: 'x', low: -1, high: 1 }], evaluate: ${evaluate} };`;
}
