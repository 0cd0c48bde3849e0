/** Whether a series rises: not by how much it is higher at the end, which one large study decides. */
export interface Trend {
  /** The median of the slopes of all pairs (Theil 1950, Sen 1968). */
  readonly perStep: number;
  /** Mann and Kendall's statistic: standard normal where there is no trend. */
  readonly z: number;
}

/** Too few to say anything. */
export const leastSteps = 12;

export function trendOf(values: readonly number[]): Trend {
  const slopes: number[] = [];
  let concordance = 0;
  for (let j = 1; j < values.length; j++) {
    for (let i = 0; i < j; i++) {
      const difference = (values[j] as number) - (values[i] as number);
      slopes.push(difference / (j - i));
      concordance += Math.sign(difference);
    }
  }
  slopes.sort((a, b) => a - b);
  const n = values.length;
  const variance = (n * (n - 1) * (2 * n + 5)) / 18;
  return {
    perStep: ((slopes[(slopes.length - 1) >> 1] ?? 0) + (slopes[slopes.length >> 1] ?? 0)) / 2,
    z: variance > 0 ? (concordance - Math.sign(concordance)) / Math.sqrt(variance) : 0,
  };
}
