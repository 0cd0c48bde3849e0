import { FairOrder, type FairOrderMemory } from './fair-order.js';
import { Standing, type StandingMemory } from './standing.js';

/** One slot: whose turn it was, right after something was decided, or when the study was left. */
export interface OrderMemory extends FairOrderMemory {
  /** What follows is to be decided about first; else that has been done. */
  readonly toDecide: boolean;
  /** The evaluation at which something falls due next; +Infinity: nothing does. */
  readonly due: number;
  /** Trials of a run's share, and how many runs there shall be. */
  readonly share: number;
  readonly liveRuns: number;
  readonly runs: readonly (readonly [run: number, standing: StandingMemory])[];
  /** See `RecalledOrder`; it is not known either. */
  readonly last?: number;
}

/** Trials that were recorded together, after something was last decided. */
export interface BatchSince {
  /** Of the event. */
  readonly number: number;
  readonly run: number;
  readonly trials: number;
  /** Evaluations of the study, these included. */
  readonly evaluations: number;
}

/** Whose turn it is, as far as a record tells. */
export interface RecalledOrder {
  readonly before: OrderMemory;
  readonly order: FairOrderMemory;
  readonly standings: ReadonlyMap<number, StandingMemory>;
  /** The run that has made the last trials since something was decided: whether it has stopped with them is not recorded. Undefined: there are none. */
  readonly last: number | undefined;
}

/**
 * Whose turn it is after more trials: nothing but these changes the order while runs neither begin nor end, and where either happens, the order is recorded with it.
 *
 * @param batches in the order of their numbers
 * @param weightOf of a live run
 */
export function recallOrder(
  before: OrderMemory,
  batches: readonly BatchSince[],
  weightOf: (run: number) => number,
): RecalledOrder {
  const order = new FairOrder(before);
  const { share, due } = before;
  const standings = new Map(
    before.runs.map(([run, from]) => [run, new Standing(order, { weight: weightOf(run), share }, from)]),
  );
  for (const { run, trials, evaluations } of batches) {
    const standing = standings.get(run);
    if (standing === undefined) continue;
    if (!standing.begun) standing.begin();
    standing.made(trials);
    standing.endShareIfOver(evaluations >= due);
  }
  return {
    before,
    order: order.memory,
    standings: new Map(Array.from(standings, ([run, { memory }]) => [run, memory])),
    last: batches.at(-1)?.run ?? before.last,
  };
}
