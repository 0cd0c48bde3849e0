/** How trials ended: each in exactly one of these ways. What was asked and never begun is none. */
export interface TrialCounts {
  readonly ok: number;
  /** Threw, gave something else than a number, or its worker died with it again and again. */
  readonly failed: number;
  readonly timedOut: number;
  /** Its worker died, and it was not made again, since its run or the study had ended. */
  readonly lost: number;
  /** It was aborted, since its run was killed or the study stopped. */
  readonly cancelled: number;
}

export type Tallied = { -readonly [K in keyof TrialCounts]: number };

export function noTrials(): Tallied {
  return { ok: 0, failed: 0, timedOut: 0, lost: 0, cancelled: 0 };
}

/** Counts trials that have ended by themselves. */
export function countEnded(
  counts: Tallied,
  { values, failures }: { readonly values: Float64Array; readonly failures: readonly { readonly outcome: string }[] },
): void {
  counts.ok += values.length - failures.length;
  for (const { outcome } of failures) counts[outcome === 'timed-out' ? 'timedOut' : 'failed']++;
}
