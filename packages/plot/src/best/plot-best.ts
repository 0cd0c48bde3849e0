import { bottomAxis, leftAxis, ticksTo } from '../figure/axes.js';
import { count, counted, duration, precise } from '../figure/format-number.js';
import { categories, ink } from '../figure/palette.js';
import { type Area, emptySheet, notesHeight, sheet, signsIn } from '../figure/sheet.js';
import { bestPath, type Placement } from '../figure/trace-paths.js';
import type { Recorded } from '../reading/study-facts.js';
import { element } from '../svg/element.js';
import { type ScaleName, valueScale } from '../value-scale.js';
import { readBest } from './read-best.js';

const width = 900;
const plotHeight = 430;
const left = 96;
const right = 32;

/**
 * The best value so far over the evaluations of the study, or over its seconds.
 *
 * @param options.scale of the values. Default: `auto`
 * @param options.over default: `evaluations`
 * @returns an SVG file's text
 * @throws GlompoError `GLOMPO_RECORD` if the record is damaged
 */
export function plotBest(
  record: Recorded,
  {
    scale: asked = 'auto',
    over = 'evaluations',
  }: { readonly scale?: ScaleName; readonly over?: 'evaluations' | 'seconds' } = {},
): string {
  const study = readBest(record, { columns: 1024, over });
  const title = `${study.facts.task}: best value so far`;
  if (study.evaluations === 0) return emptySheet(title, 'There is nothing to be seen yet: no evaluation is recorded.');
  if (study.found === undefined)
    return emptySheet(title, `None of ${counted(study.evaluations, 'evaluation')} gave a finite value.`);
  const scale = valueScale(study.values, asked);
  const area: Area = { left, top: 76, width: width - left - right, height: plotHeight };
  const end = over === 'seconds' ? study.seconds : study.evaluations;
  const x = (at: number) => area.left + (end > 0 ? at / end : 0) * area.width;
  const place: Placement = {
    column: index => x(Math.min(end, study.width.middle(index))),
    value: value => area.top + (1 - scale.place(value)) * area.height,
  };
  const { value, run, at } = study.found;
  const label = `${precise(value)} (run ${run}, ${over === 'seconds' ? `after ${duration(at)}` : `evaluation ${count(at)}`})`;
  const [labelX, labelY] = [x(at), place.value(value)];
  const room = area.left + area.width - labelX > label.length * 7.4 + 12;
  const drawn = [
    bottomAxis(area, ticksTo(end), over === 'seconds' ? 'seconds of the study' : 'evaluations of the study'),
    leftAxis(area, scale.ticks, `best ${scale.title}`),
    element('path', {
      class: 'best',
      d: bestPath(study, place, x(end)),
      ...{ fill: 'none', stroke: categories[0], 'stroke-width': 2.2, 'stroke-linejoin': 'round' },
    }),
    element('circle', { class: 'found', cx: labelX, cy: labelY, r: 4.5, fill: ink.best }),
    element(
      'text',
      { class: 'found', x: labelX + (room ? 9 : -9), y: labelY - 10, 'text-anchor': room ? 'start' : 'end' },
      label.slice(0, signsIn(width, 12)),
    ),
  ];
  const notes = scale.notes;
  return sheet(
    { width, height: area.top + area.height + 56 + notesHeight(notes, width) },
    { title, subtitle: `${counted(study.evaluations, 'evaluation')} in ${duration(study.seconds)}`, notes },
    drawn,
  );
}
