import type { Backend } from '../contracts/backend.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Checker, Hunter, Selector, StartPoints } from '../contracts/decision.js';
import type { Bounds, Parameter } from '../contracts/parameter.js';
import type { Sharing } from '../contracts/sharing.js';
import type { Task, TaskModule } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { suggest } from '../errors/nearest.js';
import { show } from '../options/options.js';
import type { Registry } from '../registry/registry.js';
import { checkFailedTrials, type FailedTrials } from './failed-trials.js';
import type { StudyHistory } from './history.js';
import { checkLiveRuns, type LiveRunLimits } from './live-run-limits.js';

/** What a study is made of. Only `task` and `optimizers` are required. */
export interface StudyOptions {
  /** A task object (inline placements only), a module that exports one, or the URL of such a module. */
  readonly task: Task | TaskModule | URL;
  /** Replaces the task's own bounds: one pair per parameter, in its units; or what makes them of the task's parameters (unchecked ones). */
  readonly bounds?: Bounds | ((parameters: readonly Parameter[]) => Bounds) | undefined;
  /** What may be started: a selector, or choices that are started in turn. */
  readonly optimizers: Selector | OptimizerChoice | readonly OptimizerChoice[];
  /**
   * Where things run: one backend for optimizers with their trials, or each level by itself. `'auto'`: chosen among inline and the
   * backends of the `registry`, by measuring the task on the study's own first trials. Default: everything inline. Trials for which no place is named are
   * `with-optimizer`; but where the optimizers are inline and there are several slots, they are in a pool inline, so that those of one run overlap, too.
   */
  readonly backend?:
    | Backend
    | 'auto'
    | { readonly optimizers?: Backend; readonly trials?: Backend | 'with-optimizer' }
    | undefined;
  /** Evaluations at the same time. Default: the `parallelism` of the backend that evaluates (its cores; 1 inline); chosen too, if that is `'auto'`. */
  readonly slots?: number | undefined;
  /**
   * Optimizers alive at the same time: so many, or `from` so many `upTo` so many, where one more is started when slots have idled for want
   * of points (at most one per 20 ms). Default: from the slots up to twice as many where each run uses one slot at a time; where all trials are in
   * pools from as many as the selector wants together (`Selector.together`: one, or one for each of a list), since few runs that get on faster find more with the same
   * evaluations than many side by side.
   */
  readonly liveRuns?: number | LiveRunLimits | undefined;
  /** The best run hunts the others every so many evaluations. Default 100. */
  readonly huntEvery?: number | undefined;
  /** When a run is killed. Default: `defaultHunters()`; `'none'` lets every run live until it stops by itself. */
  readonly hunters?: Hunter | 'none' | undefined;
  /**
   * The share of the runs that hunters condemn that is spared, by chance: they live on, unhunted, until they end by themselves or with the study, and tell what
   * killing the others saved and cost (`StudyResult.regret`). From 0 to 1. Default 0: none.
   */
  readonly spare?: number | undefined;
  /** How runs share points: `incumbent()` of `@glompo/core/sharing`. Default: they do not. */
  readonly share?: Sharing | undefined;
  /** When the study stops. Default: after 10,000 evaluations per parameter. */
  readonly stop?: Checker | undefined;
  /**
   * When no further run is started: those alive go on, and when the last one has ended, so does the study. Asked whenever there is room for a run;
   * once it has said yes it is not asked again. Default: never.
   */
  readonly spawnUntil?: Checker | undefined;
  /** Where runs start. Default: at the task's `start`, if it has one, then uniformly at random. */
  readonly startPoints?: StartPoints | undefined;
  /**
   * Seconds after which a trial has timed out: it is aborted, and if that does not end it, its worker is; it counts as failed. Needs a backend
   * whose workers can be ended. Default: none.
   */
  readonly trialTimeout?: number | undefined;
  /** How often a trial is made again whose worker died; one more time, and it has failed. Default 2. */
  readonly retries?: number | undefined;
  /**
   * What follows when trials fail or time out. They count as the worst value; and beyond that, `'end-run'` or `'end-study'` with the first one, or
   * only after so many `inARow` of one run. Default `'worst'`: nothing.
   */
  readonly failedTrials?: FailedTrials | undefined;
  /** Seconds that a trial is given to end by itself when it was aborted, before its worker is ended. Default 0.1. */
  readonly abortGrace?: number | undefined;
  /** What a killed run still evaluates is aborted; false: it goes on, and counts, and the run ends with it. Default true. */
  readonly cancelKilled?: boolean | undefined;
  /**
   * Once a worker was lost or ended by force, one more stands by, with the task loaded, to take the place of the next one at once; false: only as
   * many are started as there are slots, and a slot waits until a fresh one is there. Default true.
   */
  readonly spareWorker?: boolean | undefined;
  /**
   * The study's events shall have all that it takes to go on from them in another session: what optimizers were told, snapshots of them, and what the
   * parts that decide remember. Default false.
   */
  readonly recorded?: boolean | undefined;
  /**
   * The study goes on: this is what it has done so far. Live runs continue where they stood, and nothing that has a result is evaluated again. Seed and
   * parameters are those of the history.
   */
  readonly history?: StudyHistory | undefined;
  /** 32-bit seed of all chance in the study. Default: drawn anew, and reported. */
  readonly seed?: number | undefined;
  /** Where optimizers that are named rather than imported are found, and checkers that an intervention (`stop-when`) names. */
  readonly registry?: Registry | undefined;
}

