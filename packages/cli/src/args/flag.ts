/** One flag of a command, as help shows it and the reader reads it. */
export interface Flag {
  /** Without the dashes: `max-evaluations`. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** What its value is called in help; a flag without one is a switch. */
  readonly value?: string;
  /** May be given several times. */
  readonly repeatable?: true;
  /** One sentence without a full stop. */
  readonly description: string;
  /** What holds if it is not given. */
  readonly default?: string;
  /** What to write, for the message about a missing value. */
  readonly example?: string;
}
