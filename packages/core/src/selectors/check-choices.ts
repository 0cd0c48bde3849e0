import type { OptimizerChoice } from '../contracts/choice.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';

/** Refuses what is not an optimizer choice, so that a forgotten pair of parentheses is found where it is missing. */
export function checkChoices(given: readonly OptimizerChoice[], where: string): readonly OptimizerChoice[] {
  const fail = (message: string) => new GlompoError('GLOMPO_OPTION', `${where}: ${message}`);
  if (given.length === 0) throw fail('expected at least one optimizer such as cmaes(), got none');
  for (const [i, choice] of given.entries()) {
    if (isChoice(choice)) continue;
    const hint = typeof choice === 'function' ? ': call it' : '';
    throw fail(
      `choice ${i + 1}: expected an optimizer such as cmaes() or optimizer("cmaes"), got ${show(choice)}${hint}`,
    );
  }
  return [...given];
}

function isChoice(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('optimizer' in value) || !('options' in value)) return false;
  const { optimizer } = value;
  if (typeof optimizer === 'string') return optimizer !== '';
  return typeof (optimizer as { create?: unknown } | null)?.create === 'function';
}
