import type { Condition } from '../contracts/decision.js';
import type { Reason } from '../contracts/reason.js';
import { GlompoError } from '../errors/glompo-error.js';
import { defineOptions, parseOptions } from '../options/options.js';
import { askPart, checkConditions, combined } from './nested.js';

export const atLeastOptions = defineOptions({
  n: { type: 'integer', min: 1, description: 'how many of the conditions have to say yes' },
});

/**
 * Says yes if at least `n` of the conditions do, because of the first `n` that do. They are asked in the order given, until the answer is
 * certain: those after that draw no random numbers and take no notes.
 *
 * @param n from 1, which is `any`, to the number of conditions, which is `all`
 * @throws GlompoError `GLOMPO_OPTION` if there are fewer than `n` conditions, or one is not a condition
 */
export function atLeast<View>(n: number, ...conditions: readonly Condition<View>[]): Condition<View> {
  const options = parseOptions(atLeastOptions, { n }, 'atLeast');
  const parts = checkConditions(conditions, 'atLeast');
  if (n > parts.length) {
    const message = `atLeast: n: expected at most the number of conditions, ${parts.length}, got ${n}`;
    throw new GlompoError('GLOMPO_OPTION', message);
  }
  return {
    name: 'atLeast',
    ...combined(parts),
    options,
    test(view, context) {
      const because: Reason[] = [];
      for (let i = 0; i < parts.length; i++) {
        if (because.length + parts.length - i < n) return undefined;
        const reason = askPart(parts, i, view, context);
        if (reason !== undefined) because.push(reason);
        if (because.length === n) {
          const message = `${n} of ${parts.length}: ${because.map(reason => reason.message).join('; ')}`;
          return { by: 'atLeast', message, because };
        }
      }
      return undefined;
    },
    ...(parts.some(part => part.remaining) && { remaining: (view: View) => remaining(n, parts, view) }),
  };
}

/**
 * The next moment at which the parts that know may make it say yes: for sure if `n` of them do, and else together with as many of the
 * others, which may do so at any time.
 */
function remaining<View>(n: number, parts: readonly Condition<View>[], view: View): number {
  const known = parts
    .map(part => part.remaining?.(view) ?? Number.POSITIVE_INFINITY)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (known[n - 1] === 0) return 0;
  const unknown = parts.length - known.length;
  const decisive = known.slice(Math.max(1, n - unknown) - 1, n);
  return decisive.find(evaluations => evaluations > 0) ?? Number.POSITIVE_INFINITY;
}
