/** A part as text names it: `name(positional, …, key=value, …)`. */
export interface Call {
  readonly name: string;
  readonly positional: readonly CallValue[];
  readonly named: Readonly<Record<string, CallValue>>;
}

/** What may stand in the parentheses of a call. A bare word is a string. */
export type CallValue = boolean | number | string | readonly CallValue[] | Call;

export function isCall(value: CallValue): value is Call {
  return typeof value === 'object' && !Array.isArray(value);
}
