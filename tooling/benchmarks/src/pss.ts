import { readdirSync, readFileSync } from 'node:fs';

/** Proportional set size of a process in bytes: pages shared with others count in parts. */
export function pssOf(pid: number | 'self'): number {
  const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  if (found === null) throw new Error(`/proc/${pid}/smaps_rollup has no line "Pss: … kB"`);
  return 1024 * Number(found[1]);
}

/** This process, and all that descend from it. */
export function memoryOfProcesses(): { readonly manager: number; readonly workers: number } {
  const workers = descendants(process.pid).reduce((sum, pid) => sum + pssUnlessGone(pid), 0);
  return { manager: pssOf('self'), workers };
}

function pssUnlessGone(pid: number): number {
  try {
    return pssOf(pid);
  } catch {
    return 0;
  }
}

function descendants(pid: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // pid (name, which may hold anything) state parent …
      const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(')').at(-1)?.split(' ')[2]);
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const below = (of: number): number[] => (parents.get(of) ?? []).flatMap(child => [child, ...below(child)]);
  return below(pid);
}
