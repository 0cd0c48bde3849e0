import { coordinate, element, type Markup } from '../svg/element.js';
import { ink } from './palette.js';
import type { Area } from './sheet.js';
import type { Placement } from './trace-paths.js';

const gap = 10;
const tick = 9;

/** The middle of the ticks. */
export function unfitY(area: Area): number {
  return area.top - gap - tick / 2;
}

/**
 * Ticks above an area where evaluations had no finite value, the higher the larger their share.
 *
 * @param shares by column, from 0 to 1
 */
export function unfitStrip(shares: ReadonlyMap<number, number>, area: Area, place: Pick<Placement, 'column'>): Markup {
  const top = area.top - gap - tick;
  const bottom = top + tick;
  const path = [...shares]
    .sort(([a], [b]) => a - b)
    .map(
      ([index, share]) => `M${coordinate(place.column(index))},${bottom}v${coordinate(-Math.max(1.5, share * tick))}`,
    )
    .join('');
  return element(
    'g',
    { class: 'unfit' },
    element('path', { d: path, stroke: ink.text, 'stroke-width': 1, 'stroke-opacity': 0.7 }),
    element('text', { x: area.left - 9, y: top + tick, 'text-anchor': 'end', 'font-size': 11 }, 'no value'),
  );
}
