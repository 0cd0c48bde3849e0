/** One instance of a BBOB function, without f_opt. */
export interface Problem {
  /** A point where `excess` is 0. */
  readonly xopt: Float64Array;
  /** f − f_opt at x. Not to be called by itself while it works, since it writes into its own buffers. */
  excess(x: Float64Array): number;
}

/** Makes an instance of a function. `seed` tells the instance. */
export type MakeProblem = (dims: number, seed: number) => Problem;
