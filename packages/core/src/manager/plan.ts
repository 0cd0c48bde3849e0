import type { OptimizerChoice } from '../contracts/choice.js';
import type { Hunter, Selector } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { defaultHunters } from '../hunters/default-hunters.js';
import { checkRunOptions } from '../registry/choice.js';
import { checkOptimizerPlugin } from '../registry/registry.js';
import { cycle } from '../selectors/cycle.js';
import type { ResolvedChoice } from './live-run.js';
import { checkTogether } from './live-run-limits.js';
import type { StudyOptions } from './study-options.js';
import { isVariable, notVariable } from './varied.js';

const defaultHuntEvery = 100;

/** What a study decides with: every name looked up and every default filled in; nothing has been started. */
export interface StudyPlan {
  readonly selector: Selector;
  readonly choices: ReadonlyMap<OptimizerChoice, ResolvedChoice>;
  readonly seed: number;
  readonly huntEvery: number;
  readonly hunters: Hunter | undefined;
}

/** @throws GlompoError for optimizers that cannot be found and options of theirs that are wrong */
export async function planStudy(options: StudyOptions): Promise<StudyPlan> {
  const selector = toSelector(options.optimizers);
  checkTogether(selector);
  const choices = new Map<OptimizerChoice, ResolvedChoice>();
  for (const [index, choice] of selector.choices.entries())
    choices.set(choice, { ...(await resolve(choice, options.registry)), index });
  for (const choice of selector.varies ?? []) {
    const resolved = choices.get(choice);
    if (resolved && !isVariable(resolved)) throw notVariable(selector.name, resolved.plugin.name);
  }
  return {
    selector,
    choices,
    seed: options.history?.seed ?? options.seed ?? (crypto.getRandomValues(new Uint32Array(1))[0] as number),
    huntEvery: options.huntEvery ?? defaultHuntEvery,
    hunters: options.hunters === 'none' ? undefined : (options.hunters ?? defaultHunters()),
  };
}

export function toSelector(optimizers: StudyOptions['optimizers']): Selector {
  if ('next' in optimizers) return optimizers;
  return 'optimizer' in optimizers ? cycle(optimizers) : cycle(...optimizers);
}

/** What was resolved for a choice of the selector's. @throws GlompoError `GLOMPO_OPTION` for one that is not among its choices */
export function resolvedChoice({ choices, selector }: StudyPlan, choice: OptimizerChoice): ResolvedChoice {
  const found = choices.get(choice);
  if (found) return found;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `selector ${selector.name}: it chose an optimizer that is not among its choices`,
  );
}

async function resolve(
  choice: OptimizerChoice,
  registry: StudyOptions['registry'],
): Promise<Omit<ResolvedChoice, 'index'>> {
  const plugin =
    typeof choice.optimizer === 'string'
      ? await named(choice.optimizer, registry)
      : checkOptimizerPlugin(choice.optimizer, 'an optimizer of the study');
  checkRunOptions(choice, plugin.name);
  const options = plugin.parse(choice.options);
  return {
    choice,
    plugin,
    traits: plugin.traitsOf?.(options) ?? plugin.traits,
    descriptor: { plugin: 'optimizer', name: plugin.name, options },
  };
}

async function named(name: string, registry: StudyOptions['registry']) {
  if (registry) return registry.optimizer(name);
  throw new GlompoError(
    'GLOMPO_PLUGIN_UNKNOWN',
    `optimizer "${name}" is named, but the study has no registry to find it in: ` +
      'give registry: createRegistry([…]), or import the optimizer',
  );
}
