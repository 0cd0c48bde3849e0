import type { Condition } from '../contracts/decision.js';
import { formatCondition } from './format-condition.js';
import { askPart, checkConditions, combined } from './nested.js';

/**
 * Says yes if the condition says no. It cannot tell how many evaluations remain.
 *
 * @throws GlompoError `GLOMPO_OPTION` if it is not a condition
 */
export function not<View>(condition: Condition<View>): Condition<View> {
  const parts = checkConditions([condition], 'not');
  const message = `${formatCondition(condition)} does not hold`;
  return {
    name: 'not',
    ...combined(parts),
    test: (view, context) => (askPart(parts, 0, view, context) === undefined ? { by: 'not', message } : undefined),
  };
}
