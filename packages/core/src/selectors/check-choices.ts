import type { OptimizerChoice } from '../contracts/choice.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** Refuses what is not an optimizer choice, so that a forgotten pair of parentheses is found where it is missing. */
export function checkChoices(given: readonly OptimizerChoice[], where: string): readonly OptimizerChoice[] {
  if (given.length === 0)
    throw new GlompoError('GLOMPO_OPTION', `${where}: expected at least one optimizer such as cmaes(), got none`);
  return given.map((choice, i) => checkChoice(choice, i, where));
}

/** @throws GlompoError `GLOMPO_OPTION` */
export function checkChoice(choice: OptimizerChoice, index: number, where: string): OptimizerChoice {
  if (isChoice(choice)) return choice;
  const hint = typeof choice === 'function' ? ': call it' : '';
  throw new GlompoError(
    'GLOMPO_OPTION',
    `${where}: choice ${index + 1}: expected an optimizer such as cmaes() or optimizer("cmaes"), got ${show(choice)}${hint}`,
  );
}

function isChoice(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('optimizer' in value) || !('options' in value)) return false;
  const { optimizer } = value;
  if (typeof optimizer === 'string') return optimizer !== '';
  return typeof (optimizer as { create?: unknown } | null)?.create === 'function';
}
