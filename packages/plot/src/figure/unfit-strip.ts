import { element, type Markup } from '../svg/element.js';
import { ink } from './palette.js';
import type { Area } from './sheet.js';
import type { Placement } from './trace-paths.js';

const gap = 4;
const tick = 9;

/** Ticks above an area where evaluations had no finite value. */
export function unfitStrip(columns: ReadonlyMap<number, number>, area: Area, place: Pick<Placement, 'column'>): Markup {
  const top = area.top - gap - tick;
  const path = [...columns.keys()]
    .sort((a, b) => a - b)
    .map(index => `M${Math.round(place.column(index) * 10) / 10},${top}v${tick}`)
    .join('');
  return element(
    'g',
    { class: 'unfit' },
    element('path', { d: path, stroke: ink.text, 'stroke-width': 1, 'stroke-opacity': 0.7 }),
    element('text', { x: area.left - 9, y: top + tick, 'text-anchor': 'end', 'font-size': 11 }, 'no value'),
  );
}
