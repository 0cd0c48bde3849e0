import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { resourcesNow } from '@glompo/testing';

/** What a process holds; file descriptors and threads are known on Linux only. */
export interface VitalSigns {
  readonly descriptors: number;
  readonly threads: number;
  readonly handles: readonly string[];
  /** Bytes, garbage collected. */
  readonly heap: number;
  readonly resident: number;
}

/** What was ended goes with the next rounds of the event loop; a thread takes its time. */
const settleMs = 5_000;

export function vitalSigns(): VitalSigns {
  // Twice: what the first collection finalises, the second one frees.
  for (let i = 0; i < 2; i++) globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const onLinux = process.platform === 'linux';
  return {
    descriptors: onLinux ? descriptors() : 0,
    threads: onLinux ? readdirSync('/proc/self/task').length : 0,
    handles: resourcesNow(),
    heap: heapUsed,
    resident: rss,
  };
}

/** Node 20 keeps the files open that a thread was importing when it was ended; Node 22 does not. */
const keepsModules = Number(process.versions.node.split('.')[0]) < 22;

function descriptors(): number {
  return readdirSync('/proc/self/fd').filter(name => {
    try {
      return !(keepsModules && readlinkSync(`/proc/self/fd/${name}`).endsWith('.js'));
    } catch {
      // The one with which the folder was read.
      return false;
    }
  }).length;
}

/** Waits until a process holds no more than before, but for memory; tells what it still holds too much of. */
export async function excessOver(before: VitalSigns): Promise<string | undefined> {
  const deadline = performance.now() + settleMs;
  for (;;) {
    const { descriptors, threads, handles } = vitalSigns();
    const excess =
      descriptors > before.descriptors
        ? `${descriptors} file descriptors instead of ${before.descriptors}`
        : threads > before.threads
          ? `${threads} threads instead of ${before.threads}`
          : handles.length > before.handles.length
            ? `handles ${handles} instead of ${before.handles}`
            : undefined;
    if (excess === undefined || performance.now() > deadline) return excess;
    await pause(20);
  }
}
