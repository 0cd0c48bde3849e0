import { curveStepAfter, line } from 'd3-shape';
import type { Column } from '../reading/columns.js';

/** From what was read to pixels. */
export interface Placement {
  /** Of the middle of a column. */
  column(index: number): number;
  value(value: number): number;
}

/** An upright line in each column, from its least value to its greatest. */
export function rangesPath(columns: readonly Column[], place: Placement): string {
  let path = '';
  for (const { index, low, high } of columns) {
    const [from, to] = [place.value(high), place.value(low)];
    // A single value is a dot: lines have round ends.
    const top = to - from < 0.2 ? (from + to) / 2 - 0.1 : from;
    path += `M${tenths(place.column(index))},${tenths(top)}V${tenths(Math.max(to, top + 0.2))}`;
  }
  return path;
}

/** The best so far, in steps, from its first value until `end`, in pixels. */
export function bestPath(
  trace: { readonly columns: readonly Column[]; readonly first: number | undefined },
  place: Placement,
  end: number,
): string {
  const { columns, first } = trace;
  const points: [number, number][] = [];
  if (columns[0] && first !== undefined)
    points.push([Math.min(place.column(columns[0].index), end), place.value(first)]);
  for (const { index, best } of columns) {
    const y = place.value(best);
    if (points.at(-1)?.[1] === y) continue;
    points.push([Math.min(place.column(index), end), y]);
  }
  const last = points.at(-1);
  if (last === undefined) return '';
  // A run of one column would have no length, and so could not be seen.
  points.push([Math.max(end, last[0] + 0.5), last[1]]);
  return line().curve(curveStepAfter).digits(1)(points) ?? '';
}

function tenths(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
