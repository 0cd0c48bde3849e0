import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LeftBehind, LeftBehindResult } from '../left-behind.js';
import { unlessGone } from '../process-tree.js';
import { answer } from './answer.js';
import type { StuckStudy } from './stuck-study.js';
import { temporaryFolder } from './temporary-folder.js';

const program = fileURLToPath(new URL('./stuck-study.js', import.meta.url));
const withinMs = 1000;

answer(async ({ row, slots }: LeftBehind): Promise<LeftBehindResult> => {
  const folder = temporaryFolder();
  const mark = `GLOMPO_BENCH_MARK=${randomUUID()}`;
  const [name, value] = mark.split('=') as [string, string];
  const setup = JSON.stringify({ row, slots, folder } satisfies StuckStudy);
  const manager = spawn(process.execPath, [program, setup], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, [name]: value },
  });
  try {
    // Inline there is one thread, whatever the slots.
    const [optimizers, trials] = row.split('/');
    const stuck = (trials === 'with-optimizer' ? optimizers : trials) === 'inline' ? 1 : slots;
    while (readdirSync(folder).filter(file => file.startsWith('begun-')).length < stuck) {
      if (manager.exitCode !== null) throw new Error(`the manager of ${row} ended by itself`);
      await pause(5);
    }
    return await kill(manager, mark);
  } finally {
    manager.kill('SIGKILL');
    for (const pid of marked(mark)) process.kill(pid, 'SIGKILL');
  }
});

async function kill(manager: ChildProcess, mark: string): Promise<LeftBehindResult> {
  const from = performance.now();
  manager.kill('SIGKILL');
  for (;;) {
    const left = marked(mark).length;
    const ms = performance.now() - from;
    if (left === 0 || ms >= withinMs) return { left, goneAfterMs: Math.min(ms, withinMs) };
    await pause(2);
  }
}

/** Processes that run and have inherited the mark; corpses do not run. */
function marked(mark: string): number[] {
  return readdirSync('/proc').flatMap(pid => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    const of = (what: string) => {
      try {
        return unlessGone(() => readFileSync(`/proc/${pid}/${what}`, 'utf8')) ?? '';
      } catch {
        // Somebody else's.
        return '';
      }
    };
    return of('environ').split('\0').includes(mark) && !/\) [ZX] /.test(of('stat')) ? [Number(pid)] : [];
  });
}
