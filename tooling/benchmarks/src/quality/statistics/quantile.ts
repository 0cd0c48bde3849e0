/**
 * The quantile of sorted values by linear interpolation (R. J. Hyndman and Y. Fan, American Statistician 50, 1996, type 7: that of R and NumPy). Infinite
 * values stay what they are; NaN of none.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, fraction: number): number {
  const at = (sorted.length - 1) * fraction;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (at - Math.floor(at));
}

export function quantile(values: readonly number[], fraction: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), fraction);
}
