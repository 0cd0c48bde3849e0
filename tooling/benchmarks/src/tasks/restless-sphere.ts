import { box, parametersFromBounds } from '@glompo/core/plugin';

const dimensions = 10;
export const parameters = parametersFromBounds(box(dimensions, -5.12, 5.12));

/** Trials of a run after which the minimum is somewhere else. */
const restTrials = 200;

/**
 * A sphere whose centre jumps now and then, so that an optimizer finds no rest: a run without stop conditions searches for ever as it
 * would on a problem of its own. (On the sphere itself its values would soon be denormal; on noise its covariance would degenerate.)
 */
export function restlessSphere(): (x: Float64Array, trial: number) => number {
  const centre = new Float64Array(dimensions);
  let place = -1;
  return (x, trial) => {
    const now = Math.floor(trial / restTrials);
    if (now !== place) {
      place = now;
      for (let i = 0; i < dimensions; i++)
        centre[i] = 8 * uniformOf(Math.imul(place * dimensions + i + 1, 0x9e3779b1)) - 4;
    }
    let sum = 0;
    for (let i = 0; i < dimensions; i++) {
      const distance = x[i]! - centre[i]!;
      sum += distance * distance;
    }
    return sum;
  };
}

/** A number in [0, 1) from 32 bits. */
export function uniformOf(bits: number): number {
  return (bits >>> 0) / 2 ** 32;
}
