import type { Condition } from '../contracts/decision.js';
import type { Reason } from '../contracts/reason.js';
import { askPart, checkConditions, combined } from './nested.js';

/**
 * Says yes if every condition does, because of all of them. They are asked in the order given, up to the first no: those after
 * it draw no random numbers and take no notes.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is none, or one is not a condition
 */
export function all<View>(...conditions: readonly Condition<View>[]): Condition<View> {
  const parts = checkConditions(conditions, 'all');
  return {
    name: 'all',
    ...combined(parts),
    test(view, context) {
      const because: Reason[] = [];
      for (let i = 0; i < parts.length; i++) {
        const reason = askPart(parts, i, view, context);
        if (reason === undefined) return undefined;
        because.push(reason);
      }
      return { by: 'all', message: because.map(reason => reason.message).join('; '), because };
    },
    ...(parts.some(part => part.remaining) && { remaining: (view: View) => remaining(parts, view) }),
  };
}

/**
 * It says no for as long as any part certainly does. When that is over, the parts that know say yes, and one that does not know decides
 * alone: then nothing is certain any more.
 */
function remaining<View>(parts: readonly Condition<View>[], view: View): number {
  const known = parts.map(part => part.remaining?.(view) ?? Number.POSITIVE_INFINITY);
  const certain = Math.max(0, ...known.filter(Number.isFinite));
  return certain > 0 || known.every(Number.isFinite) ? certain : Number.POSITIVE_INFINITY;
}
