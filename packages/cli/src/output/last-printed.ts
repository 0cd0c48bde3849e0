import { stripVTControlCharacters } from 'node:util';
import type { Study } from '@glompo/core';
import type { Tally } from '../progress/tally.js';
import { cut, printable } from './figures.js';

const mostLines = 20;
const widest = 500;

/** Of a study that failed: the last that was printed by the runs that failed last, and by none; '' if they printed nothing. */
export function lastPrinted(study: Study, { lastFailedRun, lastFailure }: Tally): string {
  const runs = new Set([undefined, lastFailedRun?.run, lastFailure?.run]);
  return [...runs].map(run => ofRun(study.output(run), run)).join('');
}

function ofRun(text: string, run: number | undefined): string {
  const lines = text
    .split('\n')
    .map(line => cut(printable(stripVTControlCharacters(line)).trimEnd(), widest))
    .filter(line => line !== '')
    .slice(-mostLines);
  if (lines.length === 0) return '';
  const who = run === undefined ? 'workers' : `run ${run}`;
  return `the last that ${who} printed:\n${lines.join('\n')}\n`;
}
