import { readdirSync, readFileSync } from 'node:fs';

/** Of `/proc/<pid>/stat`, what is behind the name (which may hold anything): state, parent … */
function statOf(pid: string | number): readonly string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)?.trim().split(' ') ?? [];
}

/** Processes that descend from this one. */
export function descendants(): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? unlessGone(() => Number(statOf(name)[1])) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (of: number): number[] => (children.get(of) ?? []).flatMap(child => [child, ...below(child)]);
  return below(process.pid);
}

/** Undefined for a process that has ended meanwhile. */
export function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Clock ticks that this process and its descendants have computed, those that have ended included. */
export function ownTicks(): number {
  const ticks = (pid: number) => unlessGone(() => [11, 12, 13, 14].reduce((sum, i) => sum + Number(statOf(pid)[i]), 0));
  return [process.pid, ...descendants()].reduce((sum, pid) => sum + (ticks(pid) ?? 0), 0);
}

/** Clock ticks of all cores since the machine has started: those in which they computed, and all. */
export function machineTicks(): { readonly busy: number; readonly all: number } {
  const line = readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '';
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const busy = user + nice + system + irq + softirq + steal;
  return { busy, all: busy + idle + wait };
}
