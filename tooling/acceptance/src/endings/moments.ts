import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@glompo/core';
import { expect } from 'vitest';
import type { Cell } from '../placements/cells.js';
import { isWorker, marked, untilGone } from './marked.js';
import { Manager } from './stubborn-study.js';

/** When a manager is killed: while it starts, while its first workers are there, or when all are stuck; and a random moment after that. */
type From = 'start' | 'workers' | 'stuck';

/** A kill that is to be survived by nothing. */
export interface Round {
  readonly cell: Cell;
  readonly from: From;
}

const onlyProcesses: Cell = { optimizers: 'processes', trials: 'processes', slots: 2 };
/** The other placements in which all trials run on processes. */
const others: readonly Cell[] = [
  { optimizers: 'processes', trials: 'with-optimizer', slots: 2 },
  { optimizers: 'inline', trials: 'processes', slots: 3 },
  { optimizers: 'threads', trials: 'processes', slots: 2 },
];

/** Everything that computes is a process, and workers run, or are stuck. */
export function roundsOnProcesses(count: number): readonly Round[] {
  return Array.from({ length: count }, (_, i) => ({ cell: onlyProcesses, from: i % 2 === 0 ? 'stuck' : 'workers' }));
}

/** The other placements in turn; one in four is killed while it starts. */
export function roundsElsewhere(count: number): readonly Round[] {
  const moments = ['workers', 'stuck', 'workers', 'start'] as const;
  return Array.from({ length: count }, (_, i) => ({
    cell: others[i % others.length] as Cell,
    from: moments[i % moments.length] as From,
  }));
}

/** So long it is looked whether something is left. That it takes less than a second is measured by B8, where nothing else runs. */
export const goneWithinMs = 15_000;

/**
 * Kills a manager in each round, with SIGKILL, at a random moment: while trials are made, while programs are started, while every worker is
 * stuck.
 *
 * @returns milliseconds until nothing was left, for each
 */
export async function killAtRandomMoments(rounds: readonly Round[], seed: number): Promise<readonly number[]> {
  const random = createRandom(seed);
  const took: number[] = [];
  for (const [i, { cell, from }] of rounds.entries()) {
    // How long after that: the moment is chance, and nothing is waited for.
    const afterMs = Math.floor(random.uniform() * (from === 'start' ? 800 : 300));
    using manager = new Manager(cell, { oneIn: 1 + Math.floor(4 * random.uniform()) });
    if (from === 'workers') await manager.untilStarted();
    if (from === 'stuck') await manager.untilStuck();
    await pause(afterMs);
    const running = marked(manager.mark).filter(isWorker).length;
    manager.kill('SIGKILL');
    const { ms, left } = await untilGone(manager.mark, goneWithinMs);
    const what = `round ${i} of seed ${seed}: ${cell.optimizers}/${cell.trials}, killed ${afterMs} ms after "${from}"`;
    expect(left, what).toEqual([]);
    // Where none ran, that none is left says nothing.
    if (from !== 'start') expect(running, `${what}: workers when it was killed`).toBeGreaterThan(0);
    took.push(ms);
  }
  return took;
}
