import type { Hunter } from '../contracts/decision.js';
import { defineOptions, parseOptions } from '../options/options.js';
import { askPart, checkConditions, combined } from './nested.js';

export const quotaOptions = defineOptions({
  kills: { type: 'integer', min: 1, description: 'how often the hunter may say yes' },
  evaluations: { type: 'integer', min: 1, description: 'in how many evaluations of the study' },
});

/** The evaluations of the study at which it said yes last: no more than `kills` of them. */
const note = 'kills';

/**
 * Says yes if the hunter does, but at most `kills` times in any `evaluations` evaluations of the study, whichever runs they are about. The
 * hunter is asked all the same, so that its chance and notes go on as without a quota.
 *
 * What it counts is how often it has said yes itself: a kill each, if it stands at the top, in an `any`, or last in an `all`.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function quota(kills: number, evaluations: number, hunter: Hunter): Hunter {
  const options = parseOptions(quotaOptions, { kills, evaluations }, 'quota');
  const parts = checkConditions([hunter], 'quota');
  return {
    name: 'quota',
    ...combined(parts),
    options,
    test(view, context) {
      const reason = askPart(parts, 0, view, context);
      if (reason === undefined) return undefined;
      const { common } = context;
      const now = view.study.evaluations;
      const noted = (common.get(note) ?? []) as readonly number[];
      const recent = noted.filter(at => now - at < evaluations);
      if (recent.length >= kills) return undefined;
      common.set(note, [...recent, now]);
      const message = `${reason.message} (kill ${recent.length + 1} of at most ${kills} in ${evaluations} evaluations)`;
      return { by: 'quota', message, because: [reason] };
    },
  };
}
