import type { Told, TrialBatch } from '../worker/protocol.js';

/** Rows `from` to `to` (excluded) of a batch. Its columns are views of the batch's. */
export function rowsOf(batch: TrialBatch, from: number, to: number): TrialBatch {
  const { first, points, values, failures, gradients, residuals, extras } = batch;
  const n = points.length / values.length;
  return {
    first: first + from,
    points: points.subarray(from * n, to * n),
    values: values.subarray(from, to),
    failures: failures
      .filter(({ index }) => index >= from && index < to)
      .map(failure => ({ ...failure, index: failure.index - from })),
    ...(gradients && { gradients: gradients.subarray(from * n, to * n) }),
    ...(residuals && { residuals: residuals.slice(from, to) }),
    ...(extras && { extras: extras.slice(from, to) }),
  };
}

/** What an optimizer is to be told, and the points that it is about. */
export interface Results {
  readonly told: Told;
  readonly points: Float64Array;
}

/** The results of consecutive batches. Copies: a transport may take the memory along, and the batches belong to the events. */
export function joined(batches: readonly TrialBatch[]): Results {
  const told: Told = {
    first: (batches[0] as TrialBatch).first,
    values: concat(batches.map(({ values }) => values)),
    ...(batches.some(b => b.gradients) && {
      gradients: concat(batches.map(b => b.gradients ?? new Float64Array(b.points.length).fill(Number.NaN))),
    }),
    ...(batches.some(b => b.residuals) && {
      residuals: batches.flatMap(b => b.residuals?.map(r => r?.slice() ?? null) ?? Array.from(b.values, () => null)),
    }),
  };
  return { told, points: concat(batches.map(({ points }) => points)) };
}

function concat(columns: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(columns.reduce((sum, c) => sum + c.length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}