const known: Readonly<Record<keyof StudyOptions, true>> = {
  task: true,
  bounds: true,
  optimizers: true,
  backend: true,
  slots: true,
  liveRuns: true,
  huntEvery: true,
  hunters: true,
  spare: true,
  share: true,
  stop: true,
  spawnUntil: true,
  startPoints: true,
  trialTimeout: true,
  retries: true,
  failedTrials: true,
  abortGrace: true,
  cancelKilled: true,
  spareWorker: true,
  recorded: true,
  history: true,
  seed: true,
  registry: true,
};

/** Far more than anything can use, and few enough to be started. */
const mostSlots = 10_000;

/** Timers that should last longer fire at once. */
const longestSeconds = 2_000_000;

/** @throws GlompoError `GLOMPO_OPTION` */
export function checkSlots(slots: unknown, least: 0 | 1): void {
  if (!(Number.isSafeInteger(slots) && (slots as number) >= least))
    throw fail(
      'slots',
      `expected ${least === 1 ? 'a positive integer' : 'an integer of at least 0'}, got ${show(slots)}`,
    );
  if ((slots as number) > mostSlots) throw fail('slots', `expected at most ${mostSlots}, got ${show(slots)}`);
}

/** Checks what can be checked before anything is started. @throws GlompoError `GLOMPO_OPTION` */
export function checkStudyOptions(options: StudyOptions): void {
  if (typeof options !== 'object' || options === null)
    throw fail('study', `expected an object of options, got ${show(options)}`);
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name))
      throw fail('study', `unknown option "${name}"${suggest(name, Object.keys(known))}`);
  }
  const { task, optimizers, backend, slots, liveRuns, huntEvery, hunters, share, stop, startPoints, seed } = options;
  if (typeof task !== 'object' || task === null || !(task instanceof URL || 'module' in task || 'evaluate' in task)) {
    throw fail('task', `expected a task { parameters, evaluate }, a { module } or a URL, got ${show(task)}`);
  }
  if ('module' in task && !URL.canParse(task.module)) {
    throw fail(
      'task',
      `module: expected a URL, such as new URL("./my.task.js", import.meta.url).href, got ${show(task.module)}`,
    );
  }
  if (
    typeof optimizers !== 'object' ||
    optimizers === null ||
    (Array.isArray(optimizers) ? optimizers.length === 0 : !('next' in optimizers || 'optimizer' in optimizers))
  ) {
    throw fail(
      'optimizers',
      `expected at least one optimizer, such as cmaes(), or a selector; got ${show(optimizers)}`,
    );
  }
  if (huntEvery !== undefined && !(Number.isSafeInteger(huntEvery) && huntEvery >= 1))
    throw fail('huntEvery', `expected a positive integer, got ${show(huntEvery)}`);
  if (slots !== undefined) checkSlots(slots, 1);
  checkTrialRules(options);
  if (liveRuns !== undefined) checkLiveRuns(liveRuns);
  if (seed !== undefined && !(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw fail('seed', `expected an integer from 0 to 4294967295, got ${show(seed)}`);
  }
  const { bounds, history, spare, spawnUntil } = options;
  if (spare !== undefined && !(typeof spare === 'number' && spare >= 0 && spare <= 1))
    throw fail('spare', `expected a share from 0 to 1, got ${show(spare)}`);
  if (history !== undefined && seed !== undefined && seed !== history.seed)
    throw fail('seed', `a study that goes on keeps its seed, ${history.seed}; got ${show(seed)}`);
  if (bounds !== undefined && typeof bounds !== 'function' && !Array.isArray(bounds)) {
    throw fail('bounds', `expected a list of [low, high] pairs, got ${show(bounds)}`);
  }
  if (hunters !== undefined && hunters !== 'none') requireMethod(hunters, 'hunters', 'test');
  if (stop !== undefined) requireMethod(stop, 'stop', 'test');
  if (spawnUntil !== undefined) requireMethod(spawnUntil, 'spawnUntil', 'test');
  if (startPoints !== undefined) requireMethod(startPoints, 'startPoints', 'next');
  if (share !== undefined) requireMethod(share, 'share', 'begin');
  if (backend !== undefined) checkBackend(backend);
}

