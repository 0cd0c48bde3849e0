import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** What a process holds, each thing in a word or two. All but `active` is known on Linux only. */
export interface VitalSigns {
  /** What keeps the event loop busy: timers, sockets, pipes, ports, requests. */
  readonly active: readonly string[];
  /** Open files, sockets and pipes. */
  readonly descriptors: readonly string[];
  readonly threads: readonly string[];
  /** Child processes, corpses that were not collected included. */
  readonly children: readonly string[];
}

/** What was ended goes with the next rounds of the event loop; a thread takes its time. */
const settleMs = 5_000;
const onLinux = process.platform === 'linux';

export function vitalSigns(): VitalSigns {
  return {
    active: process.getActiveResourcesInfo(),
    descriptors: onLinux ? descriptors() : [],
    threads: onLinux ? readdirSync('/proc/self/task').map(() => 'a thread') : [],
    children: onLinux ? children() : [],
  };
}

/** Node 20 keeps the files open that a thread was importing when it was ended; Node 22 does not. */
const keepsModules = Number(process.versions.node.split('.')[0]) < 22;

function descriptors(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap(name => {
    try {
      // Without the number that each socket and pipe has of its own.
      const target = readlinkSync(`/proc/self/fd/${name}`).replace(/:\[\d+\]$/, '');
      return keepsModules && target.endsWith('.js') ? [] : [target];
    } catch {
      // The one with which the folder was read.
      return [];
    }
  });
}

function children(): readonly string[] {
  return readdirSync('/proc').flatMap(pid => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      // "pid (name) state parent …", and a name may hold anything.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      return Number(parent) === process.pid ? [`process ${name} (${state})`] : [];
    } catch {
      // It has ended since the folder was listed.
      return [];
    }
  });
}

/**
 * Waits until a process holds no more than before; tells what it still holds too much of.
 *
 * @param corpses children that have ended may be left: those that a thread has started are collected by nobody when it is gone
 */
export async function excessOver(
  before: VitalSigns,
  { corpses }: { readonly corpses: boolean },
): Promise<string | undefined> {
  const deadline = performance.now() + settleMs;
  for (;;) {
    const now = vitalSigns();
    const excess = (Object.keys(before) as (keyof VitalSigns)[])
      .flatMap(kind => added(before[kind], now[kind]))
      .filter(each => !(corpses && each.endsWith('(Z)')));
    if (excess.length === 0) return undefined;
    if (performance.now() > deadline) return `it holds more than before the study: ${excess.join(', ')}`;
    await pause(20);
  }
}

/** What is there beyond what was there before. */
function added(before: readonly string[], now: readonly string[]): readonly string[] {
  const left = [...before];
  return now.filter(each => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
