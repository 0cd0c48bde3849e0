import type { Condition } from '../contracts/decision.js';
import type { HuntView, StudyView } from '../contracts/view.js';
import { defineOptions, parseOptions } from '../options/options.js';
import { askPart, checkConditions, combined } from './nested.js';

export const lastingOptions = defineOptions({
  evaluations: {
    type: 'integer',
    min: 1,
    description: 'how long: trials of the victim for hunters, evaluations of the study for checkers',
  },
});

/** How many evaluations there had been when the condition began to say yes. */
const note = 'since';

/**
 * Says yes once the condition has said yes for so long: whenever it was asked, from one question to another one at least `evaluations`
 * evaluations later. For hunters these are the victim's trials, for checkers the study's evaluations. One no, and it begins anew.
 *
 * It can be no finer than the questions: hunters are asked every `huntEvery` evaluations of the study, checkers about once per turn, and
 * behind a no in an `all` a condition is not asked. It is meant for conditions that say yes at times and no at others; those that stay with a yes
 * are only put off.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function lasting<View extends HuntView | StudyView>(
  evaluations: number,
  condition: Condition<View>,
): Condition<View> {
  const options = parseOptions(lastingOptions, { evaluations }, 'lasting');
  const parts = checkConditions([condition], 'lasting');
  const [part] = parts as readonly [Condition<View>];
  return {
    name: 'lasting',
    ...combined(parts),
    options,
    test(view, context) {
      const reason = askPart(parts, 0, view, context);
      const { memory } = context;
      if (reason === undefined) {
        if (memory.has(note)) memory.delete(note);
        return undefined;
      }
      const now = evaluationsOf(view);
      const since = memory.get(note) as number | undefined;
      if (since === undefined) memory.set(note, now);
      const lasted = now - (since ?? now);
      if (lasted < evaluations) return undefined;
      const message = `${reason.message} (so for ${lasted} evaluations, at least ${evaluations})`;
      return { by: 'lasting', message, data: { lasted }, because: [reason] };
    },
    // Until the condition says yes it certainly does not; after that, its notes know how long.
    ...(part.remaining && {
      remaining: (view: View) => part.remaining?.(view) || Number.POSITIVE_INFINITY,
    }),
  };
}

function evaluationsOf(view: HuntView | StudyView): number {
  return 'victim' in view ? view.victim.trials : view.evaluations;
}
