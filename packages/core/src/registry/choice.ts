import type { OptimizerChoice, RunOptions } from '../contracts/choice.js';
import type { OptimizerOptions, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import { Mistakes } from '../errors/mistakes-together.js';
import { show } from '../options/options.js';

/**
 * An optimizer by its registered name: `optimizer('cmaes', { sigma: 0.3 })`. Known names check their options in the editor;
 * the name is looked up in the study's registry.
 */
export function optimizer<Name extends keyof OptimizerOptions>(
  name: Name,
  options?: OptimizerOptions[Name],
  run?: RunOptions,
): OptimizerChoice;
export function optimizer<Name extends string>(
  name: Name extends keyof OptimizerOptions ? never : Name,
  options?: Plain,
  run?: RunOptions,
): OptimizerChoice;
export function optimizer(name: string, options: Plain = {}, run: RunOptions = {}): OptimizerChoice {
  if (typeof name !== 'string' || name === '')
    throw new GlompoError('GLOMPO_OPTION', `optimizer: expected a name, got ${show(name)}`);
  return { ...checkRunOptions(run, name), optimizer: name, options };
}

/** The function that a plugin package exports for its optimizer: `export const cmaes = optimizerFactory<CmaesInput>(plugin)`. */
export function optimizerFactory<Input extends Plain>(
  plugin: OptimizerPlugin,
): (options?: Input, run?: RunOptions) => OptimizerChoice {
  return (options, run = {}) => {
    const mistakes = new Mistakes();
    const checked = mistakes.inSync(() => checkRunOptions(run, plugin.name));
    const parsed = mistakes.inSync(() => plugin.parse(options ?? {}));
    mistakes.throwIfAny();
    return { ...checked, optimizer: plugin, options: parsed as Plain };
  };
}

/** @throws GlompoError `GLOMPO_OPTION`, of several mistakes all */
export function checkRunOptions({ trials, maxSlots, weight }: RunOptions, where: string): RunOptions {
  const mistakes = new Mistakes();
  const fail = (option: string, expected: string, value: unknown) =>
    mistakes.add(new GlompoError('GLOMPO_OPTION', `${where}: ${option}: expected ${expected}, got ${show(value)}`));
  if (
    trials !== undefined &&
    trials !== 'with-optimizer' &&
    typeof (trials as { open?: unknown } | null)?.open !== 'function'
  ) {
    fail('trials', 'a backend or "with-optimizer"', trials);
  }
  if (maxSlots !== undefined && !(Number.isSafeInteger(maxSlots) && maxSlots >= 1))
    fail('maxSlots', 'a positive integer', maxSlots);
  if (weight !== undefined && !(Number.isFinite(weight) && weight > 0)) fail('weight', 'a positive number', weight);
  mistakes.throwIfAny();
  return {
    ...(trials !== undefined && { trials }),
    ...(maxSlots !== undefined && { maxSlots }),
    ...(weight !== undefined && { weight }),
  };
}
