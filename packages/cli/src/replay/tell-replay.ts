import { type Descriptor, isPlainObject, type PlainObject } from '@glompo/core';
import type { Alternative, Fate, RecordedSummary, ReplayedAlternative, ReplayReport } from '@glompo/core/replay';
import { count, figure, printable, whole } from '../output/figures.js';
import { wrapped } from '../output/wrapped.js';
import { decidedBy } from './replay-json.js';

/** Runs that are listed of each kind. */
const mostRuns = 8;

/** The report for people: a table, then what is to be known of each alternative. */
export function tellReplay(
  { recorded, alternatives }: ReplayReport,
  given: readonly Alternative[],
  why: string | undefined,
): string {
  const note = why === undefined ? '' : wrapped(`Its own hunters are not asked again: ${printable(why)}`, 0);
  const told = alternatives.map((each, i) => tellAlternative(each, given[i] as Alternative, recorded));
  return [`${table(recorded, alternatives, given)}\n${exactness(recorded)}${note}`, ...told].join('\n');
}

function table(
  recorded: RecordedSummary,
  alternatives: readonly ReplayedAlternative[],
  given: readonly Alternative[],
): string {
  const head = ['', 'known to', 'evaluations', 'freed', 'best of them', 'same kills', 'earlier', 'only here', 'spared'];
  const { evaluations: all, best, kills } = recorded;
  const first = ['recorded', whole(all), whole(all), '', figure(best?.value), whole(kills)];
  const rows = alternatives.map(({ name, evaluations, freed, best, counts, ...replayed }, i) => [
    name,
    whole(knownTo(replayed, all)),
    whole(evaluations),
    whole(freed),
    figure(best?.value),
    ...(given[i]?.hunters ? [counts.agreed, counts.earlier, counts.killed, counts.spared].map(whole) : []),
  ]);
  const table = [head, first, ...rows];
  const widths = head.map((_, i) => Math.max(...table.map(row => (row[i] ?? '').length)));
  return table
    .map(row => {
      const [name = '', ...cells] = row;
      const line = cells.map((cell, i) => cell.padStart(widths[i + 1] as number)).join('  ');
      return `${name.padEnd(widths[0] as number)}  ${line}`.trimEnd();
    })
    .map(line => `${line}\n`)
    .join('');
}

/** The evaluation of the record up to which the alternative would have done the same. */
function knownTo(
  { differsFrom, selector, stopped }: Pick<ReplayedAlternative, 'differsFrom' | 'selector' | 'stopped'>,
  all: number,
): number {
  return Math.min(differsFrom ?? all, selector?.differs?.at.evaluations ?? all, stopped?.at.evaluations ?? all);
}

function exactness({ strict }: RecordedSummary): string {
  const text = strict
    ? 'The study had one slot: decisions fell on exact counts, and up to its first other decision a replay is exact.'
    : 'The study had several trials at the same time: events may have been decided upon in another order than recorded, and some decisions may differ for that reason only.';
  return wrapped(text, 0);
}

function tellAlternative(replayed: ReplayedAlternative, given: Alternative, recorded: RecordedSummary): string {
  const decides = Object.entries(decidedBy(given)).map(([key, value]) => `${key}=${value}`);
  const lines = [
    ...stopLines(replayed, given),
    ...selectorLines(replayed),
    ...spawnLines(replayed, given),
    ...killLines(replayed, given),
    ...costLines(replayed, recorded),
  ];
  return `${wrapped(`${replayed.name}: ${decides.join(', ')}`, 2).trimStart()}${lines.map(line => wrapped(`  ${line}`, 4)).join('')}`;
}

