/** A local minimum that runs of a study have found. */
export interface Minimum {
  /** The best value found there. */
  readonly value: number;
  /** Where that was, in the task's units. Not to be written to. */
  readonly point: Float64Array;
  /** How many runs have reached it: those that ended there, and those that were killed on their way there (`knownBasin`). */
  readonly reached: number;
  /** The first of these runs. */
  readonly run: number;
}
