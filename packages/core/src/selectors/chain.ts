import { count } from '../conditions/figures.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { defineOptions, type Input, parseOptions } from '../options/options.js';
import { checkChoices } from './check-choices.js';

const name = 'chain';

export const chainOptions = defineOptions({
  at: {
    type: 'numbers',
    min: 0,
    description:
      'thresholds, rising: the second optimizer is started from the first one on, and so on; one more than that: from there on, none',
  },
  by: {
    type: 'choice',
    of: ['evaluations', 'runs'],
    default: 'evaluations',
    description: 'what the thresholds are numbers of: evaluations made, or runs started',
  },
});

/** Options of `chain`. */
export type ChainOptions = Input<typeof chainOptions>;

/**
 * Starts the first optimizer until a threshold is reached, then the second, and so on: `chain(cmaes(), lbfgs(), { at: [10_000] })` starts
 * cmaes while fewer than 10,000 evaluations were made, and lbfgs from then on. With one threshold more, `{ at: [10_000, 20_000] }`, no run is
 * started any more from the last one on, and the study ends with its last run. Whenever there is room for a run; those alive go on.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is no optimizer, one is not an optimizer choice, or the thresholds are not rising numbers, as
 *   many as optimizers or one fewer
 */
export function chain(...given: readonly [...OptimizerChoice[], ChainOptions]): Selector {
  const last = given.at(-1);
  const isChoice = typeof last === 'object' && last !== null && 'optimizer' in last;
  return createChain(
    isChoice ? undefined : last,
    (isChoice ? given : given.slice(0, -1)) as readonly OptimizerChoice[],
  );
}

export function createChain(options: unknown, choices: readonly OptimizerChoice[]): Selector {
  const { at, by } = parseOptions(chainOptions, options, name);
  const checked = checkChoices(choices, name);
  if (at.length !== checked.length && at.length !== checked.length - 1) {
    const optimizers = count(checked.length, 'optimizer');
    const wanted = checked.length === 1 ? '0 or 1 thresholds' : `${checked.length - 1} or ${checked.length} thresholds`;
    throw new GlompoError('GLOMPO_OPTION', `${name}: at: expected ${wanted} for ${optimizers}, got ${at.length}`);
  }
  if (at.some((threshold, i) => i > 0 && !(threshold > (at[i - 1] as number))))
    throw new GlompoError('GLOMPO_OPTION', `${name}: at: expected thresholds that rise, got [${at.join(', ')}]`);
  return {
    name,
    choices: checked,
    next({ evaluations, runs }) {
      const reached = by === 'runs' ? runs.started : evaluations;
      const passed = at.filter(threshold => reached >= threshold).length;
      const choice = checked[passed];
      if (choice) return { type: 'spawn', choice };
      const what = by === 'runs' ? `${count(reached, 'run')} started` : `${count(reached, 'evaluation')} made`;
      const message = `${what}, and none is started from ${at[passed - 1]} on`;
      return { type: 'never', reason: { by: name, message, data: { [by]: reached } } };
    },
  };
}
