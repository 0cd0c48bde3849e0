import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { defineTask, type Evaluation, parseOptions, type TrialContext } from '@glompo/core/plugin';
import { faultyTaskOptions } from './faulty-task.js';
import { misbehave } from './misbehave.js';
import { hashOf, isChosen } from './point-choice.js';

/** Evaluations that have begun to misbehave in this thread: the task may be loaded more than once there. */
let begun = 0;

/** An ordinary task, Σ (x_i − i/10)², but for the points that misbehave: see `faultyTask`. */
export default defineTask(given => {
  const options = parseOptions(faultyTaskOptions, given, 'faulty');
  const { fault, oneIn, inRun, once, dims, milliseconds, waits, folder } = options;
  let calls = 0;
  if (folder !== undefined) writeFileSync(join(folder, `worker-${process.pid}`), '');

  function misbehaves(x: Float64Array, { run }: TrialContext): boolean {
    if (fault === 'none' || (inRun !== undefined && run !== inRun)) return false;
    if (fault === 'dies-sometimes') return calls % oneIn === 0;
    return isChosen(x, oneIn) && (once === undefined || isFirstTime(x, once));
  }

  function evaluate(x: Float64Array, context: TrialContext): number | Promise<number | Evaluation> {
    calls++;
    const value = x.reduce((sum, c, i) => sum + (c - i / 10) ** 2, 0);
    if (misbehaves(x, context)) {
      if (folder !== undefined) writeFileSync(join(folder, `begun-${process.pid}-${threadId}-${++begun}`), '');
      return misbehave({ value, context, options }) as number;
    }
    if (milliseconds === 0) return value;
    if (waits) return pause(milliseconds).then(() => value);
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
    return value;
  }

  return {
    name: 'faulty',
    parameters: Array.from(
      { length: dims },
      (_, i) => ({ kind: 'real', name: `x${i + 1}`, low: -5, high: 5 }) as const,
    ),
    start: new Float64Array(dims).fill(1.5),
    evaluate,
  };
});

function isFirstTime(x: Float64Array, folder: string): boolean {
  const marker = join(folder, `seen-${hashOf(x)}`);
  if (existsSync(marker)) return false;
  writeFileSync(marker, '');
  return true;
}
