import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@glompo/core';
import { expect } from 'vitest';
import type { Cell } from '../placements/cells.js';
import { untilGone } from './marked.js';
import { Manager } from './stubborn-study.js';

/** The placements in which everything that computes is a process, or all trials do. */
const cells: readonly Cell[] = [
  { optimizers: 'processes', trials: 'with-optimizer', slots: 2 },
  { optimizers: 'processes', trials: 'processes', slots: 2 },
  { optimizers: 'inline', trials: 'processes', slots: 3 },
  { optimizers: 'threads', trials: 'processes', slots: 2 },
];

/** So long it is looked whether something is left. That it takes less than a second is measured by B8, where nothing else runs. */
export const goneWithinMs = 15_000;

/**
 * Kills a manager with SIGKILL at so many random moments: while it starts, while trials are made, while programs are started, or
 * while every worker is stuck.
 *
 * @returns milliseconds until nothing was left, for each
 */
export async function killAtRandomMoments(count: number, seed: number): Promise<readonly number[]> {
  const random = createRandom(seed);
  const took: number[] = [];
  for (let i = 0; i < count; i++) {
    const cell = cells[i % cells.length] as Cell;
    // From when on, and how long after that: the moment is chance, and nothing is waited for.
    const from = (['start', 'workers', 'workers', 'stuck'] as const)[Math.floor(4 * random.uniform())];
    const afterMs = Math.floor(random.uniform() * (from === 'start' ? 800 : 300));
    using manager = new Manager(cell, { oneIn: 1 + Math.floor(4 * random.uniform()) });
    if (from === 'workers') await manager.untilStarted();
    if (from === 'stuck') await manager.untilStuck();
    await pause(afterMs);
    manager.kill('SIGKILL');
    const { ms, left } = await untilGone(manager.mark, goneWithinMs);
    const what = `round ${i} of seed ${seed}: ${cell.optimizers}/${cell.trials}, killed ${afterMs} ms after "${from}"`;
    expect(left, what).toEqual([]);
    took.push(ms);
  }
  return took;
}
