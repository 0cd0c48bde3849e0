import type { Bar, Reach, Samples } from './bar.js';
import { type BarResult, isReached } from './bar-result.js';
import { formatFigure, formatTable } from './figures.js';
import { median } from './statistics.js';

/** A bar for people: each figure with its median, its spread, what it must reach, and whether it does. */
export function formatBar(bar: Bar, samples: Samples, { notes, seconds }: BarResult): string {
  const rows = Object.entries(bar.figures).map(([name, figure]) => {
    const values = samples[name] ?? [];
    const format = (value: number) => formatFigure(value, figure.unit);
    const measured =
      values.length === 0
        ? ['not measured', '']
        : [format(median(values)), `${format(Math.min(...values))} – ${format(Math.max(...values))}`];
    const verdict = figure.reach ? (isReached(figure, values) ? 'ok' : 'NOT REACHED') : '';
    return [`  ${name}`, ...measured, figure.reach ? reachWords(figure.reach, format) : '', verdict, figure.what ?? ''];
  });
  return [
    `${bar.id}  ${bar.what} (${seconds.toFixed(0)} s)`,
    formatTable(rows),
    ...notes.map(note => `  ! ${note}`),
    '',
  ].join('\n');
}

function reachWords(reach: Reach, format: (value: number) => string): string {
  return 'atLeast' in reach ? `≥ ${format(reach.atLeast)}` : `≤ ${format(reach.atMost)}`;
}
