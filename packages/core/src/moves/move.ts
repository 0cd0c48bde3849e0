import type { Space } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import { largestDistance } from '../space/largest-distance.js';

/**
 * What a rule of start points says of a run that is a move of a walk, in `Start.origin`: where the walk stands, and what it takes to be accepted, which is known
 * before the run has begun. From it others can tell early what will become of the run.
 */
export type Move = {
  /** Where the walk stands, in the task's units. */
  readonly from: Float64Array;
  /** Its value there. */
  readonly value: number;
  /** How much higher the run may end and be accepted, at least 0. */
  readonly allowance: number;
  /** Metropolis' temperature, of which the allowance is a sample. */
  readonly temperature: number;
  /** How far from there the run starts, in the coordinate that is changed most, as a fraction of its range. */
  readonly reach: number;
};

/** A run that has come back to within this fraction of its reach, in all coordinates, will end where it came from. */
const near = 0.5;

/** The move that the run is, if its rule says so. */
export function moveOf(origin: Plain | undefined): Move | undefined {
  const move = (origin as { readonly metropolis?: Partial<Move> } | undefined)?.metropolis;
  return move?.from instanceof Float64Array ? (move as Move) : undefined;
}

/**
 * How much higher a move may end by Metropolis' rule at the temperature T: an exponential number of mean T. ΔE is at most that with probability exp(−ΔE / T), so that the draw
 * can be made before the end is known.
 */
export function drawAllowance(temperature: number, random: Random): number {
  return temperature > 0 ? -temperature * Math.log1p(-random.uniform()) : 0;
}

/** Whether a run that is at `point` has come back: every coordinate is less than half as far from where the walk stands as the one that was changed most. */
export function hasReturned({ from, reach }: Move, point: Float64Array, space: Space): boolean {
  return largestDistance(space, from, point) < near * reach;
}
