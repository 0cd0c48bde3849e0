/** Where an increasing function is 0 between `low` (not above 0 there) and `high` (not below), to the last bit. */
export function bisection(low: number, high: number, increasing: (x: number) => number): number {
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return Math.abs(increasing(low)) < Math.abs(increasing(high)) ? low : high;
    if (increasing(middle) < 0) low = middle;
    else high = middle;
  }
}