function checkTrialRules({ trialTimeout, retries, failedTrials, abortGrace, ...flags }: StudyOptions): void {
  if (trialTimeout !== undefined && !(isSeconds(trialTimeout) && trialTimeout > 0))
    throw fail('trialTimeout', `expected seconds above 0 and up to ${longestSeconds}, got ${show(trialTimeout)}`);
  if (abortGrace !== undefined && !isSeconds(abortGrace))
    throw fail('abortGrace', `expected seconds from 0 to ${longestSeconds}, got ${show(abortGrace)}`);
  if (retries !== undefined && !(Number.isSafeInteger(retries) && retries >= 0))
    throw fail('retries', `expected an integer of at least 0, got ${show(retries)}`);
  for (const name of ['cancelKilled', 'spareWorker', 'recorded'] as const) {
    const flag: unknown = flags[name];
    if (flag !== undefined && typeof flag !== 'boolean') throw fail(name, `expected true or false, got ${show(flag)}`);
  }
  if (failedTrials !== undefined) checkFailedTrials(failedTrials);
}

function isSeconds(given: unknown): boolean {
  return typeof given === 'number' && given >= 0 && given <= longestSeconds;
}

function checkBackend(backend: NonNullable<StudyOptions['backend']>): void {
  if (backend === 'auto') return;
  if (typeof backend !== 'object' || backend === null)
    throw fail('backend', `expected a backend, such as threads(), or "auto", got ${show(backend)}`);
  if ('open' in backend) return;
  for (const name of Object.keys(backend)) {
    if (name !== 'optimizers' && name !== 'trials')
      throw fail('backend', `unknown option "${name}"${suggest(name, ['optimizers', 'trials'])}`);
  }
  if (backend.optimizers !== undefined) requireMethod(backend.optimizers, 'backend: optimizers', 'open');
  if (backend.trials !== undefined && backend.trials !== 'with-optimizer')
    requireMethod(backend.trials, 'backend: trials', 'open');
}

function requireMethod(value: unknown, where: string, method: string): void {
  if (typeof (value as Record<string, unknown> | null)?.[method] !== 'function') {
    throw fail(where, `expected an object with a method ${method}(), got ${show(value)}`);
  }
}

function fail(where: string, message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `${where}: ${message}`);
}
