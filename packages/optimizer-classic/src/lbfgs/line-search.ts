/** Least decrease, as a fraction of what the slope promises (Armijo). */
const sufficientDecrease = 1e-4;
/** The slope must have lost this much of its steepness: a step is too short while its slope is below 0.9 of the first one. */
const curvature = 0.9;
/** Values closer than this, relative to the first one, cannot be told apart from rounding: then slopes decide alone. */
const rounding = 1e-12;

/**
 * Finds a step along a line with weak Wolfe conditions by bracketing (Nocedal & Wright, Numerical Optimization, 2nd ed., eq. 3.6;
 * bracketing without derivatives at failed points as in Lewis & Overton, "Nonsmooth optimization via quasi-Newton methods",
 * Mathematical Programming 141, 2013), cubic interpolation (eq. 3.59) and, where values drown in rounding, the approximate Wolfe
 * conditions of Hager & Zhang (SIAM Journal on Optimization 16(1), 2005).
 */
export class LineSearch {
  /** The step to try, or the one that was accepted. */
  step: number;
  readonly #value: number;
  readonly #slope: number;
  readonly #longest: number;
  // The longest step known to be too short, with its value and slope; the shortest known to be too long.
  #low = 0;
  #lowValue: number;
  #lowSlope: number;
  #high = Number.POSITIVE_INFINITY;
  #highValue = Number.NaN;
  #highSlope = Number.NaN;
  /** Of the interval between them when it was last divided. */
  #width = Number.POSITIVE_INFINITY;

  /**
   * @param value where the line begins
   * @param slope the derivative along the line there, below 0
   * @param range the first step to try, and the longest
   */
  constructor(value: number, slope: number, range: { readonly first: number; readonly longest: number }) {
    this.#value = value;
    this.#slope = slope;
    this.#lowValue = value;
    this.#lowSlope = slope;
    this.#longest = range.longest;
    this.step = Math.min(range.first, range.longest);
  }

  /**
   * Judges the step that was tried; unless it says `accept`, `step` is the next one to try.
   *
   * @param value +Infinity where there was no value, or no gradient
   * @param promised what the gradient at the beginning promises for the move that was made
   * @param slope the derivative along the line; NaN where a bound bends it: then decrease is all that is required
   */
  judge(value: number, promised: number, slope: number): 'accept' | 'longer' | 'shorter' {
    if (!this.#accepts(value, promised, slope)) {
      this.#high = this.step;
      this.#highValue = value;
      this.#highSlope = slope;
      this.step = this.#within();
      return 'shorter';
    }
    if (slope < curvature * this.#slope && this.step < this.#longest) {
      const next = this.#high === Number.POSITIVE_INFINITY ? this.#beyond(slope) : undefined;
      this.#low = this.step;
      this.#lowValue = value;
      this.#lowSlope = slope;
      this.step = next ?? this.#within();
      return 'longer';
    }
    return 'accept';
  }

  /** Whether a value is low enough, or as good as equal, so that its slope matters. */
  decreases(value: number, promised: number): boolean {
    return value <= this.#value + Math.max(sufficientDecrease * promised, rounding * Math.abs(this.#value));
  }

  #accepts(value: number, promised: number, slope: number): boolean {
    if (value <= this.#value + sufficientDecrease * promised) return true;
    return (
      this.decreases(value, promised) &&
      slope >= curvature * this.#slope &&
      slope <= (2 * sufficientDecrease - 1) * this.#slope
    );
  }

  /** Where the line's derivative vanishes by the secant through the last two slopes: 2 to 10 times as far. */
  #beyond(slope: number): number {
    const step = this.step;
    const secant = step - (slope * (step - this.#low)) / (slope - this.#lowSlope);
    const far = secant > step ? secant : 10 * step;
    return Math.min(this.#longest, Math.max(2 * step, Math.min(10 * step, far)));
  }

  /** The minimum of the interpolating polynomial between low and high, kept away from both; the middle when that does not help. */
  #within(): number {
    const low = this.#low;
    const width = this.#high - low;
    const slow = width > 0.7 * this.#width;
    this.#width = width;
    if (!Number.isFinite(this.#highValue)) return low + 0.25 * width;
    if (slow) return low + 0.5 * width;
    const guess = Number.isNaN(this.#highSlope) ? this.#quadratic(width) : this.#cubic(width);
    return low + Math.min(0.9 * width, Math.max(0.1 * width, Number.isFinite(guess) ? guess : 0.5 * width));
  }

  #quadratic(width: number): number {
    const bend = this.#highValue - this.#lowValue - this.#lowSlope * width;
    return (-this.#lowSlope * width * width) / (2 * bend);
  }

  #cubic(width: number): number {
    const [a, b] = [this.#lowSlope, this.#highSlope];
    const d1 = a + b - (3 * (this.#highValue - this.#lowValue)) / width;
    const d2 = Math.sqrt(d1 * d1 - a * b);
    return width - (width * (b + d2 - d1)) / (b - a + 2 * d2);
  }
}
