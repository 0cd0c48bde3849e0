import { GlompoError, isLogarithmic, type Parameter } from '@glompo/core';
import { scaleLinear, scaleLog } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { ticksTo } from '../figure/axes.js';
import { count, counted, figure } from '../figure/format-number.js';
import { legend, lineSample } from '../figure/legend.js';
import { categories, ink } from '../figure/palette.js';
import { type Area, emptySheet, notesHeight, sheet, signsIn } from '../figure/sheet.js';
import { rangesPath } from '../figure/trace-paths.js';
import type { Recorded } from '../reading/study-facts.js';
import { shortened } from '../svg/clean-text.js';
import { element, type Markup } from '../svg/element.js';
import { type ParameterTrace, type RunParameters, readParameters } from './read-parameters.js';

const width = 1060;
const mostParameters = 60;
const labelRoom = 62;
const nameRoom = 18;

/**
 * Where the trials of one run were: a panel for each parameter, from its lower to its upper bound, over the number of the trial.
 *
 * @param options.run its number. Default: the run that found the best value
 * @returns an SVG file's text
 * @throws GlompoError `GLOMPO_OPTION` if there is no such run, `GLOMPO_RECORD` if the record is damaged
 */
export function plotParameters(record: Recorded, { run }: { readonly run?: number | undefined } = {}): string {
  if (run !== undefined) checkRun(record, run);
  return drawParameters(readParameters(record, { run, columns: 512, parameters: mostParameters }));
}

function checkRun(record: Recorded, run: number): void {
  let [first, last, total] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const { id } of record.runs()) {
    if (id === run) return;
    total++;
    first = Math.min(first, id);
    last = Math.max(last, id);
  }
  throw new GlompoError(
    'GLOMPO_OPTION',
    total === 0 ? `there is no run ${run}: none has begun yet` : `there is no run ${run}: runs are ${first} to ${last}`,
  );
}

function drawParameters(study: RunParameters): string {
  const { run, optimizer, shown, trials, facts } = study;
  const total = facts.parameters.length;
  const title = `${facts.task}: parameters of ${run === undefined ? 'a run' : `run ${run} (${optimizer ?? 'unknown'})`}`;
  if (run === undefined || trials === 0 || shown.length === 0)
    return emptySheet(title, 'There is nothing to be seen yet: no evaluation of this run is recorded.');
  const grid = gridFor(shown.length);
  const notes = total > shown.length ? [`The first ${shown.length} of ${count(total)} parameters are shown.`] : [];
  const top = 96;
  const height = top + grid.rows * (grid.height + nameRoom) + 44 + notesHeight(notes, width);
  const panels = shown.map((trace, i) => {
    const column = i % grid.columns;
    const row = Math.floor(i / grid.columns);
    const area: Area = {
      left: 24 + labelRoom + column * grid.pitch,
      top: top + nameRoom + row * (grid.height + nameRoom),
      width: grid.pitch - labelRoom - 12,
      height: grid.height - 8,
    };
    return panel(trace, study, { area, last: i + grid.columns >= shown.length });
  });
  const key = legendRow();
  const subtitle = `${counted(trials, 'trial')}${study.best === undefined ? ', none with a finite value' : `, best value ${figure(study.best)}`}; each axis goes from the lower to the upper bound`;
  return sheet({ width, height }, { title, subtitle, notes }, [...key, ...panels, xTitle(height, notes)]);
}

function xTitle(height: number, notes: readonly string[]): Markup {
  return element(
    'text',
    {
      class: 'axis-title',
      ...{ x: width / 2, y: height - 12 - notesHeight(notes, width), 'text-anchor': 'middle', 'font-size': 13 },
    },
    'trial of the run',
  );
}

function legendRow(): readonly Markup[] {
  const entries = [
    { sample: lineSample(categories[0], 8, 0.35), text: 'all trials' },
    { sample: lineSample(ink.best, 1.8), text: 'best trial so far' },
  ];
  return entries.map((entry, i) =>
    legend({ left: 24 + i * 130, top: 54, width: 200 }, [{ heading: '', entries: [entry] }]),
  );
}

