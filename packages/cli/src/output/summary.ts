import type { StudyResult } from '@glompo/core';
import type { Tally } from '../progress/tally.js';
import { failures } from './failures.js';
import { after, count, duration, figure, firstLine, printable, whole } from './figures.js';
import { fewMinima, minimaRows } from './minima.js';
import { regretRows } from './regret.js';
import { slotTimeRows } from './slot-time.js';

/** Parameters that are listed with their names, one per line. */
const namedParameters = 12;
/** Kinds of reasons for kills that are shown, the most frequent first. */
const kindsOfKills = 3;
/** Kinds of failures that are shown, the most frequent first. */
const kindsOfFailures = 3;
/** Things left behind that are shown. */
const mostLeftBehind = 5;

type Row = readonly [name: string, text: string];

interface SummaryOptions {
  readonly verbose: boolean;
  /** How many minima are listed. Default 3. */
  readonly minima?: number | undefined;
}

/** The result for people. */
export function summary(result: StudyResult, tally: Tally, { verbose, minima = fewMinima }: SummaryOptions): string {
  const { value, run, evaluations, outcomes, runs, reason, seed, seconds } = result;
  const rows: Row[] = [];
  if (value === null) rows.push(['no result', nothing(result, tally)]);
  else rows.push(['best value', `${value} (run ${run})`], ...pointRows(result, tally));
  const bad = failures(outcomes);
  rows.push(['evaluations', `${whole(evaluations)}${bad && ` (${bad})`}, in ${duration(seconds)}`]);
  rows.push(...failureRows(tally), ...uncountedRows(result));
  rows.push([
    'runs',
    `${whole(runs.started)}: ${whole(runs.converged)} converged, ${whole(runs.killed)} killed, ${whole(runs.failed)} failed, ${whole(runs.stopped)} stopped at the end`,
  ]);
  for (const { name, count: times, example } of tally.kills.mostFrequent(kindsOfKills))
    rows.push(['killed', `${whole(times)} × ${printable(name)}, such as: ${printable(example.message)}`]);
  if (tally.kills.size > kindsOfKills)
    rows.push(['', `… and for ${count(tally.kills.size - kindsOfKills, 'other reason')}`]);
  for (const [i, text] of minimaRows(result.minima, minima).entries()) rows.push([i === 0 ? 'minima' : '', text]);
  for (const [i, text] of (result.regret ? regretRows(result.regret) : []).entries())
    rows.push([i === 0 ? 'spared' : '', text]);
  rows.push(...workerRows(result, tally));
  rows.push([
    'stopped',
    printable([reason.message, ...(reason.because ?? []).map(b => b.message)].filter(unique).join(': ')),
  ]);
  for (const [i, text] of slotTimeRows(result.slotTime).entries()) rows.push([i === 0 ? 'slot time' : '', text]);
  rows.push(['seed', `${seed} (--seed ${seed} starts the same runs)`]);
  rows.push(...leftBehindRows(result, verbose));
  return rows.map(([name, text]) => `${name.padEnd(12)} ${text}\n`).join('');
}

/** What went wrong in trials that count, by kind. */
function failureRows({ failures: kinds }: Tally): readonly Row[] {
  const rows = kinds.mostFrequent(kindsOfFailures).map(({ count: times, example }): Row => {
    const { outcome, message, varies } = example;
    const text = `${whole(times)} × ${varies ? 'such as: ' : ''}`;
    return outcome === 'failed'
      ? ['failed', text + message]
      : ['timed out', text + message.replace(/^timed out: /, '')];
  });
  const more = kinds.size - rows.length;
  return more > 0 ? [...rows, ['', `… and in ${count(more, 'other way')}`]] : rows;
}

/** Trials that do not count. */
function uncountedRows({ outcomes: { lost, cancelled }, retried }: StudyResult): readonly Row[] {
  const parts = [
    ...(cancelled > 0 ? [`${count(cancelled, 'trial')} cancelled`] : []),
    ...(retried > 0 ? [`${count(retried, 'trial')} made again after their worker died`] : []),
    ...(lost > 0 ? [`${count(lost, 'trial')} lost with their worker`] : []),
  ];
  return parts.length > 0 ? [['not counted', parts.join(', ')]] : [];
}

function workerRows({ replaced }: StudyResult, { freedAfterMs, restored }: Tally): readonly Row[] {
  if (replaced === 0) return [];
  const times = [...freedAfterMs].sort((a, b) => a - b);
  const [median, longest] = [times[times.length >> 1], times.at(-1)];
  const freed =
    median === undefined || longest === undefined
      ? ''
      : `, freed ${after(median)}${times.length > 1 ? ` in the median, ${after(longest)} at most` : ''}`;
  const moved = restored > 0 ? `; ${count(restored, 'run')} went on elsewhere` : '';
  return [['workers', `${whole(replaced)} replaced${freed}${moved}`]];
}

/** Nothing is said of nothing, unless somebody wants to know. */
function leftBehindRows({ leftBehind }: StudyResult, verbose: boolean): readonly Row[] {
  if (leftBehind.length === 0) return verbose ? [['left behind', 'nothing']] : [];
  const rows = leftBehind.slice(0, mostLeftBehind).map((what): Row => ['left behind', printable(what)]);
  const more = leftBehind.length - rows.length;
  return more > 0 ? [...rows, ['', `… and ${whole(more)} more`]] : rows;
}

function pointRows({ point }: StudyResult, { started }: Tally): readonly Row[] {
  const names = started?.parameters.map(({ name }) => printable(name)) ?? [];
  const numbers = Array.from(point ?? []);
  if (numbers.length > namedParameters)
    return [
      [
        'at',
        `${numbers.map(figure).slice(0, namedParameters).join(', ')}, … (${numbers.length} parameters: --json has them all)`,
      ],
    ];
  const width = Math.max(...names.map(name => name.length));
  return numbers.map((x, i): Row => [i === 0 ? 'at' : '', `${(names[i] ?? '').padEnd(width)} = ${x}`]);
}

function nothing({ evaluations, outcomes }: StudyResult, { lastFailure, lastFailedRun }: Tally): string {
  const last = lastFailure ?? lastFailedRun;
  const because = last === undefined ? '' : `; the last failure: ${firstLine(last.message)}`;
  if (evaluations === 0) return `there was no evaluation${because}`;
  return outcomes.failed + outcomes.timedOut === evaluations
    ? `all ${count(evaluations, 'evaluation')} failed${because}`
    : `no evaluation gave a finite value${because}`;
}

function unique(text: string, i: number, all: readonly string[]): boolean {
  return all.indexOf(text) === i;
}
