import { type Estimate, fewestSpared, type HuntRegret } from '@glompo/core';
import { count, whole } from './figures.js';

/** What killing runs saved and what it cost, a row each; the last one says that there were too few to tell, if so. */
export function regretRows({ killed, spared, better, foundBest, trials, estimate }: HuntRegret): readonly string[] {
  const condemned = killed + spared;
  if (condemned === 0) return ['no run was condemned, and none was spared'];
  const found = `${whole(better)} of them found something better than the best value then`;
  const rows = [
    `${whole(spared)} of ${count(condemned, 'condemned run')}, which made ${count(trials, 'more trial')}`,
    ...(spared > 0 ? [`${found}${foundBest ? ', one of them the best of the study' : ''}`] : []),
  ];
  if (estimate === undefined)
    return [...rows, `fewer than ${fewestSpared}: too few to tell what killing the others saved and cost`];
  return [
    ...rows,
    `killing the others saved about ${between(estimate.saved)} trials`,
    `and cost about ${between(estimate.missed)} such finds`,
  ];
}

/** `272,000 (95 %: 110,000 to 430,000)`. */
function between({ value, low, high }: Estimate): string {
  return `${rounded(value)} (95 %: ${rounded(low)} to ${rounded(high)})`;
}

/** To two digits; below ten, to one decimal. */
function rounded(value: number): string {
  return value < 10 ? String(Number(value.toFixed(1))) : whole(Number(value.toPrecision(2)));
}