/** Panels beside and below each other: few are wide, many are small. */
function gridFor(panels: number) {
  const columns = panels <= 3 ? 1 : panels <= 10 ? 2 : panels <= 24 ? 3 : 5;
  const rows = Math.ceil(panels / columns);
  const height = Math.min(170, Math.max(62, 640 / rows));
  return { columns, rows, height, pitch: (width - 48) / columns };
}

function panel(
  { parameter, columns, best }: ParameterTrace,
  { trials, width: columnWidth }: RunParameters,
  { area, last }: { readonly area: Area; readonly last: boolean },
): Markup {
  const { left, top, width, height } = area;
  const x = (trial: number) => left + ((trial - 1) / Math.max(1, trials - 1)) * width;
  const value = axisOf(parameter, area);
  const column = (index: number) => x(Math.min(trials, Math.max(1, columnWidth.middle(index))));
  const steps = best.map(({ index, value: at }): [number, number] => [column(index), value(at)]);
  const end = steps.at(-1);
  if (end) steps.push([left + width, end[1]]);
  const bottom = top + height;
  const small = height < 90;
  const stroke = Math.min(3, Math.max(1, (width / Math.min(512, trials)) * 0.8));
  const size = small ? 10 : 11;
  return element(
    'g',
    { class: 'parameter' },
    element('text', { class: 'name', x: left, y: top - 5, 'font-size': size + 1 }, nameOf(parameter, width, size + 1)),
    element('rect', { x: left, y: top, width, height, fill: 'none', stroke: ink.grid }),
    element('path', {
      class: 'trials',
      d: rangesPath(columns, { column, value }),
      ...{ stroke: categories[0], 'stroke-width': stroke, 'stroke-opacity': stroke > 2 ? 0.55 : 0.35 },
      'stroke-linecap': 'round',
    }),
    element('path', {
      class: 'best',
      d: line().curve(curveStepAfter).digits(1)(steps) ?? '',
      ...{ fill: 'none', stroke: ink.best, 'stroke-width': small ? 1.3 : 1.8 },
    }),
    [parameter.high, parameter.low].map((bound, i) =>
      element(
        'text',
        { class: 'bound', x: left - 5, y: i === 0 ? top + size - 1 : bottom, 'text-anchor': 'end', 'font-size': size },
        shortened(figure(bound), signsIn(labelRoom, size)),
      ),
    ),
    element('line', { x1: left, x2: left, y1: top, y2: bottom, stroke: ink.axis }),
    element('line', { x1: left, x2: left + width, y1: bottom, y2: bottom, stroke: ink.axis }),
    last ? trialTicks(area, trials, size) : [],
  );
}

function trialTicks({ left, top, width, height }: Area, trials: number, size: number): Markup[] {
  return ticksTo(trials, Math.max(2, Math.floor(width / 110)))
    .filter(({ at }) => at > 0)
    .map(({ at, label }) => {
      const x = left + ((at * trials - 1) / Math.max(1, trials - 1)) * width;
      return element(
        'g',
        { class: 'tick' },
        element('line', { x1: x, x2: x, y1: top + height, y2: top + height + 4, stroke: ink.axis }),
        element('text', { x, y: top + height + 5 + size, 'text-anchor': 'middle', 'font-size': size }, label),
      );
    });
}

function nameOf(parameter: Parameter, width: number, size: number): string {
  const { name } = parameter;
  const unit = isLogarithmic(parameter) ? ' (log)' : '';
  return `${shortened(name, Math.max(4, signsIn(width, size) - unit.length))}${unit}`;
}

/** From a value to pixels; what lies beyond the bounds stands at them. */
function axisOf(parameter: Parameter, { top, height }: Area): (value: number) => number {
  const { low, high } = parameter;
  const range = [top + height, top] as const;
  return isLogarithmic(parameter) && low > 0
    ? scaleLog([low, high], range).clamp(true)
    : scaleLinear([low, high], range).clamp(true);
}
