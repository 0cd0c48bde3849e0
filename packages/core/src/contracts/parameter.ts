/** A real-valued coordinate of the search. */
export type RealParameter = {
  readonly kind: 'real';
  /** Unique within the task; shown in results. */
  readonly name: string;
  /** Lowest admissible value, in the task's own units. A study needs it finite. */
  readonly low: number;
  /** Highest admissible value, above `low`. A study needs it finite. */
  readonly high: number;
  /** `log`: optimizers see log10 of the value (then `low` must be above 0). Default `linear`. */
  readonly scale?: 'linear' | 'log';
};

/** A coordinate of whole numbers, in an order that means something: a count, a number of layers. */
export type IntegerParameter = {
  readonly kind: 'integer';
  /** Unique within the task; shown in results. */
  readonly name: string;
  /** Lowest admissible value, a whole number. A study needs it finite. */
  readonly low: number;
  /** Highest admissible value, a whole number above `low`. A study needs it finite. */
  readonly high: number;
};

/** One coordinate of the search: a union that grows (categories have their place here). Optimizers say which kinds they know. */
export type Parameter = RealParameter | IntegerParameter;

/** The shorthand for real, linear parameters: `[[low, high], …]`. */
export type Bounds = readonly (readonly [low: number, high: number])[];
