import { bootstrap } from '../quality/statistics/bootstrap.js';
import { median } from '../statistics.js';
import type { LennardJonesRow } from './lennard-jones-row.js';

/**
 * Medians of the evaluations to the target, and the ratio of each method's to the first one's with its bootstrap interval (percentiles, 95 %). A study that did not
 * reach the target counts as infinite.
 */
export function lennardJonesReport(rows: readonly LennardJonesRow[]): string {
  const methods = [...new Set(rows.map(row => row.method))];
  const costs = methods.map(method => rows.filter(row => row.method === method).map(costOf));
  const lines = methods.map((method, i) => {
    const own = rows.filter(row => row.method === method);
    const solved = own.filter(row => row.solved).length;
    const seconds = own.map(row => row.seconds);
    const perRun = sum(own.map(row => row.evaluations)) / sum(own.map(row => row.runs));
    return [
      method,
      `${solved}/${own.length}`,
      whole(median(costs[i] as number[])),
      whole(sum(own.map(row => row.evaluations)) / own.length),
      perRun.toFixed(1),
      i === 0 ? '1' : ratio(costs[i] as number[], costs[0] as number[]),
      `${median(seconds).toFixed(1)} (at most ${Math.max(...seconds).toFixed(1)})`,
    ];
  });
  const head = ['method', 'solved', 'median evaluations', 'mean', 'per descent', 'ratio of medians (95 %)', 'seconds'];
  return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |\n`).join('');
}

function ratio(a: readonly number[], b: readonly number[]): string {
  const { low, high } = bootstrap(random => {
    const resampled = (values: readonly number[]) => values.map(() => values[random.integer(values.length)] as number);
    return median(resampled(a)) / median(resampled(b));
  });
  return `${(median(a) / median(b)).toFixed(2)} (${low.toFixed(2)} … ${high.toFixed(2)})`;
}

function costOf({ solved, evaluations }: LennardJonesRow): number {
  return solved ? evaluations : Number.POSITIVE_INFINITY;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '∞';
}
