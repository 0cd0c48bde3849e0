import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** A program of which everything that it starts can be found, whatever that does: by a variable that all inherit. Known on Linux only. */
export interface Mark {
  readonly name: string;
  readonly value: string;
}

export interface Marked {
  readonly pid: number;
  readonly command: string;
}

export function newMark(): Mark {
  return { name: 'ACCEPTANCE_MARK', value: randomUUID() };
}

/** What runs with this mark: corpses that nobody has collected do not. */
export function marked({ name, value }: Mark): readonly Marked[] {
  return readdirSync('/proc').flatMap(pid => {
    if (!/^\d+$/.test(pid) || !contentOf(pid, 'environ').includes(`${name}=${value}`)) return [];
    if (/\) [ZX] /.test(contentOf(pid, 'stat'))) return [];
    return [{ pid: Number(pid), command: contentOf(pid, 'cmdline').replaceAll('\0', ' ').trim() }];
  });
}

/** Whether it is a worker process. */
export const isWorker = ({ command }: Marked) => /worker\.js/.test(command);

/** Waits until so many of what runs are what is looked for. */
export async function untilMarked(mark: Mark, count: number, isOne: (found: Marked) => boolean): Promise<void> {
  while (marked(mark).filter(isOne).length < count) await pause(5);
}

/**
 * Waits until nothing runs with this mark.
 *
 * @param withinMs how long at most
 * @returns milliseconds that it took, and what is left then
 */
export async function untilGone(
  mark: Mark,
  withinMs: number,
): Promise<{ readonly ms: number; left: readonly Marked[] }> {
  const from = performance.now();
  for (;;) {
    const left = marked(mark);
    const ms = performance.now() - from;
    if (left.length === 0 || ms > withinMs) return { ms, left };
    await pause(2);
  }
}

/** Ends what runs with this mark. */
export function endMarked(mark: Mark): void {
  for (const { pid } of marked(mark)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

function contentOf(pid: string, what: 'environ' | 'stat' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    // It has ended since the folder was listed, or is somebody else's.
    return '';
  }
}
