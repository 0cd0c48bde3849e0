/** What is known about a test function's global minimum. */
export interface KnownMinimum {
  /** The lowest value: exact, or correct to all the digits that were published. */
  readonly value: number;
  /** One point that has it (there may be others); absent where only the value is published. */
  readonly point?: Float64Array;
}
