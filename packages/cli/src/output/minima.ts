import type { FoundMinima } from '@glompo/core';
import { count, figure, percent, whole } from './figures.js';

/** Minima that are listed if nothing else is said. */
export const fewMinima = 3;

/** The distinct minima that runs have reached: how many, what that says of others, and the best ones. @param most that are listed */
export function minimaRows({ found, runs, others = 0, unseen }: FoundMinima, most: number): readonly string[] {
  if (found.length === 0) return [];
  const more = others > 0 ? ' and more' : '';
  const listed = found.length > 1 ? found.slice(0, most) : [];
  return [
    `${whole(found.length)}${more} distinct, reached by ${count(runs, 'run')}; ${otherwise()}`,
    ...listed.map(
      ({ value, reached, run }) => `${figure(value)}, reached by ${count(reached, 'run')}, first by run ${run}`,
    ),
  ];

  function otherwise(): string {
    if (others > 0) return `the best ${whole(found.length)} are kept`;
    if (unseen === undefined) return 'too few runs to tell how many were not seen';
    const { nextIsNew, expected } = unseen;
    const next = `the next run finds another one with a chance of about ${percent(nextIsNew)}`;
    if (expected === undefined) return `${next}; too many to tell how many there are`;
    return `${next}; about ${whole(expected)} expected in all`;
  }
}