function killLines({ fates, counts, differsFrom }: ReplayedAlternative, { hunters }: Alternative): string[] {
  if (hunters === undefined) return [];
  if (differsFrom === undefined && counts.agreed === 0) return ['kills nothing, as recorded'];
  if (differsFrom === undefined) return [`kills what was killed: ${count(counts.agreed, 'run')}`];
  const of = (verdict: Fate['verdict']) => fates.filter(fate => fate.verdict === verdict);
  const lines = [`decides otherwise from evaluation ${whole(differsFrom)} on`];
  if (counts.earlier > 0) lines.push(`killed earlier: ${list(of('earlier'))}`);
  if (counts.killed > 0) lines.push(`killed only here: ${list(of('killed'))}`);
  if (counts.spared > 0)
    lines.push(`would have lived on: ${list(of('spared'))}: unknown what ${them(counts.spared)} would have found`);
  return lines;
}

const them = (runs: number) => (runs === 1 ? 'it' : 'they');

function list(fates: readonly Fate[]): string {
  const shown = fates
    .slice(0, mostRuns)
    .map(({ run, at, trials }) => `run ${run} at ${whole(at.evaluations)} (${count(trials, 'trial')})`);
  const more = fates.length - shown.length;
  return shown.join(', ') + (more > 0 ? `, and ${whole(more)} more` : '');
}

function costLines({ freed, lost, stopped }: ReplayedAlternative, { best }: RecordedSummary): string[] {
  if (freed === 0) return [];
  const until = stopped === undefined ? 'best value' : 'best value up to there';
  const harm =
    lost.improvements === 0
      ? 'no improvement of the incumbent was among them'
      : `${count(lost.improvements, 'improvement')} of the incumbent ${lost.improvements === 1 ? 'was' : 'were'} among them${
          lost.best ? `, and the record's ${until}${stopped ? '' : ` ${figure(best?.value)}`}` : ''
        }`;
  return [
    `${count(freed, 'evaluation')} would have been free: ${harm}; unknown what runs that nobody has made would have found instead`,
  ];
}

function spawnLines({ noMoreRuns, counts }: ReplayedAlternative, { spawnUntil }: Alternative): string[] {
  if (spawnUntil === undefined) return [];
  if (noMoreRuns === undefined) return ['starts every run that was started'];
  const { at, reason } = noMoreRuns;
  return [
    `starts no run from evaluation ${whole(at.evaluations)} on: ${printable(reason.message)}; ${count(counts['not-started'], 'run')} of the record would not have been there`,
  ];
}

function stopLines({ stopped, best }: ReplayedAlternative, { stop }: Alternative): string[] {
  if (stop === undefined) return [];
  if (stopped === undefined) return ['does not stop before the record ends: unknown when it would have'];
  const { at, reason } = stopped;
  return [
    `stops at evaluation ${whole(at.evaluations)} with best value ${figure(best?.value)}: ${printable(reason.message)}`,
  ];
}

function selectorLines({ selector }: ReplayedAlternative): string[] {
  if (selector === undefined) return [];
  const { agreed, differs } = selector;
  if (differs === undefined) return [`chooses as recorded: ${count(agreed, 'run')}`];
  const { run, at, recorded, chosen } = differs;
  const [own, there] = 'plugin' in chosen ? apart(chosen, recorded) : [`nothing (${chosen.message})`, recorded.name];
  const what = `it chooses ${printable(own)} where ${printable(there)} was recorded`;
  return [
    `chooses as recorded for ${count(agreed, 'run')}; for run ${run}, at evaluation ${whole(at.evaluations)}, ${what}: unknown from there on`,
  ];
}

/** Two optimizers by their names; of the same name, with the options that differ. */
function apart(a: Descriptor, b: Descriptor): readonly [string, string] {
  if (a.name !== b.name || !isPlainObject(a.options) || !isPlainObject(b.options)) return [a.name, b.name];
  const [one, other] = [a.options, b.options];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const differing = keys.filter(key => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
  const text = (options: PlainObject) =>
    `${a.name}(${differing.map(key => `${key}=${JSON.stringify(options[key])}`).join(', ')})`;
  return [text(one), text(other)];
}
