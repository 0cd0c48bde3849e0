import type { Condition, ConditionContext, Memory } from '../contracts/decision.js';
import { decideWhether } from '../errors/decide.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** Refuses what is not a condition, so that a forgotten pair of parentheses is found where it is missing. */
export function checkConditions<View>(given: readonly Condition<View>[], where: string): readonly Condition<View>[] {
  if (given.length === 0)
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${where}: expected at least one condition such as minTrials(500), got none`,
    );
  for (const [i, condition] of given.entries()) {
    const shape = condition as Partial<Condition<View>> | null | undefined;
    if (typeof shape === 'object' && typeof shape?.name === 'string' && typeof shape.test === 'function') continue;
    const hint = typeof condition === 'function' ? ': call it' : '';
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${where}: condition ${i + 1}: expected a condition such as minTrials(500), got ${show(condition)}${hint}`,
    );
  }
  return [...given];
}

/** Asks the i-th part of a combination, which keeps its notes apart from those of the others under `i/`. */
export function askPart<View>(parts: readonly Condition<View>[], i: number, view: View, context: ConditionContext) {
  const part = parts[i] as Condition<View>;
  const below = `${i}/`;
  const { random, memory, common } = context;
  const own = { random, memory: memoryBelow(memory, below), common: memoryBelow(common, below) };
  return decideWhether('condition', part, () => part.test(view, own));
}

function memoryBelow(memory: Memory, prefix: string): Memory {
  return {
    get: key => memory.get(prefix + key),
    set: (key, value) => memory.set(prefix + key, value),
    has: key => memory.has(prefix + key),
    delete: key => memory.delete(prefix + key),
  };
}

/** What a combination has in common with its parts, whichever way it combines them. */
export function combined<View>(
  parts: readonly Condition<View>[],
): Pick<Condition<View>, 'options' | 'conditions' | 'lookback' | 'stepLookback' | 'secondsLeft' | 'watchValue'> {
  const watched = parts.flatMap(part => part.watchValue ?? []);
  const timed = parts.filter(part => part.secondsLeft);
  return {
    options: {},
    conditions: parts,
    lookback: Math.max(...parts.map(part => part.lookback ?? 0)),
    stepLookback: Math.max(...parts.map(part => part.stepLookback ?? 0)),
    // A time that has passed has had its say; what may still change an answer lies ahead.
    ...(timed.length > 0 && {
      secondsLeft: (view: View) => Math.min(...timed.map(part => part.secondsLeft?.(view) || Number.POSITIVE_INFINITY)),
    }),
    // A turn that ends too early costs little, one that ends too late breaks a promise: the highest value is watched.
    ...(watched.length > 0 && { watchValue: Math.max(...watched) }),
  };
}
