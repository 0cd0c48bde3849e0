import { shortened } from '../svg/clean-text.js';
import { element, type Markup } from '../svg/element.js';
import { ink } from './palette.js';
import { signsIn } from './sheet.js';

export interface LegendEntry {
  /** Drawn around the middle of 24 × 16 pixels, whose left edge is at 0. */
  readonly sample: Markup;
  readonly text: string;
}

export interface LegendGroup {
  readonly heading: string;
  readonly entries: readonly LegendEntry[];
}

const line = 19;

/** Groups of samples with their meaning, one below the other; groups without entries are left out. */
export function legend(
  at: { readonly left: number; readonly top: number; readonly width: number },
  groups: readonly LegendGroup[],
): Markup {
  let y = at.top;
  const signs = signsIn(at.width - 32, 12);
  return element(
    'g',
    { class: 'legend' },
    groups
      .filter(({ entries }) => entries.length > 0)
      .flatMap(({ heading, entries }) => {
        const head = element('text', { x: at.left, y: y + 4, fill: ink.faint }, shortened(heading, signs + 4));
        y += line;
        const rows = entries.map(({ sample, text }) => {
          const row = element(
            'g',
            { class: 'legend-entry' },
            element('g', { transform: `translate(${at.left} ${y})` }, sample),
            element('text', { x: at.left + 32, y: y + 4 }, shortened(text, signs)),
          );
          y += line;
          return row;
        });
        y += line / 2;
        return [head, ...rows];
      }),
  );
}

export function lineSample(color: string, width: number, opacity = 1): Markup {
  return element('line', {
    x1: 0,
    x2: 24,
    y1: 0,
    y2: 0,
    stroke: color,
    'stroke-width': width,
    'stroke-opacity': opacity,
  });
}

export function boxSample(color: string): Markup {
  return element('rect', { x: 4, y: -7, width: 16, height: 14, fill: color });
}
