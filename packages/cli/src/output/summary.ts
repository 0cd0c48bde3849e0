import type { StudyResult } from '@glompo/core';
import type { Tally } from '../progress/tally.js';
import { count, duration, figure, printable, whole } from './figures.js';
import { slotTimeRows } from './slot-time.js';

/** Parameters that are listed with their names, one per line. */
const namedParameters = 12;
/** Kinds of reasons for kills that are shown, the most frequent first. */
const kindsOfKills = 3;

/** The result for people. */
export function summary(result: StudyResult, tally: Tally): string {
  const { value, run, evaluations, outcomes, retried, runs, reason, seed, seconds } = result;
  const rows: [string, string][] = [];
  if (value === null) rows.push(['no result', nothing(result, tally)]);
  else rows.push(['best value', `${value} (run ${run})`], ...pointRows(result, tally));
  const failed = outcomes.failed + outcomes.timedOut;
  const failures = failed > 0 ? `, ${whole(failed)} of them failed` : '';
  const retries = retried > 0 ? `, ${count(retried, 'trial')} repeated after losses` : '';
  rows.push(['evaluations', `${whole(evaluations)}${failures}${retries}, in ${duration(seconds)}`]);
  rows.push([
    'runs',
    `${whole(runs.started)}: ${whole(runs.converged)} converged, ${whole(runs.killed)} killed, ${whole(runs.failed)} failed, ${whole(runs.stopped)} stopped at the end`,
  ]);
  const kills = [...tally.kills].sort(([, a], [, b]) => b.count - a.count);
  for (const [deciders, { count: times, example }] of kills.slice(0, kindsOfKills))
    rows.push(['killed', `${whole(times)} × ${printable(deciders)}, such as: ${printable(example.message)}`]);
  if (kills.length > kindsOfKills) rows.push(['', `… and for ${kills.length - kindsOfKills} other reasons`]);
  rows.push([
    'stopped',
    printable([reason.message, ...(reason.because ?? []).map(b => b.message)].filter(unique).join(': ')),
  ]);
  for (const [i, text] of slotTimeRows(result.slotTime).entries()) rows.push([i === 0 ? 'slot time' : '', text]);
  rows.push(['seed', `${seed} (--seed ${seed} starts the same runs)`]);
  return rows.map(([name, text]) => `${name.padEnd(12)} ${text}\n`).join('');
}

function pointRows({ point }: StudyResult, { started }: Tally): [string, string][] {
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
  return numbers.map((x, i) => [i === 0 ? 'at' : '', `${(names[i] ?? '').padEnd(width)} = ${x}`]);
}

function nothing({ evaluations, outcomes }: StudyResult, { lastFailure, lastFailedRun }: Tally): string {
  const last = lastFailure ?? lastFailedRun;
  const because = last === undefined ? '' : `; the last failure: ${printable(last)}`;
  if (evaluations === 0) return `there was no evaluation${because}`;
  return outcomes.failed + outcomes.timedOut === evaluations
    ? `all ${count(evaluations, 'evaluation')} failed${because}`
    : `no evaluation gave a finite value${because}`;
}

function unique(text: string, i: number, all: readonly string[]): boolean {
  return all.indexOf(text) === i;
}
