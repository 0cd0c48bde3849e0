import type { Condition } from '../contracts/decision.js';
import { isPlainObject } from '../contracts/is-plain-object.js';
import type { Plain } from '../contracts/plain.js';
import { formatValue } from '../grammar/format-call.js';

/**
 * A condition as one readable line, with every option it was made with: `all(minTrials(trials=500), parameterDistance(relative=0.05, against=hunter))`.
 * `parseHunter` or `parseChecker` makes the same condition from it, if it is given those of its parts that are not built in.
 */
export function formatCondition<View>({ name, options, conditions = [] }: Condition<View>): string {
  const own = isPlainObject(options)
    ? Object.entries(options).flatMap(([key, value]) => (value === undefined ? [] : `${key}=${formatPlain(value)}`))
    : [];
  return `${name}(${[...conditions.map(condition => formatCondition(condition)), ...own].join(', ')})`;
}

function formatPlain(value: Plain): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return formatValue(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[${Array.from(value as readonly Plain[], formatPlain).join(', ')}]`;
  // The options of a condition of somebody's own may hold what the grammar has no words for; they are shown all the same.
  return formatValue(JSON.stringify(value));
}
