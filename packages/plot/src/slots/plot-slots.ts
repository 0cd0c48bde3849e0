import type { SlotTime } from '@glompo/core';
import { max } from 'd3-array';
import { bottomAxis, leftAxis, ticksTo } from '../figure/axes.js';
import { count, counted, duration } from '../figure/format-number.js';
import { boxSample, type LegendEntry, legend, lineSample } from '../figure/legend.js';
import { ink } from '../figure/palette.js';
import { type Area, emptySheet, sheet } from '../figure/sheet.js';
import type { Recorded } from '../reading/study-facts.js';
import { coordinate, element, type Markup } from '../svg/element.js';
import { readSlots, type SlotHistory, total, uses } from './read-slots.js';

const width = 1060;
const left = 84;
const right = 292;
const shares = 330;
const numbers = 80;

const looks: Readonly<Record<keyof SlotTime, { readonly color: string; readonly name: string }>> = {
  evaluating: { color: '#0072b2', name: 'evaluating' },
  optimizing: { color: '#56b4e9', name: 'optimizing' },
  starting: { color: '#f0e442', name: 'idle: starting workers' },
  waitingForPoints: { color: '#e69f00', name: 'idle: no points' },
  waitingForManager: { color: '#d55e00', name: 'idle: manager busy' },
  waitingForLog: { color: '#cc79a7', name: 'idle: log behind' },
  beingReplaced: { color: '#333333', name: 'idle: replacing worker' },
  finished: { color: '#d9d9d9', name: 'idle: nothing left' },
};

/**
 * What the slots' time was spent on over the seconds of the study, as shares, and how many slots there were.
 *
 * @returns an SVG file's text
 * @throws GlompoError `GLOMPO_RECORD` if the record is damaged
 */
export function plotSlots(record: Recorded): string {
  const study = readSlots(record, 360);
  const title = `${study.facts.task}: what slots did`;
  if (study.spans.length === 0)
    return emptySheet(
      title,
      'There is nothing to be seen yet: no slot time is recorded (the first report comes after about a second).',
    );
  const upper: Area = { left, top: 76, width: width - left - right, height: shares };
  const lower: Area = { ...upper, top: upper.top + shares + 40, height: numbers };
  const x = (seconds: number) => left + (study.seconds > 0 ? seconds / study.seconds : 0) * upper.width;
  const used = uses.filter(use => study.spent[use] > 0);
  const top = max(study.slots, ({ slots }) => slots) ?? 1;
  const drawn = [
    ...stack(study, used, upper, x),
    leftAxis(upper, percents, 'share of slot time'),
    ...study.placed.map(at =>
      element('line', {
        class: 'placed',
        ...{ x1: x(at), x2: x(at), y1: upper.top, y2: lower.top + numbers },
        ...{ stroke: ink.text, 'stroke-dasharray': '4 3' },
      }),
    ),
    leftAxis(lower, slotTicks(top), 'slots'),
    element('path', {
      class: 'slots',
      d: slotsPath(study, lower, { x, top }),
      ...{ fill: 'none', stroke: ink.best, 'stroke-width': 1.8 },
    }),
    ...replacementMarks(study, upper, x),
    bottomAxis(lower, ticksTo(study.seconds), 'seconds of the study'),
    legend({ left: width - right + 24, top: upper.top + 6, width: right - 40 }, [
      { heading: 'share of all slot time', entries: useEntries(study, used) },
      { heading: '', entries: markEntries(study) },
    ]),
  ];
  const subtitle = `${duration(study.seconds)}; each step is the time from one report to the next`;
  return sheet({ width, height: lower.top + numbers + 56 }, { title, subtitle, notes: [] }, drawn);
}

const percents = [0, 0.25, 0.5, 0.75, 1].map(at => ({ at, label: `${at * 100} %` }));

/** One path for each use, of an upright box per span; the first is lowest. */
function stack({ spans }: SlotHistory, used: readonly (keyof SlotTime)[], area: Area, x: (seconds: number) => number) {
  const paths = new Map<keyof SlotTime, string>(used.map(use => [use, '']));
  for (const { from, to, spent } of spans) {
    const all = total(spent);
    let y = area.top + area.height;
    for (const use of used) {
      const height = (spent[use] / all) * area.height;
      if (height > 0) {
        const box = `M${coordinate(x(from))},${coordinate(y)}V${coordinate(y - height)}H${coordinate(x(to))}V${coordinate(y)}Z`;
        paths.set(use, paths.get(use) + box);
      }
      y -= height;
    }
  }
  return [...paths].map(([use, d]) => element('path', { class: `use ${use}`, d, fill: looks[use].color }));
}

/** At the top, a slot more than there ever were would be. */
function slotTicks(top: number) {
  return ticksTo(top, 3)
    .filter(({ at }) => Math.abs(at * top - Math.round(at * top)) < 1e-9)
    .map(({ at }) => ({ at: at * 0.9, label: count(Math.round(at * top)) }));
}

function slotsPath(
  { slots, seconds }: SlotHistory,
  area: Area,
  scale: { x: (seconds: number) => number; top: number },
): string {
  const y = (number: number) => coordinate(area.top + (1 - (number / Math.max(1, scale.top)) * 0.9) * area.height);
  const steps = slots.map(({ from, slots: number }, i) =>
    i === 0 ? `M${coordinate(scale.x(from))},${y(number)}` : `H${coordinate(scale.x(from))}V${y(number)}`,
  );
  return steps.length === 0 ? '' : `${steps.join('')}H${coordinate(scale.x(seconds))}`;
}

function replacementMarks({ replaced }: SlotHistory, area: Area, x: (seconds: number) => number): readonly Markup[] {
  if (replaced.length === 0) return [];
  const d = replaced.map(at => `M${coordinate(x(at))},${area.top + area.height + 4}v10`).join('');
  return [element('path', { class: 'replaced', d, stroke: ink.text, 'stroke-width': 1.2 })];
}

function useEntries({ spent }: SlotHistory, used: readonly (keyof SlotTime)[]): readonly LegendEntry[] {
  const all = total(spent);
  return used
    .map(use => ({
      sample: boxSample(looks[use].color),
      text: `${looks[use].name} ${((spent[use] / all) * 100).toFixed(1)} %`,
    }))
    .reverse();
}

function markEntries({ placed, replacements }: SlotHistory): readonly LegendEntry[] {
  const tick = element('line', { x1: 12, x2: 12, y1: -6, y2: 6, stroke: ink.text, 'stroke-width': 1.2 });
  const dashed = element('line', { x1: 12, x2: 12, y1: -8, y2: 8, stroke: ink.text, 'stroke-dasharray': '4 3' });
  return [
    ...(placed.length > 0 ? [{ sample: dashed, text: 'placement chosen' }] : []),
    ...(replacements > 0 ? [{ sample: tick, text: `${counted(replacements, 'worker')} replaced` }] : []),
    { sample: lineSample(ink.best, 1.8), text: 'number of slots' },
  ];
}
