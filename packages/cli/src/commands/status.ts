import { hostname } from 'node:os';
import type { StudyOverview } from '@glompo/core';
import { isRunning, openRecord } from '@glompo/store';
import { exitCodes } from '../output/exit-codes.js';
import { count, duration, figure, printable, whole } from '../output/figures.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { statusFlags } from './flags.js';

/** Live runs that are listed. */
const mostRuns = 20;
/** Parameters that are shown of the best point. */
const mostParameters = 12;

/** `glompo status DIR`: how the study that is recorded in DIR stands, whether it runs or not. */
export const status: Command = async (given, streams) => {
  const { directory, flags } = argsAbout(given, { name: 'status', operands: 'DIR', flags: statusFlags });
  using record = openRecord(directory);
  const running = isRunning(directory);
  const overview = record.overview();
  const sessions = record.sessions();
  if (flags.has('json')) {
    const plain = { running, ...overview, sessions: sessions.map(({ asked: _, ...session }) => session) };
    streams.out(
      `${JSON.stringify(plain, (_, value) => (value instanceof Float64Array ? Array.from(value) : value))}\n`,
    );
    return exitCodes.ok;
  }
  const rows = [['study', studyText(overview, running)], ...bestRows(overview), ...progressRows(overview)];
  const session = sessions.at(-1);
  if (session) {
    const { host, pid, startedAt } = session;
    const where = `${host === hostname() ? 'this machine' : printable(host)}, process ${pid}, since ${startedAt}`;
    rows.push(['session', `${sessions.length}${running ? `, on ${where}` : ''}`]);
  }
  rows.push(...runRows(overview));
  streams.out(rows.map(([name = '', text = '']) => `${name.padEnd(12)} ${text}\n`).join(''));
  return exitCodes.ok;
};

function studyText({ task, ended }: StudyOverview, running: boolean): string {
  const name = task === undefined ? '' : `${printable(task)}: `;
  if (running) return `${name}running`;
  if (ended === undefined) return `${name}not running: it was killed, or broke down (glompo resume goes on)`;
  return `${name}ended: ${printable(ended.message)}`;
}

function bestRows({ incumbent, parameters }: StudyOverview): string[][] {
  if (incumbent === undefined) return [['best value', 'none yet']];
  const { value, run, point } = incumbent;
  const shown = parameters.slice(0, mostParameters).map(({ name }, i) => `${printable(name)}=${figure(point[i])}`);
  const more = parameters.length > mostParameters ? `, … (${parameters.length} parameters)` : '';
  return [
    ['best value', `${value} (run ${run})`],
    ['at', shown.join(', ') + more],
  ];
}

function progressRows({ evaluations, seconds, slots, stop, spawnUntil, seed, runs }: StudyOverview): string[][] {
  return [
    ['evaluations', `${whole(evaluations)} in ${duration(seconds)}`],
    ['slots', slots === 0 ? '0: it pauses' : whole(slots)],
    ['stops at', printable(stop)],
    ...(spawnUntil === undefined ? [] : [['starts until', printable(spawnUntil)]]),
    ['seed', String(seed)],
    [
      'runs',
      `${whole(runs.started)}: ${whole(runs.converged)} converged, ${whole(runs.killed)} killed, ${whole(runs.failed)} failed`,
    ],
  ];
}

function runRows({ live }: StudyOverview): string[][] {
  const rows = live.slice(0, mostRuns).map(({ id, optimizer, trials, best, paused }, i) => {
    const about = `run ${id} (${printable(optimizer)}): ${count(trials, 'trial')}, best ${figure(best)}`;
    return [i === 0 ? 'live' : '', about + (paused ? ', paused' : '')];
  });
  const more = live.length - mostRuns;
  return more > 0 ? [...rows, ['', `… and ${whole(more)} more`]] : rows;
}
