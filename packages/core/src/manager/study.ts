import { maxEvaluationsPerParameter } from '../checkers/max-evaluations-per-parameter.js';
import { formatCondition } from '../conditions/format-condition.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { StartPoints } from '../contracts/decision.js';
import type { Parameter } from '../contracts/parameter.js';
import type { StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import { decisionRandom } from '../random/streams.js';
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
import type { LiveRun } from './live-run.js';
import { type PlannedChoice, planStudy, type StudyPlan, toSelector } from './plan.js';
import { PooledDriver } from './pooled-driver.js';
import { ResidentDriver } from './resident-driver.js';
import type { StudyResult } from './result.js';
import { SlotLedger } from './slots.js';
import { Staff } from './staff.js';
import { checkStudyOptions, type StudyOptions } from './study-options.js';
import { StudyState } from './study-state.js';

/** One managed optimization. */
export interface Study {
  /**
   * Runs it, once. Rejects with a `GlompoError` if it cannot begin (nothing is left behind) or if a part of it breaks down.
   *
   * @param options.signal ends the study in order: the promise then resolves with the best so far, or rejects with
   *   `GLOMPO_INTERRUPTED` if no run had begun
   */
  run(options?: { readonly signal?: AbortSignal }): Promise<StudyResult>;
  /**
   * What happens, in order, from the first event that is still in memory, or from number `from`. Any number of readers, each at its
   * own pace; who comes late or falls far behind gets a `gap` event. Ends with the study.
   */
  events(options?: { readonly from?: number }): AsyncIterable<StudyEvent>;
  /** How it stands; undefined before the workers are there and the first run begins. */
  view(): StudyView | undefined;
}

/**
 * Makes a study from its parts.
 *
 * @throws GlompoError `GLOMPO_OPTION` for what can be checked at once
 */
export function createStudy(options: StudyOptions): Study {
  checkStudyOptions(options);
  const studied = { ...options, optimizers: toSelector(options.optimizers) };
  const events = new EventLog();
  const beganAt = systemClock.now();
  let state: StudyState | undefined;
  let started = false;

  async function run(how: { readonly signal?: AbortSignal } = {}): Promise<StudyResult> {
    const signal = signalOf(how);
    if (started) throw new GlompoError('GLOMPO_CLOSED', 'a study runs once: create another one');
    started = true;
    try {
      const plan = await planStudy(studied);
      await using staff = await Staff.open(plan, { task: options.task, signal, onOutput });
      const parameters = parametersOf(staff.loaded.parameters, options);
      for (const { resolved } of plan.choices.values())
        checkKinds(parameters, resolved.plugin.name, resolved.traits.kinds);
      state = new StudyState(searchSpace(parameters), events, systemClock.now);
      return await conduct(studied, { plan, staff, state }, signal);
    } finally {
      events.end();
    }
  }

  // Workers may print before the study has begun, while the task is loaded.
  function onOutput(stream: 'stdout' | 'stderr', text: string): void {
    const seconds = state?.seconds ?? (systemClock.now() - beganAt) / 1000;
    events.append({ type: 'output', stream, text }, { seconds, evaluations: state?.evaluations ?? 0 });
  }

  return { run, events: ({ from } = {}) => events.read(from), view: () => state };
}

/** @throws GlompoError for what is no `{ signal }`, above all for a signal that stands by itself and would be ignored */
function signalOf(how: { readonly signal?: AbortSignal }): AbortSignal | undefined {
  const given: unknown = how;
  if (typeof given !== 'object' || given === null || 'aborted' in given)
    throw new GlompoError('GLOMPO_OPTION', 'run: expected { signal: … } or nothing');
  const { signal } = how;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    throw new GlompoError('GLOMPO_OPTION', `run: signal: expected an AbortSignal, got ${show(signal)}`);
  return signal;
}

async function conduct(
  options: StudyOptions,
  { plan, staff, state }: { readonly plan: StudyPlan; readonly staff: Staff; readonly state: StudyState },
  signal: AbortSignal | undefined,
): Promise<StudyResult> {
  const { selector, choices, placement, seed, slots, liveRuns, huntEvery, hunters, strict, share } = plan;
  const checker = options.stop ?? maxEvaluationsPerParameter();
  const floor: Floor = {
    state,
    slots: new SlotLedger(slots),
    budget: new Budget(state, checker),
    order: new FairOrder(),
    clock: systemClock,
    seed,
    strict,
    share,
    beforeNextDecision: () => (hunters ? conductor.beforeNextDecision : Number.POSITIVE_INFINITY),
    watchValue: checker.watchValue,
  };
  const rule = options.startPoints ?? defaultStartPoints(staff.loaded.start);
  const conductor: Conductor = new Conductor({
    floor,
    decisions: {
      selector,
      // A rule that remembers begins afresh: a study does not depend on the ones before it.
      startPoints: rule.begin?.() ?? rule,
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
    resolve: choice => planned(choices, choice, selector.name).resolved,
    createDriver: run =>
      createDriver(run, floor, { staff, planned: planned(choices, run.resolved.choice, selector.name) }),
  });
  state.note({
    type: 'study-started',
    task: staff.loaded.name,
    parameters: state.space.parameters,
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
    const { incumbent, evaluations, failed, retried, seconds } = state;
    const result: StudyResult = {
      value: incumbent?.value ?? null,
      point: incumbent ? incumbent.point.slice() : null,
      run: incumbent?.run ?? null,
      evaluations,
      failed,
      retried,
      runs: { ...state.runs },
      reason,
      seed,
      seconds,
      slots,
      placement,
    };
    state.note({ type: 'study-ended', result });
    return result;
  } finally {
    signal?.removeEventListener('abort', interrupt);
  }
}

function createDriver(
  run: LiveRun,
  floor: Floor,
  { staff, planned }: { readonly staff: Staff; readonly planned: PlannedChoice },
): Driver {
  const { optimizers, trials } = planned.site;
  const home = { crew: staff.optimizers(optimizers), optimizer: staff.reference(planned) };
  return trials
    ? new PooledDriver(run, floor, { home, pool: staff.trials(trials) })
    : new ResidentDriver(run, floor, home);
}

function planned(choices: StudyPlan['choices'], choice: OptimizerChoice, selector: string): PlannedChoice {
  const found = choices.get(choice);
  if (found === undefined) {
    throw new GlompoError('GLOMPO_OPTION', `selector ${selector}: it chose an optimizer that is not among its choices`);
  }
  return found;
}

function parametersOf(own: readonly Parameter[], { bounds: given }: StudyOptions): readonly Parameter[] {
  if (given === undefined) return checkParameters(own, 'the task');
  const bounds = typeof given === 'function' ? given(own) : given;
  if (!Array.isArray(bounds) || (Array.isArray(own) && bounds.length !== own.length)) {
    throw new GlompoError(
      'GLOMPO_BOUNDS',
      `bounds: expected one [low, high] pair for each of the task's ${own.length} parameters, got ${bounds.length}`,
    );
  }
  checkParameters(own, 'the task', false);
  return checkParameters(
    own.map((parameter, i) => ({ ...parameter, low: bounds[i]?.[0], high: bounds[i]?.[1] })),
    'bounds',
  );
}

function defaultStartPoints(start: Float64Array | undefined): StartPoints {
  return start ? given([start], random()) : random();
}
