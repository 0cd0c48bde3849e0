import type { Checker, StudyView } from '@glompo/core/plugin';

/** A checker that calls `look` when a count of the study has passed each of the limits, and stops it at the last one. */
export function lookingAt(
  limits: readonly number[],
  count: (view: StudyView) => number,
  look: (count: number) => void,
): Checker {
  let next = 0;
  return {
    name: 'looking',
    options: {},
    test(view) {
      const reached = count(view);
      while (next < limits.length && reached >= (limits[next] as number)) {
        look(reached);
        next++;
      }
      return next < limits.length ? undefined : { by: 'looking', message: 'everything was seen' };
    },
  };
}

/** Collects the garbage of this process (`--expose-gc`). */
export function collectGarbage(): void {
  // Twice: what the first one finalises, the second one frees.
  for (let i = 0; i < 2; i++) (globalThis as unknown as { gc(): void }).gc();
}
