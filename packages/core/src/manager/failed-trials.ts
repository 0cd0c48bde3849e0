import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** What follows when trials of a run fail or time out. */
export type FailedTrials =
  | 'worst'
  | FailureConsequence
  /** After so many of one run in a row. */
  | { readonly inARow: number; readonly action: FailureConsequence };

/** The run has failed; or the study has, and rejects with `GLOMPO_TRIALS_FAILED`. */
export type FailureConsequence = 'end-run' | 'end-study';

const consequences: readonly unknown[] = ['end-run', 'end-study'] satisfies FailureConsequence[];

/** @throws GlompoError `GLOMPO_OPTION` */
export function checkFailedTrials(given: unknown): void {
  if (given === 'worst' || consequences.includes(given)) return;
  const { inARow, action } = (given ?? {}) as { inARow?: unknown; action?: unknown };
  if (Number.isSafeInteger(inARow) && (inARow as number) >= 1 && consequences.includes(action)) return;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `failedTrials: expected "worst", "end-run", "end-study" or { inARow: n, action: "end-run" | "end-study" }, got ${show(given)}`,
  );
}

/** How many trials of a run have failed in a row: at the end of these, and at most. */
export interface FailureStreak {
  readonly now: number;
  readonly longest: number;
}

export const noFailures: FailureStreak = { now: 0, longest: 0 };

export function streakAfter(
  { now: before, longest: most }: FailureStreak,
  { values, failures }: { readonly values: Float64Array; readonly failures: readonly { readonly index: number }[] },
): FailureStreak {
  let now = before;
  let longest = most;
  let next = 0;
  for (const { index } of failures) {
    now = index === next ? now + 1 : 1;
    next = index + 1;
    longest = Math.max(longest, now);
  }
  return { now: next === values.length ? now : 0, longest };
}

/** Whether what is to follow failures is due. */
export function isPunished({ longest }: FailureStreak, consequence: ReturnType<typeof consequenceOf>): boolean {
  return consequence !== undefined && longest >= consequence.inARow;
}

/** After how many failures in a row of one run what follows; undefined: nothing does. */
export function consequenceOf(
  given: FailedTrials = 'worst',
): { readonly inARow: number; readonly action: FailureConsequence } | undefined {
  if (given === 'worst') return undefined;
  return typeof given === 'string' ? { inARow: 1, action: given } : given;
}
