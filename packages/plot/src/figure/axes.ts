import { scaleLinear } from 'd3-scale';
import { element, type Markup } from '../svg/element.js';
import type { Tick } from '../value-scale.js';
import { linearTicks } from './format-number.js';
import { ink } from './palette.js';
import type { Area } from './sheet.js';

/** The horizontal axis at the lower edge of an area. */
export function bottomAxis(area: Area, ticks: readonly Tick[], title: string): Markup {
  const { left, top, width, height } = area;
  const bottom = top + height;
  return element(
    'g',
    { class: 'x-axis' },
    element('line', { x1: left, x2: left + width, y1: bottom, y2: bottom, stroke: ink.axis }),
    ticks.map(({ at, label }) => {
      const x = left + at * width;
      return element(
        'g',
        { class: 'tick' },
        element('line', { x1: x, x2: x, y1: bottom, y2: bottom + 5, stroke: ink.axis }),
        element('text', { x, y: bottom + 19, 'text-anchor': 'middle' }, label),
      );
    }),
    element(
      'text',
      { class: 'axis-title', x: left + width / 2, y: bottom + 40, 'text-anchor': 'middle', 'font-size': 13 },
      title,
    ),
  );
}

/** The vertical axis at the left edge of an area, with lines across it. */
export function leftAxis(area: Area, ticks: readonly Tick[], title: string): Markup {
  const { left, top, width, height } = area;
  const middle = top + height / 2;
  const widest = Math.max(0, ...ticks.map(({ label }) => label.length));
  const titleX = Math.max(16, left - 22 - widest * 7.2);
  return element(
    'g',
    { class: 'y-axis' },
    ticks.map(({ at, label }) => {
      const y = top + (1 - at) * height;
      return element(
        'g',
        { class: 'tick' },
        element('line', { class: 'grid', x1: left, x2: left + width, y1: y, y2: y, stroke: ink.grid }),
        element('line', { x1: left - 5, x2: left, y1: y, y2: y, stroke: ink.axis }),
        element('text', { x: left - 9, y: y + 4, 'text-anchor': 'end' }, label),
      );
    }),
    element('line', { x1: left, x2: left, y1: top, y2: top + height, stroke: ink.axis }),
    element(
      'text',
      {
        class: 'axis-title',
        ...{ x: titleX, y: middle, 'text-anchor': 'middle', 'font-size': 13 },
        transform: `rotate(-90 ${Math.round(titleX)} ${Math.round(middle)})`,
      },
      title,
    ),
  );
}

/** Ticks of an axis from 0 to `end`. */
export function ticksTo(end: number, about = 7): readonly Tick[] {
  const scale = scaleLinear([0, end], [0, 1]);
  const written = linearTicks(0, end, about);
  return scale.ticks(about).map(value => ({ at: scale(value), label: written(value) }));
}
