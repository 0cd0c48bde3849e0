import type { Evaluation, Optimizer, Proposal, Random, Reason, Want } from '@glompo/core';
import type { Objective } from './objective.js';

/** When whoever holds an optimizer asks and tells. */
export interface Schedule {
  /** The limit of the next ask. */
  limit(): number;
  /** Whether to ask again before telling, while the optimizer may want more. */
  askAgain(outstanding: number): boolean;
  /** How many of the outstanding trials are told next, from 1. */
  part(outstanding: number): number;
}

/** What an optimizer did, as its holder saw it. */
export interface Trace {
  /** In ask order; copies. */
  readonly points: Float64Array[];
  readonly wants: (readonly Want[])[];
  /** Values in the order in which they were told. */
  readonly values: number[];
  /** Asked and not told at the end. */
  outstanding: number;
  /** How many had been told when the last new point came. */
  toldAtLastPoint: number;
  stop: Reason | undefined;
}

export interface DriveOptions {
  readonly schedule: Schedule;
  /** Ends when this many points were asked, or at the stop. */
  readonly trials: number;
  /** Ordinal of the first point, for optimizers that go on from a snapshot. Default 0. */
  readonly first?: number;
  /** Called between any two calls of the optimizer. */
  readonly between?: (trace: Trace) => void;
  /** Called with what was handed over, when it has been copied. */
  readonly asked?: (proposals: readonly Proposal[], limit: number) => void;
}

/** More than this is not left outstanding, however willingly an optimizer gives points. */
const mostOutstanding = 2000;

export const stepByStep: Schedule = { limit: () => 1, askAgain: () => false, part: () => 1 };

/** Always the same limit, told in parts of one size. */
export function fixed(limit: number, part: number): Schedule {
  return {
    limit: () => limit,
    askAgain: () => false,
    part: outstanding => Math.min(part, outstanding),
  };
}

/** Any limit, any part, asking again or not, as it comes. */
export function haphazard(random: Random): Schedule {
  return {
    limit: () => 1 + random.integer([1, 3, 10, 40][random.integer(4)] as number),
    askAgain: () => random.uniform() < 0.5,
    part: outstanding => 1 + random.integer(outstanding),
  };
}

/** Asks and tells until enough points were asked, the optimizer has stopped, or it gives nothing although nothing is outstanding. */
export function drive(
  optimizer: Optimizer,
  objective: Objective,
  { schedule, trials, first = 0, between = () => {}, asked = () => {} }: DriveOptions,
): Trace {
  const trace: Trace = { points: [], wants: [], values: [], outstanding: 0, toldAtLastPoint: 0, stop: undefined };
  const { points, wants, values } = trace;
  let mayWantMore = true;
  between(trace);
  while (points.length < trials && optimizer.stop === undefined) {
    if (
      trace.outstanding === 0 ||
      (mayWantMore && trace.outstanding < mostOutstanding && schedule.askAgain(trace.outstanding))
    ) {
      const limit = schedule.limit();
      const proposals = optimizer.ask(limit);
      for (const proposal of proposals) {
        points.push(proposal.x.slice());
        wants.push(proposal.wants ?? []);
      }
      trace.outstanding += proposals.length;
      if (proposals.length > 0) trace.toldAtLastPoint = values.length;
      mayWantMore = proposals.length >= limit;
      asked(proposals, limit);
      between(trace);
      if (trace.outstanding === 0) break;
    } else {
      const told = Array.from({ length: schedule.part(trace.outstanding) }, (_, i) => values.length + i);
      const evaluations = told.map(i => objective(points[i]!.slice(), first + i, wants[i]!));
      optimizer.tell(
        told.map(i => ({ x: points[i]!.slice(), ...(wants[i]!.length > 0 && { wants: wants[i]! }) })),
        evaluations.map(copyOf),
      );
      values.push(...evaluations.map(e => e.value));
      trace.outstanding -= told.length;
      mayWantMore = true;
      between(trace);
    }
  }
  trace.stop = optimizer.stop;
  return trace;
}

/** A told array belongs to the optimizer: no other holds it. */
function copyOf({ value, gradient, residuals }: Evaluation): Evaluation {
  return {
    value,
    ...(gradient && { gradient: gradient.slice() }),
    ...(residuals && { residuals: residuals.slice() }),
  };
}
