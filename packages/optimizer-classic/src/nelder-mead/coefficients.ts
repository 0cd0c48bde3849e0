/** How far the moves go, relative to the distance from the worst vertex to the centroid of the others. */
export interface Coefficients {
  readonly reflect: number;
  /** Relative to the reflection. */
  readonly expand: number;
  readonly contract: number;
  readonly shrink: number;
}

/**
 * Standard: 1, 2, ½, ½ (Nelder & Mead 1965). Adaptive: 1, 1 + 2/n, ¾ − 1/2n, 1 − 1/n (Gao & Han 2012, §4), which keep the simplex
 * from collapsing in many dimensions; they are the standard ones at n = 2, and for n = 1, where they would be degenerate, too.
 */
export function coefficientsFor(kind: 'adaptive' | 'standard', n: number): Coefficients {
  const m = kind === 'standard' ? 2 : Math.max(2, n);
  return { reflect: 1, expand: 1 + 2 / m, contract: 0.75 - 1 / (2 * m), shrink: 1 - 1 / m };
}
