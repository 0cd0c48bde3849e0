import type { Condition } from '../contracts/decision.js';
import { askPart, checkConditions, combined } from './nested.js';

/**
 * Says yes if one of the conditions does, because of the first one that does. They are asked in the order given, up to that one:
 * those after it draw no random numbers and take no notes.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is none, or one is not a condition
 */
export function any<View>(...conditions: readonly Condition<View>[]): Condition<View> {
  const parts = checkConditions(conditions, 'any');
  return {
    name: 'any',
    ...combined(parts),
    test(view, context) {
      for (let i = 0; i < parts.length; i++) {
        const reason = askPart(parts, i, view, context);
        if (reason !== undefined) return { by: 'any', message: reason.message, because: [reason] };
      }
      return undefined;
    },
    // The first budget to run out ends it; what does not know has no budget.
    ...(parts.some(part => part.remaining) && {
      remaining: (view: View) => Math.min(...parts.map(part => part.remaining?.(view) ?? Number.POSITIVE_INFINITY)),
    }),
  };
}
