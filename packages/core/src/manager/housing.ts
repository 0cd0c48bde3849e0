import { inline } from '../backends/inline.js';
import type { Backend } from '../contracts/backend.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import { type LiveRunLimits, liveRunsOf } from './live-run-limits.js';
import type { Placement } from './placement.js';
import type { StudyPlan } from './plan.js';
import type { StudyOptions } from './study-options.js';

/** Workers of one backend: more than the cores of any machine, and few enough to be started. */
const mostWorkers = 1024;
/** Trials in one share of a run where one thing happens at a time and there is no hunt to wait for. */
const shareWithoutHunts = 1000;

/** Where the optimizers of one choice live and where their trials run: `undefined` where the optimizer lives. */
export interface Site {
  readonly optimizers: Backend;
  readonly trials: Backend | undefined;
}

/** The backends of both levels of a study. */
export interface Levels {
  readonly optimizers: Backend;
  readonly trials: Backend | 'with-optimizer';
  /** Also for optimizers that ask for another place for their trials. */
  readonly forAll?: boolean;
}

/** Where the runs of a study live and how many things happen at once. */
export interface Housing {
  readonly placement: Placement;
  readonly sites: ReadonlyMap<OptimizerChoice, Site>;
  readonly slots: number;
  /** With so many slots. */
  liveRuns(slots: number): LiveRunLimits;
  /** One thing happens at a time, in an order that depends on trials only: the seed repeats the whole study. */
  readonly strict: boolean;
  /** Strict: trials that one run makes before the next has its turn. */
  readonly share: number;
}

/** The levels that were asked for; `undefined`: they are to be chosen. */
export function levelsOf({ backend = inline(), slots = 1 }: StudyOptions): Levels | undefined {
  if (backend === 'auto') return undefined;
  const { optimizers = inline(), trials } = 'open' in backend ? { optimizers: backend } : backend;
  // Who wants several slots in one thread has evaluations that wait: those of one run shall overlap, too, at some 50 µs for each message.
  const isOneThread = !optimizers.traits.parallel;
  return { optimizers, trials: trials ?? (isOneThread && slots > 1 ? optimizers : 'with-optimizer') };
}

/** @throws GlompoError `GLOMPO_OPTION` for more slots than workers can be started */
export function houseStudy(
  { selector, choices, hunters, huntEvery }: StudyPlan,
  levels: Levels,
  given: Pick<StudyOptions, 'slots' | 'liveRuns'>,
): Housing {
  const { optimizers, trials } = levels;
  const sites = new Map<OptimizerChoice, Site>();
  for (const choice of choices.keys()) sites.set(choice, siteOf(choice, levels));
  const all = [...sites.values()];
  const slots = given.slots ?? Math.max(...all.map(site => (site.trials ?? site.optimizers).parallelism));
  checkWorkers(slots, sites);
  const isShared = all.every(site => site.trials !== undefined);
  const sharing = isShared ? (selector.together ?? 1) : undefined;
  const liveRuns = (slots: number) => liveRunsOf(given.liveRuns, { slots: Math.max(1, slots), sharing });
  return {
    placement: { optimizers: optimizers.name, trials: trials === 'with-optimizer' ? trials : trials.name },
    sites,
    slots,
    liveRuns,
    // Trials on other threads overlap with the optimizers' turns; with one slot anything else happens one after the other.
    strict: slots === 1 && all.every(site => site.trials === undefined || !site.trials.traits.parallel),
    share: hunters ? Math.ceil(huntEvery / liveRuns(slots).from) : shareWithoutHunts,
  };
}

/**
 * What does not end by itself must be ended, by whoever can.
 *
 * @throws GlompoError `GLOMPO_OPTION` for a limit of time where that is not possible
 */
export function checkTimeLimit(options: StudyOptions & { readonly optimizers: Selector }): void {
  const levels = options.trialTimeout === undefined ? undefined : levelsOf(options);
  if (levels === undefined) return;
  for (const choice of options.optimizers.choices) {
    const { optimizers, trials = optimizers } = siteOf(choice, levels);
    if (trials.traits.preemptive) continue;
    throw new GlompoError(
      'GLOMPO_OPTION',
      `trialTimeout: backend "${trials.name}" cannot end what does not end by itself: ` +
        'expected trials on a backend that can, such as threads() or processes()',
    );
  }
}

/** Where an optimizer lives and where its trials run. */
function siteOf({ trials }: OptimizerChoice, { optimizers, trials: otherwise, forAll = false }: Levels): Site {
  const own = (forAll ? undefined : trials) ?? otherwise;
  return { optimizers, trials: own === 'with-optimizer' ? undefined : own };
}

/** Every slot of a backend with workers is a thread or process of this machine. */
export function checkWorkers(slots: number, sites: Housing['sites']): void {
  if (slots <= mostWorkers) return;
  const parallel = [...sites.values()]
    .map(site => site.trials ?? site.optimizers)
    .find(backend => backend.traits.parallel);
  if (parallel === undefined) return;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `slots: backend "${parallel.name}" starts a worker for each: expected at most ${mostWorkers}, got ${slots} ` +
      '(evaluations that only wait for something else may be many more inline)',
  );
}
