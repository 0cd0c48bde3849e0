import { mean } from '../statistics/area-difference.js';
import { expectedRunningTime, runningTimeInterval } from '../statistics/expected-running-time.js';
import type { Interval } from '../statistics/interval.js';
import { wilson } from '../statistics/wilson.js';
import type { MeasuredRun } from './measured.js';
import { quartiles } from './runtimes.js';

/** What a method did on a problem. Infinite figures are null in JSON. */
export interface Summary {
  readonly runs: number;
  readonly failed: number;
  readonly solved: number;
  readonly solvedShare: Interval;
  /** Of the final errors, clipped at the precision. */
  readonly errorQuartiles: readonly [number, number, number];
  /** Expected running time to a solution. */
  readonly runningTime: number;
  readonly runningTimeInterval: Interval;
  /** Mean share of the area under the runtime distribution. */
  readonly area: number;
  /** How many of the 51 targets were reached: the mean over the runs. */
  readonly targets: number;
  /** Median of the seconds of one core that a run took in the process that evaluates. */
  readonly cpuSeconds: number;
}

export function summaryOf(runs: readonly MeasuredRun[]): Summary {
  const tries = runs.map(({ row }) => ({ evaluations: row.evaluations, success: row.solved }));
  const solved = tries.filter(({ success }) => success).length;
  return {
    runs: runs.length,
    failed: runs.filter(({ row }) => row.failure !== undefined).length,
    solved,
    solvedShare: wilson(solved, runs.length),
    errorQuartiles: quartiles(runs.map(({ error }) => error)),
    runningTime: expectedRunningTime(tries),
    runningTimeInterval: runningTimeInterval(tries),
    area: mean(runs.map(({ area }) => area)),
    targets: mean(runs.map(({ hits }) => hits.filter(hit => Number.isFinite(hit)).length)),
    cpuSeconds: quartiles(runs.map(({ row }) => row.cpuSeconds))[1],
  };
}
