import { inline } from '../backends/inline.js';
import type { Backend } from '../contracts/backend.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Hunter, Selector } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { defaultHunters } from '../hunters/default-hunters.js';
import { checkOptimizerPlugin } from '../registry/registry.js';
import { cycle } from '../selectors/cycle.js';
import type { ResolvedChoice } from './live-run.js';
import type { Placement } from './placement.js';
import type { StudyOptions } from './study-options.js';

const defaultHuntEvery = 500;
const defaultLiveRuns = 4;
/** Workers of one backend: more than the cores of any machine, and few enough to be started. */
const mostWorkers = 1024;
/** Trials in one share of a run where one thing happens at a time and there is no hunt to wait for. */
const shareWithoutHunts = 1000;

/** Where the optimizers of one choice live and where their trials run: `undefined` where the optimizer lives. */
export interface Site {
  readonly optimizers: Backend;
  readonly trials: Backend | undefined;
}

/** One optimizer that may be started, with all that is known about it before anything is. */
export interface PlannedChoice {
  readonly resolved: ResolvedChoice;
  readonly site: Site;
}

/** A study with every name looked up and every default filled in; nothing has been started. */
export interface StudyPlan {
  readonly selector: Selector;
  readonly choices: ReadonlyMap<OptimizerChoice, PlannedChoice>;
  readonly placement: Placement;
  readonly seed: number;
  readonly slots: number;
  readonly liveRuns: number;
  readonly huntEvery: number;
  readonly hunters: Hunter | undefined;
  /** One thing happens at a time, in an order that depends on trials only: the seed repeats the whole study. */
  readonly strict: boolean;
  /** Strict: trials that one run makes before the next has its turn. */
  readonly share: number;
}

/** @throws GlompoError for optimizers that cannot be found and options of theirs that are wrong */
export async function planStudy(options: StudyOptions): Promise<StudyPlan> {
  const selector = toSelector(options.optimizers);
  const { optimizers, trials } = placementOf(options);
  const choices = new Map<OptimizerChoice, PlannedChoice>();
  for (const choice of selector.choices) {
    const own = choice.trials ?? trials;
    choices.set(choice, {
      resolved: await resolve(choice, options.registry),
      site: { optimizers, trials: own === 'with-optimizer' ? undefined : own },
    });
  }
  const sites = [...choices.values()].map(({ site }) => site);
  const slots = options.slots ?? Math.max(...sites.map(site => (site.trials ?? site.optimizers).parallelism));
  checkWorkers(slots, sites);
  const liveRuns = options.liveRuns ?? Math.max(slots, defaultLiveRuns);
  const huntEvery = options.huntEvery ?? defaultHuntEvery;
  const hunters = options.hunters === 'none' ? undefined : (options.hunters ?? defaultHunters());
  return {
    selector,
    choices,
    placement: { optimizers: optimizers.name, trials: trials === 'with-optimizer' ? trials : trials.name },
    seed: options.seed ?? (crypto.getRandomValues(new Uint32Array(1))[0] as number),
    slots,
    liveRuns,
    huntEvery,
    hunters,
    // Trials on other threads overlap with the optimizers' turns; with one slot anything else happens one after the other.
    strict: slots === 1 && sites.every(site => site.trials === undefined || !site.trials.traits.parallel),
    share: hunters ? Math.ceil(huntEvery / liveRuns) : shareWithoutHunts,
  };
}

/** Every slot of a backend with workers is a thread or process of this machine. */
function checkWorkers(slots: number, sites: readonly Site[]): void {
  const parallel = sites.map(site => site.trials ?? site.optimizers).find(backend => backend.traits.parallel);
  if (parallel === undefined || slots <= mostWorkers) return;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `slots: backend "${parallel.name}" starts a worker for each: expected at most ${mostWorkers}, got ${slots} ` +
      '(evaluations that only wait for something else may be many more inline)',
  );
}

export function toSelector(optimizers: StudyOptions['optimizers']): Selector {
  if ('next' in optimizers) return optimizers;
  return 'optimizer' in optimizers ? cycle(optimizers) : cycle(...optimizers);
}

function placementOf({ backend }: StudyOptions): { optimizers: Backend; trials: Backend | 'with-optimizer' } {
  if (backend === undefined) return { optimizers: inline(), trials: 'with-optimizer' };
  if ('open' in backend) return { optimizers: backend, trials: 'with-optimizer' };
  return { optimizers: backend.optimizers ?? inline(), trials: backend.trials ?? 'with-optimizer' };
}

async function resolve(choice: OptimizerChoice, registry: StudyOptions['registry']): Promise<ResolvedChoice> {
  const plugin =
    typeof choice.optimizer === 'string'
      ? await named(choice.optimizer, registry)
      : checkOptimizerPlugin(choice.optimizer, 'an optimizer of the study');
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
