import type { StudyResult } from './result.js';
import type { StudyState } from './study-state.js';

/** The result of a study, of what is in its books and what these do not tell. */
export function resultOf(
  state: StudyState,
  rest: Pick<
    StudyResult,
    'leftBehind' | 'reason' | 'seed' | 'seconds' | 'slots' | 'slotTime' | 'placement' | 'sharing'
  >,
): StudyResult {
  const regret = state.regret.report(state.incumbent);
  const { incumbent, evaluations, outcomes, retried, replaced, runs, foundMinima } = state;
  return {
    value: incumbent?.value ?? null,
    point: incumbent ? incumbent.point.slice() : null,
    run: incumbent?.run ?? null,
    evaluations,
    outcomes: { ...outcomes },
    retried,
    replaced,
    runs: { ...runs },
    minima: foundMinima,
    ...(regret && { regret }),
    ...rest,
  };
}
