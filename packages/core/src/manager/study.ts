import { inline } from '../backends/inline.js';
import { maxEvaluationsPerParameter } from '../checkers/max-evaluations-per-parameter.js';
import { formatCondition } from '../conditions/format-condition.js';
import type { Backend } from '../contracts/backend.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector, StartPoints } from '../contracts/decision.js';
import type { Parameter } from '../contracts/parameter.js';
import type { StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { defaultHunters } from '../hunters/default-hunters.js';
import { decisionRandom } from '../random/streams.js';
import { checkOptimizerPlugin } from '../registry/registry.js';
import { cycle } from '../selectors/cycle.js';
import { checkKinds, checkParameters } from '../space/parameters.js';
import { searchSpace } from '../space/search-space.js';
import { given } from '../start-points/given.js';
import { random } from '../start-points/random.js';
import { Budget } from './budget.js';
import { systemClock } from './clock.js';
import { Conductor } from './conductor.js';
import type { Driver, Floor } from './driver.js';
import { EventLog } from './event-log.js';
import type { StudyEvent } from './events.js';
import { FairOrder } from './fair-order.js';
import type { LiveRun, ResolvedChoice } from './live-run.js';
import type { Placement } from './placement.js';
import { PooledDriver } from './pooled-driver.js';
import { ResidentDriver } from './resident-driver.js';
import type { StudyResult } from './result.js';
import { SlotLedger } from './slots.js';
import { type Site, Staff, siteOf } from './staff.js';
import { checkStudyOptions, type StudyOptions } from './study-options.js';
import { StudyState } from './study-state.js';

/** One managed optimization. */
export interface Study {
  /**
   * Runs it, once. Rejects with a `GlompoError` if it cannot begin (nothing is left behind) or if a part of it breaks down.
   *
   * @param options.signal ends the study in order: the promise then resolves with the best so far
   */
  run(options?: { readonly signal?: AbortSignal }): Promise<StudyResult>;
  /**
   * What happens, in order, from the first event that is still in memory, or from number `from`. Any number of readers, each at its
   * own pace; who comes late or falls far behind gets a `gap` event. Ends with the study.
   */
  events(options?: { readonly from?: number }): AsyncIterable<StudyEvent>;
  /** How it stands; undefined before the first run begins. */
  view(): StudyView | undefined;
}

const defaultHuntEvery = 500;
const defaultLiveRuns = 4;
/** Trials in one share of a run where one thing happens at a time and there is no hunt to wait for. */
const shareWithoutHunts = 1000;

/**
 * Makes a study from its parts.
 *
 * @throws GlompoError `GLOMPO_OPTION` for what can be checked at once
 */
export function createStudy(options: StudyOptions): Study {
  checkStudyOptions(options);
  const selector = toSelector(options.optimizers);
  const events = new EventLog();
  let state: StudyState | undefined;
  let started = false;

  async function run({ signal }: { readonly signal?: AbortSignal } = {}): Promise<StudyResult> {
    if (started) throw new GlompoError('GLOMPO_CLOSED', 'a study runs once: create another one');
    started = true;
    try {
      return await conduct(signal);
    } finally {
      events.end();
    }
  }

  async function conduct(signal: AbortSignal | undefined): Promise<StudyResult> {
    const seed = options.seed ?? (crypto.getRandomValues(new Uint32Array(1))[0] as number);
    const resolved = await resolveChoices(selector, options);
    const study = placementOf(options);
    const sites = new Map<OptimizerChoice, Site>();
    for (const [choice, r] of resolved) sites.set(choice, siteOf(r, study));
    const evaluators = [...sites.values()].map(site => site.trials ?? site.optimizers);
    const slots = options.slots ?? Math.max(...evaluators.map(b => b.parallelism));
    const liveRuns = options.liveRuns ?? Math.max(slots, defaultLiveRuns);
    const huntEvery = options.huntEvery ?? defaultHuntEvery;
    const hunters = options.hunters === 'none' ? undefined : (options.hunters ?? defaultHunters());

    // What workers print while they start is heard, too: the books are opened before them.
    const beganAt = systemClock.now();
    const since = { seconds: 0, evaluations: 0 };
    await using staff = await Staff.open(
      [...sites.values()],
      { slots, liveRuns },
      {
        task: options.task,
        seed,
        onOutput: (stream, text) => {
          const at = state
            ? { seconds: state.seconds, evaluations: state.evaluations }
            : { ...since, seconds: (systemClock.now() - beganAt) / 1000 };
          events.append({ type: 'output', stream, text }, at);
        },
      },
    );
    const parameters = parametersOf(staff, options);
    for (const { plugin } of resolved.values()) checkKinds(parameters, plugin.name, plugin.traits.kinds);
    const space = searchSpace(parameters);
    const checker = options.stop ?? maxEvaluationsPerParameter();
    const books = new StudyState(space, events, systemClock.now);
    state = books;
    const strict =
      slots === 1 && evaluators.every((b, i) => !b.traits.parallel || [...sites.values()][i]?.trials === undefined);
    const floor: Floor = {
      state: books,
      slots: new SlotLedger(slots),
      budget: new Budget(books, checker),
      order: new FairOrder(),
      clock: systemClock,
      seed,
      strict,
      share: hunters ? Math.ceil(huntEvery / liveRuns) : shareWithoutHunts,
      beforeNextDecision: () => (hunters ? conductor.beforeNextDecision : Number.POSITIVE_INFINITY),
      watchValue: checker.watchValue,
    };
    const references = new Map(
      [...resolved].map(([choice, r]) => [choice, staff.reference(r, siteFor(choice).optimizers)] as const),
    );

    function siteFor(choice: OptimizerChoice): Site {
      const site = sites.get(choice);
      if (site === undefined)
        throw new GlompoError(
          'GLOMPO_OPTION',
          `selector ${selector.name}: it chose an optimizer that is not among its choices`,
        );
      return site;
    }

    function createDriver(live: LiveRun): Driver {
      const { choice } = live.resolved;
      const { optimizers, trials } = siteFor(choice);
      const optimizer = references.get(choice);
      if (optimizer === undefined) throw new GlompoError('GLOMPO_BUG', 'an optimizer without a reference');
      const home = { crew: staff.optimizers(optimizers), optimizer };
      return trials
        ? new PooledDriver(live, floor, { home, pool: staff.trials(trials) })
        : new ResidentDriver(live, floor, home);
    }

    const conductor: Conductor = new Conductor({
      floor,
      decisions: {
        selector,
        startPoints: options.startPoints ?? defaultStartPoints(staff.loaded.start),
        hunters,
        checker,
        random: {
          selector: decisionRandom(seed, 'selector'),
          startPoints: decisionRandom(seed, 'startPoints'),
          hunters: decisionRandom(seed, 'hunters'),
          checkers: decisionRandom(seed, 'checkers'),
        },
      },
      liveRuns,
      huntEvery,
      lookback: Math.max(hunters?.lookback ?? 0, checker.lookback ?? 0),
      resolve: choice => {
        siteFor(choice);
        return resolved.get(choice) as ResolvedChoice;
      },
      createDriver,
    });

    const placement: Placement = {
      optimizers: study.optimizers.name,
      trials: study.trials === 'with-optimizer' ? study.trials : study.trials.name,
    };
    books.note({
      type: 'study-started',
      task: staff.loaded.name,
      parameters,
      seed,
      slots,
      liveRuns,
      placement,
      huntEvery,
      hunters: hunters && formatCondition(hunters),
      stop: formatCondition(checker),
    });
    const interrupt = () => conductor.stop({ by: 'user', message: 'interrupted' });
    signal?.addEventListener('abort', interrupt, { once: true });
    try {
      if (signal?.aborted) interrupt();
      const reason = await conductor.conduct();
      const { incumbent, evaluations, failed, retried, seconds } = books;
      const result: StudyResult = {
        value: incumbent?.value ?? null,
        point: incumbent ? incumbent.point.slice() : null,
        run: incumbent?.run ?? null,
        evaluations,
        failed,
        retried,
        runs: { ...books.runs },
        reason,
        seed,
        seconds,
        slots,
        placement,
      };
      books.note({ type: 'study-ended', result });
      return result;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  }

  return { run, events: ({ from } = {}) => events.read(from), view: () => state };
}

function toSelector(optimizers: StudyOptions['optimizers']): Selector {
  if ('next' in optimizers) return optimizers;
  return 'optimizer' in optimizers ? cycle(optimizers) : cycle(...optimizers);
}

function placementOf({ backend }: StudyOptions): { optimizers: Backend; trials: Backend | 'with-optimizer' } {
  if (backend === undefined) return { optimizers: inline(), trials: 'with-optimizer' };
  if ('open' in backend) return { optimizers: backend, trials: 'with-optimizer' };
  return { optimizers: backend.optimizers ?? inline(), trials: backend.trials ?? 'with-optimizer' };
}

async function resolveChoices(
  selector: Selector,
  { registry }: StudyOptions,
): Promise<Map<OptimizerChoice, ResolvedChoice>> {
  const resolved = new Map<OptimizerChoice, ResolvedChoice>();
  for (const choice of selector.choices) {
    const plugin =
      typeof choice.optimizer === 'string'
        ? await named(choice.optimizer, registry)
        : checkOptimizerPlugin(choice.optimizer, 'an optimizer');
    const options = plugin.parse(choice.options);
    resolved.set(choice, { choice, plugin, descriptor: { plugin: 'optimizer', name: plugin.name, options } });
  }
  return resolved;
}

async function named(name: string, registry: StudyOptions['registry']) {
  if (registry) return registry.optimizer(name);
  throw new GlompoError(
    'GLOMPO_PLUGIN_UNKNOWN',
    `optimizer "${name}" is named, but the study has no registry to find it in: give registry: createRegistry([…]), or import the optimizer`,
  );
}

function parametersOf(staff: Staff, { bounds: given }: StudyOptions): readonly Parameter[] {
  const own = staff.loaded.parameters;
  if (given === undefined) return checkParameters(own, 'the task');
  const bounds = typeof given === 'function' ? given(own) : given;
  if (!Array.isArray(own) || !Array.isArray(bounds) || bounds.length !== own.length) {
    throw new GlompoError(
      'GLOMPO_BOUNDS',
      `bounds: expected one [low, high] pair for each of the task's ${own.length} parameters, got ${bounds.length}`,
    );
  }
  const replaced = own.map((parameter, i) => ({ ...parameter, low: bounds[i]?.[0], high: bounds[i]?.[1] }));
  return checkParameters(replaced, 'bounds');
}

function defaultStartPoints(start: Float64Array | undefined): StartPoints {
  return start ? given([start], random()) : random();
}
