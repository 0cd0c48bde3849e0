import type { Plain } from './plain.js';

/** A part of a study as plain data: found again by its name through the local registry, never by code in the data. */
export type Descriptor = {
  /** The kind of plugin: `optimizer`, `backend`, `task`. */
  readonly plugin: string;
  readonly name: string;
  readonly options: Plain;
};
