/**
 * How a run of an optimizer shall differ from what its options say: what a restart strategy changes from run to run, in words that each
 * optimizer translates into its own options (`OptimizerPlugin.vary`). Absent: as the options say.
 */
export type Variation = {
  /** Points per generation, as a multiple of those of the options; above 0. */
  readonly population?: number;
  /** Initial standard deviations, as a multiple of those of the options or of the start; above 0, at most 1. */
  readonly deviation?: number;
  /** It shall end by itself after about so many evaluations. */
  readonly evaluations?: number;
};
