import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selection, Selector } from '../contracts/decision.js';
import type { Random } from '../contracts/random.js';
import type { StudyView } from '../contracts/view.js';
import type { Part } from '../grammar/part.js';
import { type Input, type OptionsSpec, type Parsed, parseOptions } from '../options/options.js';
import { checkChoices } from './check-choices.js';

export interface SelectorDefinition<S extends OptionsSpec> {
  readonly name: string;
  /** One sentence, beginning with a verb: what it does. */
  readonly description: string;
  readonly options: S;
  /** See `Selector.next`. */
  next(view: StudyView, options: Parsed<S>, context: SelectorContext): Selection;
}

export interface SelectorContext {
  /** What it chooses from, in the order given; at least one. */
  readonly choices: readonly OptimizerChoice[];
  /** How many more runs may be alive. */
  readonly free: number;
  readonly random: Random;
}

/** Makes a selector of options and optimizers: `favourite({ chance: 0.7 }, cmaes(), lbfgs())`. Wrong ones throw `GLOMPO_OPTION`. */
export interface SelectorFactory<S extends OptionsSpec> {
  (options: Input<S>, ...choices: readonly OptimizerChoice[]): Selector;
  /** What makes it known to text: `favourite(0.7, cmaes(), lbfgs())`. */
  readonly part: Part<Selector, OptimizerChoice>;
}

/**
 * Makes the factory of a selector from its options and its question.
 *
 * ```ts
 * export const favourite = defineSelector({
 *   name: 'favourite',
 *   description: 'Starts its first optimizer with a certain chance, and any of them otherwise.',
 *   options: { chance: { type: 'number', min: 0, max: 1, default: 0.5, description: 'of the first one' } },
 *   next: (_, { chance }, { choices, random }) => ({
 *     type: 'spawn',
 *     choice: choices[random.uniform() < chance ? 0 : random.integer(choices.length)],
 *   }),
 * });
 * ```
 */
export function defineSelector<const S extends OptionsSpec>({
  name,
  description,
  options: spec,
  next,
}: SelectorDefinition<S>): SelectorFactory<S> {
  const make = (given: unknown, optimizers: readonly OptimizerChoice[]): Selector => {
    const options = parseOptions(spec, given, name);
    const choices = checkChoices(optimizers, name);
    return { name, choices, next: (view, free, random) => next(view, options, { choices, free, random }) };
  };
  const factory = (options: Input<S>, ...choices: readonly OptimizerChoice[]) => make(options, choices);
  const nested = { name: 'optimizers', expected: 'an optimizer such as cmaes(sigma=0.3)', min: 1 };
  return Object.assign(factory, { part: { name, description, options: spec, nested, create: make } });
}
