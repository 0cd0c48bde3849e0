import type { Reason } from '@glompo/core';

/** So deep, and so many, reasons are told. */
const deepest = 6;
const most = 20;

/** A reason and those that it was built from, a line each. */
export function reasonText({ by, message, because }: Reason, depth = 0): string {
  const lines = [`${'  '.repeat(depth)}${by}: ${message}`];
  if (because && depth < deepest) for (const each of because.slice(0, most)) lines.push(reasonText(each, depth + 1));
  return lines.join('\n');
}

/** How a run ended, in the words by which GloMPO tells kinds of ends apart. */
export function endText(status: 'killed' | 'converged' | 'failed' | 'stopped', reason: Reason | undefined): string {
  const why = reason ? `\n${reasonText(reason)}` : '';
  return `${ends[status]}${why}`;
}

const ends = {
  killed: 'GloMPO Termination',
  converged: 'Optimizer convergence',
  failed: 'Error termination',
  stopped: 'GloMPO Convergence',
};
