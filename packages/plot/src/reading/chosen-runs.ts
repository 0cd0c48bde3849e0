import type { RecordedRun } from '@glompo/core';

/** The runs that are drawn singly. */
export interface ChosenRuns {
  /** Undefined: all. */
  readonly ids: ReadonlySet<number> | undefined;
  readonly total: number;
}

/** All runs, or if there are more than `most` those that are live and the best of the others. */
export function chooseRuns(runs: Iterable<RecordedRun>, most: number): ChosenRuns {
  let kept: { readonly id: number; readonly best: number }[] = [];
  let total = 0;
  const cut = () => {
    kept = kept.sort((a, b) => a.best - b.best || a.id - b.id).slice(0, most);
  };
  for (const { id, ended } of runs) {
    total++;
    const best = ended === undefined ? Number.NEGATIVE_INFINITY : (ended.best ?? Number.POSITIVE_INFINITY);
    kept.push({ id, best });
    if (kept.length >= 2 * most) cut();
  }
  if (total <= most) return { ids: undefined, total };
  cut();
  return { ids: new Set(kept.map(({ id }) => id)), total };
}
