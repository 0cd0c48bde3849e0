/** What is estimated, and the 95 % confidence interval of it. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The quantile of the normal distribution that leaves 2.5 % above it: for two-sided intervals of 95 %. */
export const z95 = 1.959963984540054;
