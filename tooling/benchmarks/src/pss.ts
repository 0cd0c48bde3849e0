import { readFileSync } from 'node:fs';
import { descendants, unlessGone } from './process-tree.js';

/** Proportional set size of a process in bytes: pages shared with others count in parts. */
export function pssOf(pid: number | 'self'): number {
  const found = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  if (found === null) throw new Error(`/proc/${pid}/smaps_rollup has no line "Pss: … kB"`);
  return 1024 * Number(found[1]);
}

/** Of this process and all that descend from it. */
export function pssOfTree(): number {
  return descendants().reduce((sum, pid) => sum + (unlessGone(() => pssOf(pid)) ?? 0), pssOf('self'));
}
