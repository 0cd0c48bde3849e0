import type { EventOf, StudyEvent } from '@glompo/core';

/**
 * How much of a study is recorded. `trials`: all. `improvements`: of its trials, those that bettered the best of their run (of several that came together, the best
 * one). `none`: no trials. With less than all trials the study cannot be gone on with.
 */
export type Detail = 'trials' | 'improvements' | 'none';

export const details: readonly unknown[] = ['trials', 'improvements', 'none'] satisfies readonly Detail[];

/** What is left out where a study cannot be gone on with: all that there is for that alone. */
const forGoingOn: ReadonlySet<StudyEvent['type']> = new Set(['told', 'snapshot', 'decided']);

/** Leaves out of a study's events what is not wanted. @returns what is recorded of an event; undefined: nothing */
export function thinning(detail: Detail): (event: StudyEvent) => StudyEvent | undefined {
  if (detail === 'trials') return event => event;
  const best = new Map<number, number>();
  return event => {
    if (forGoingOn.has(event.type)) return undefined;
    if (event.type === 'run-ended' && event.status !== 'stopped') best.delete(event.run);
    if (event.type !== 'trials') return event;
    return detail === 'none' ? undefined : improvement(event, best);
  };
}

function improvement(event: EventOf<'trials'>, best: Map<number, number>): EventOf<'trials'> | undefined {
  const { first, points, values, gradients, residuals, extras } = event.trials;
  let found = -1;
  let least = best.get(event.run) ?? Number.POSITIVE_INFINITY;
  for (const [at, value] of values.entries()) {
    if (!(value < least)) continue;
    found = at;
    least = value;
  }
  if (found < 0) return undefined;
  best.set(event.run, least);
  const row = (column: Float64Array) => {
    const width = column.length / values.length;
    return column.slice(found * width, (found + 1) * width);
  };
  const one = {
    first: first + found,
    points: row(points),
    values: row(values),
    failures: [],
    ...(gradients && { gradients: row(gradients) }),
    ...(residuals && { residuals: residuals.slice(found, found + 1) }),
    ...(extras && { extras: extras.slice(found, found + 1) }),
  };
  return { ...event, trials: one };
}
