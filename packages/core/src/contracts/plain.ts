/**
 * What may cross a thread, process or network boundary: plain data, nothing of JavaScript's classes in it except the two
 * typed arrays that every transport carries. Functions, class instances, `Map`, `Date`, `undefined` at the root are not plain.
 */
export type Plain =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | Uint8Array
  | readonly Plain[]
  | { readonly [key: string]: Plain | undefined };

/** A plain object: the shape of options, states and messages. */
export type PlainObject = { readonly [key: string]: Plain | undefined };

export type MaybePromise<T> = T | Promise<T>;
