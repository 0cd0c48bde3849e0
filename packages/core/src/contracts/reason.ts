import type { Plain } from './plain.js';

/**
 * Why something was decided: who decided, in words, with the figures it used. Every kill, stop, spawn and failure carries
 * one; it is logged, shown and exported as it is.
 */
export type Reason = {
  /** Who decided: the name of a condition, an optimizer, or a part of the manager. */
  readonly by: string;
  /** One sentence for a person, with the figures in it. */
  readonly message: string;
  /** The figures, for a program. */
  readonly data?: Plain;
  /** The reasons that this one was built from (`all`, `any`, `not`). */
  readonly because?: readonly Reason[];
  /** Of an optimizer that has stopped: it stands at no minimum, since a limit was reached or it has given up. Absent: it takes its best point for one. */
  readonly unfinished?: true;
};
