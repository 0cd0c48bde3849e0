import type { Condition, ConditionContext } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { definePart, type PartFactory } from '../grammar/part.js';
import type { OptionsSpec, Parsed } from '../options/options.js';

/** A yes, as a condition gives it: `by` is the condition's name. */
export type Verdict = Omit<Reason, 'by'>;

export interface ConditionDefinition<View, S extends OptionsSpec, First extends keyof S> {
  readonly name: string;
  /** One sentence that completes "says yes": `once the run has made so many trials`. */
  readonly description: string;
  readonly options: S;
  /** The option that may also be given by itself: the first of `options`. */
  readonly first?: First;
  /** How many values back it looks. Default 0. */
  lookback?(options: Parsed<S>): number;
  /** See `Condition.stepLookback`. */
  stepLookback?(options: Parsed<S>): number;
  /** A pure function of what it is given: yes, with one sentence that has the figures in it, or no. */
  test(view: View, options: Parsed<S>, context: ConditionContext): Verdict | undefined;
  /** See `Condition.remaining`. */
  remaining?(view: View, options: Parsed<S>): number;
  /** See `Condition.secondsLeft`. */
  secondsLeft?(view: View, options: Parsed<S>): number;
  /** See `Condition.watchValue`. */
  watchValue?(options: Parsed<S>): number;
}

/** Makes a condition of this kind: `minTrials({ trials: 500 })`, or `minTrials(500)`. Wrong options throw `GLOMPO_OPTION`. */
export type ConditionFactory<View, S extends OptionsSpec, First extends keyof S = never> = PartFactory<
  Condition<View>,
  S,
  First
>;

/**
 * Makes a condition, hunter or checker, from its options and its question.
 *
 * ```ts
 * export const minTrials = defineCondition({
 *   name: 'minTrials',
 *   description: 'once the victim has made so many trials',
 *   options: { trials: { type: 'integer', min: 0, default: 500, description: 'how many' } },
 *   first: 'trials',
 *   test: ({ victim }: HuntView, { trials }) =>
 *     victim.trials >= trials ? { message: `${victim.trials} trials`, data: { trials: victim.trials } } : undefined,
 * });
 * ```
 */
export function defineCondition<View, const S extends OptionsSpec, First extends keyof S = never>(
  definition: ConditionDefinition<View, S, First>,
): ConditionFactory<View, S, First> {
  const { name, description, options, first } = definition;
  return definePart({
    name,
    description: `Says yes ${description}.`,
    options,
    ...(first !== undefined && { first }),
    create: parsed => createCondition(definition, parsed),
  });
}

function createCondition<View, S extends OptionsSpec, First extends keyof S>(
  definition: ConditionDefinition<View, S, First>,
  options: Parsed<S>,
): Condition<View> {
  const { name } = definition;
  const watchValue = definition.watchValue?.(options);
  return {
    name,
    options: options as Plain,
    ...(definition.lookback && { lookback: definition.lookback(options) }),
    ...(definition.stepLookback && { stepLookback: definition.stepLookback(options) }),
    test(view, context) {
      const verdict = definition.test(view, options, context);
      return verdict && { by: name, ...verdict };
    },
    ...(definition.remaining && { remaining: (view: View) => definition.remaining?.(view, options) as number }),
    ...(definition.secondsLeft && { secondsLeft: (view: View) => definition.secondsLeft?.(view, options) as number }),
    ...(watchValue !== undefined && { watchValue }),
  };
}
