import type { Session } from './session.js';

/** What a figure must reach; a figure without one is told for what it explains. */
export type Reach = { readonly atLeast: number } | { readonly atMost: number };

export interface Figure {
  /** What it is, where the name does not say it. */
  readonly what?: string;
  readonly unit: string;
  readonly reach?: Reach;
}

/** Samples by figure. */
export type Samples<Name extends string = string> = { readonly [K in Name]: readonly number[] };

/** One row of the table of what glompo must reach: a file in `bars/`. */
export interface Bar<Name extends string = string> {
  /** As in the table: `B1`. */
  readonly id: string;
  readonly what: string;
  /** What measuring it takes, roughly. */
  readonly seconds: number;
  readonly figures: { readonly [K in Name]: Figure };
  /** A figure that could not be measured has no samples, and is not ok. */
  measure(session: Session): Promise<Samples<Name>>;
}

/** Keeps the names of a bar's figures. */
export function defineBar<const Name extends string>(bar: Bar<Name>): Bar {
  return bar as Bar;
}
