import { bottomAxis, leftAxis, ticksTo } from '../figure/axes.js';
import { count, counted, duration, figure } from '../figure/format-number.js';
import { type LegendEntry, legend, lineSample } from '../figure/legend.js';
import { endMark, endNames, endsInOrder } from '../figure/marks.js';
import { categories, colorOf, ink, others } from '../figure/palette.js';
import { type Area, emptySheet, notesHeight, sheet } from '../figure/sheet.js';
import { bestPath, type Placement, rangesPath } from '../figure/trace-paths.js';
import { unfitStrip, unfitY } from '../figure/unfit-strip.js';
import type { Recorded } from '../reading/study-facts.js';
import { element, type Markup } from '../svg/element.js';
import { type ScaleName, valueScale } from '../value-scale.js';
import { type RunTrajectory, readTrajectories, type Trajectories } from './read-trajectories.js';

const width = 1084;
const plotHeight = 470;
const left = 96;
const right = 286;
/** As many runs are drawn singly. */
const mostRuns = 2000;

/** Lines of the best values, by how many there are. */
interface LineLook {
  readonly width: number;
  readonly opacity: number | undefined;
}
const few: LineLook = { width: 1.8, opacity: undefined };
const many: LineLook = { width: 1.2, opacity: undefined };
const crowd: LineLook = { width: 0.9, opacity: 0.55 };

/**
 * The trajectories of all runs over the evaluations of the study: each run's values, its best so far, and a mark for how it ended.
 *
 * @param options.scale of the values. Default: `auto`
 * @returns an SVG file's text
 * @throws GlompoError `GLOMPO_RECORD` if the record is damaged
 */
export function plotTrajectories(record: Recorded, { scale = 'auto' }: { readonly scale?: ScaleName } = {}): string {
  return drawTrajectories(readTrajectories(record, { columns: 1024, runs: mostRuns }), scale);
}

function drawTrajectories(study: Trajectories, asked: ScaleName): string {
  const title = `${study.facts.task}: trajectories of ${counted(study.totalRuns, 'run')}`;
  if (study.evaluations === 0) return emptySheet(title, 'There is nothing to be seen yet: no evaluation is recorded.');
  if (study.values.count === 0)
    return emptySheet(title, `None of ${counted(study.evaluations, 'evaluation')} gave a value${unfitWords(study)}.`);
  const scale = valueScale(study.values, asked);
  const unfit = study.unfit.size > 0;
  const notes = [...scale.notes, ...unfitNote(study), ...restNote(study)];
  const area: Area = { left, top: unfit ? 100 : 76, width: width - left - right, height: plotHeight };
  const height = area.top + area.height + 56 + notesHeight(notes, width);
  const x = (evaluations: number) => area.left + (evaluations / study.evaluations) * area.width;
  const place: Placement = {
    column: index => x(Math.min(study.evaluations, study.width.middle(index))),
    value: value => area.top + (1 - scale.place(value)) * area.height,
  };

  const incumbent = incumbentOf(study.runs);
  const colors = coloring(study);
  const dense = study.runs.length > 30;
  const inOrder = [...study.runs].sort((a, b) => Number(a === incumbent) - Number(b === incumbent));
  const stroke = Math.min(4, Math.max(1, (area.width / Math.min(1024, study.evaluations)) * 0.7));
  // Dots stand alone, while upright lines lie side by side.
  const opacity = stroke > 2 ? 0.5 : dense ? 0.18 : 0.28;
  const size = study.runs.length <= 60 ? 1 : study.runs.length <= 250 ? 0.75 : 0.55;
  const look = study.runs.length > 250 ? crowd : dense ? many : few;
  const drawn = [
    bottomAxis(area, ticksTo(study.evaluations), 'evaluations of the study'),
    leftAxis(area, scale.ticks, scale.title),
    ...(unfit ? [unfitStrip(sharesOf(study), area, place)] : []),
    element('path', {
      class: 'values rest',
      ...{ d: rangesPath(study.rest, place), stroke: others, 'stroke-width': stroke, 'stroke-opacity': 0.2 },
    }),
    ...inOrder.map(run =>
      element('path', {
        class: 'values',
        'data-run': run.id,
        d: rangesPath(run.columns, place),
        ...{ stroke: colors.of(run), 'stroke-width': stroke, 'stroke-linecap': 'round', 'stroke-opacity': opacity },
      }),
    ),
    ...inOrder.flatMap(run => bestLines(run, run === incumbent, { color: colors.of(run), look, place, x })),
    ...inOrder
      .filter(({ trials }) => trials > 0)
      .map(run =>
        endMark(run.end, run === incumbent ? ink.best : colors.of(run), {
          x: x(run.until),
          y: Number.isFinite(run.best) ? place.value(run.best) : unfitY(area),
          scale: run === incumbent ? 1 : size,
        }),
      ),
    legend({ left: width - right + 24, top: area.top + 6, width: right - 40 }, [
      { heading: 'each run', entries: [...lineEntries(colors.sample, dense), ...incumbentEntry(incumbent)] },
      { heading: colors.heading, entries: colors.entries },
      { heading: 'how runs ended', entries: endEntries(study) },
    ]),
  ];
  const subtitle = `${counted(study.evaluations, 'evaluation')} in ${duration(study.seconds)}${unfitWords(study).replace(':', ', of these')}`;
  return sheet({ width, height }, { title, subtitle, notes }, drawn);
}

