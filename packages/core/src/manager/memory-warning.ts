import type { Backend } from '../contracts/backend.js';
import type { Housing } from './housing.js';

/** Says so if the workers of a housing will hardly fit into memory. */
export function warnOfMemory({ sites }: Housing, slots: number, warn: (message: string) => void): void {
  const backends = new Set([...sites.values()].map(site => site.trials ?? site.optimizers));
  for (const backend of backends) warnOf(backend, slots, warn);
}

function warnOf({ name, memory }: Backend, slots: number, warn: (message: string) => void): void {
  if (memory === undefined) return;
  const needed = slots * memory.perWorker;
  const free = memory.free();
  if (needed <= free) return;
  warn(
    `${slots} slots on backend "${name}" take about ${megabytes(needed)} of memory beside what the task needs, ` +
      `and ${megabytes(free)} are free: give fewer slots if the machine becomes slow`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20).toLocaleString('en-US')} MB`;
}
