import { checkParameters, createRandom, type Parameter, searchSpace } from '@glompo/core';
import type { TaskOfArgs } from '../tasks/task-of-args.js';

/** Different points, at most. */
const count = 64;
const seed = 1;

/** The parameters with the bounds that a study would have. @throws GlompoError `GLOMPO_BOUNDS` */
export function studyParameters(own: readonly Parameter[], bounds: TaskOfArgs['bounds']): readonly Parameter[] {
  if (bounds === undefined) return checkParameters(own, 'the task');
  checkParameters(own, 'the task', false);
  const pairs = bounds(own);
  return checkParameters(
    own.map((parameter, i) => ({ ...parameter, low: pairs[i]?.[0], high: pairs[i]?.[1] })),
    'bounds',
  );
}

/** Row after row, in the task's units: its start or a point at random, the same again, and others at random. */
export function examinedPoints(parameters: readonly Parameter[], start: Float64Array | undefined): Float64Array {
  const space = searchSpace(parameters);
  const random = createRandom(seed);
  const { dimensions, low, high } = space;
  const points = new Float64Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const x = Float64Array.from(low, (from, i) => from + random.uniform() * ((high[i] as number) - from));
    points.set(space.toTask(x), row * dimensions);
  }
  const first = start?.length === dimensions ? start : points.slice(0, dimensions);
  points.set(first, 0);
  points.set(first, dimensions);
  return points;
}