function bestLines(
  run: RunTrajectory,
  incumbent: boolean,
  {
    color,
    look,
    place,
    x,
  }: {
    readonly color: string;
    readonly look: LineLook;
    readonly place: Placement;
    x(evaluations: number): number;
  },
): Markup[] {
  const d = bestPath(run, place, x(run.until));
  if (d === '') return [];
  const line = { fill: 'none', 'stroke-linejoin': 'round', d };
  return [
    ...(incumbent ? [element('path', { ...line, stroke: ink.paper, 'stroke-width': 5 })] : []),
    element('path', {
      class: incumbent ? 'best incumbent' : 'best',
      'data-run': run.id,
      ...line,
      stroke: incumbent ? ink.best : color,
      'stroke-width': incumbent ? 2.4 : look.width,
      'stroke-opacity': incumbent ? undefined : look.opacity,
    }),
  ];
}

function incumbentOf(runs: readonly RunTrajectory[]): RunTrajectory | undefined {
  const best = runs.reduce<RunTrajectory | undefined>(
    (a, b) => (a === undefined || b.best < a.best ? b : a),
    undefined,
  );
  return best !== undefined && Number.isFinite(best.best) ? best : undefined;
}

interface Coloring {
  readonly heading: string;
  readonly entries: readonly LegendEntry[];
  /** A colour to show the strokes in. */
  readonly sample: string;
  of(run: RunTrajectory): string;
}

/** A colour for each run where they are few, else for each optimizer. */
function coloring({ runs, choices, totalRuns }: Trajectories): Coloring {
  const few = totalRuns <= categories.length;
  const keys = few ? runs.map(({ id }) => id) : choices.seen;
  const color = new Map(keys.map((key, i) => [key, colorOf(i, keys.length)]));
  const shown = few || keys.length <= categories.length ? keys : keys.slice(0, categories.length - 1);
  const names = new Map(runs.map(({ id, choice }) => [id, `${id}: ${choices.nameOf(choice)}`]));
  const entries = shown.map(key => ({
    sample: lineSample(color.get(key) ?? others, 3),
    text: few ? (names.get(key) ?? '') : choices.nameOf(key),
  }));
  const hidden = keys.length - shown.length;
  return {
    heading: few ? 'runs' : 'optimizers',
    entries: hidden > 0 ? [...entries, { sample: lineSample(others, 3), text: `${hidden} others` }] : entries,
    sample: entries.length === 1 ? (color.get(keys[0] as number) ?? others) : ink.faint,
    of: run => color.get(few ? run.id : run.choice) ?? others,
  };
}

function lineEntries(color: string, dense: boolean): readonly LegendEntry[] {
  return [
    { sample: lineSample(color, 8, dense ? 0.25 : 0.3), text: 'its values' },
    { sample: lineSample(color, dense ? 1.4 : 1.8), text: 'its best value so far' },
  ];
}

function incumbentEntry(run: RunTrajectory | undefined): readonly LegendEntry[] {
  return run === undefined
    ? []
    : [{ sample: lineSample(ink.best, 2.4), text: `run ${run.id} found ${figure(run.best)}` }];
}

function endEntries({ ends }: Trajectories): readonly LegendEntry[] {
  return endsInOrder
    .filter(end => ends[end] > 0)
    .map(end => ({ sample: endMark(end, ink.faint, { x: 12, y: 0 }), text: `${endNames[end]}: ${count(ends[end])}` }));
}

function unfitWords({ failed, infinite }: Trajectories): string {
  const words = [
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(infinite > 0 ? [`${count(infinite)} infinite`] : []),
  ];
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

/** Of each column's evaluations. */
function sharesOf({ unfit, width }: Trajectories): ReadonlyMap<number, number> {
  return new Map([...unfit].map(([index, count]) => [index, Math.min(1, count / width.width)]));
}

function unfitNote({ unfit }: Trajectories): readonly string[] {
  return unfit.size === 0
    ? []
    : ['Ticks at “no value” are as high as the share of evaluations that failed or gave an infinite value.'];
}

function restNote({ runs, totalRuns }: Trajectories): readonly string[] {
  if (totalRuns <= runs.length) return [];
  return [
    `Of ${count(totalRuns)} runs, the ${count(runs.length)} with the best values are drawn singly; the values of the others are grey.`,
  ];
}
