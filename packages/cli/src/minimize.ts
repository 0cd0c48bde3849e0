import { threads } from '@glompo/backend-threads';
import {
  type Backend,
  type Bounds,
  type Checker,
  createStudy,
  type Evaluation,
  GlompoError,
  type MaybePromise,
  parametersFromBounds,
  type StartPoints,
  type Study,
  type StudyOptions,
  type StudyResult,
  type StudyView,
  show,
  suggest,
  type Task,
  type TaskModule,
  type TrialContext,
} from '@glompo/core';
import { given } from '@glompo/core/start-points';
import { defaultSelector } from './study/default-optimizers.js';
import { ownBackends } from './study/own-backends.js';
import { stopWhen } from './study/stop-when.js';

/**
 * What is minimised, as a function of a point (the function's own copy, one coordinate per pair of bounds). It returns the value, or the value
 * with what else was wanted; a throw, a rejection or anything that is no number makes that one trial `failed`.
 */
export type Objective = (x: Float64Array, context: TrialContext) => MaybePromise<number | Evaluation>;

/** What `minimize` may be told. Everything has a default, but the bounds of a function. */
export interface MinimizeOptions {
  /** One pair per parameter, in the task's units: `box(10, -5, 5)`. Required for a function; replaces the bounds of a task that has its own. */
  readonly bounds?: Bounds | undefined;
  /** Stop after so many evaluations, never more. Default: 10,000 per parameter, unless `maxSeconds` or `stop` is given. */
  readonly maxEvaluations?: number | undefined;
  /** Stop after so much time. Default: no limit. */
  readonly maxSeconds?: number | undefined;
  /** Stop at a value as low as this. Default: none. */
  readonly target?: number | undefined;
  /** Stop when this says yes, beside the limits above. */
  readonly stop?: Checker | undefined;
  /**
   * Start no further run when this says yes: those alive go on, and the study ends with the last of them, if nothing else ends it before.
   * Default: never.
   */
  readonly spawnUntil?: Checker | undefined;
  /** What may be started. Default: `defaultSelector()`: `step()` once, `lbfgs()` once, then what pays of `cmaes()` with large and small populations and of `lbfgs()`. */
  readonly optimizers?: StudyOptions['optimizers'] | undefined;
  /** When a run is killed. Default: `defaultHunters()` of `@glompo/core/hunters`; `'none'`: never. */
  readonly hunters?: StudyOptions['hunters'];
  /** The best run hunts the others every so many evaluations. Default 100. */
  readonly huntEvery?: number | undefined;
  /** The share of the runs that hunters condemn that is spared, by chance, to tell what killing the others saved and cost (`regret` of the result). Default 0. */
  readonly spare?: number | undefined;
  /** How runs share good points: `incumbent()` of `@glompo/core/sharing`. Default: they do not. */
  readonly share?: StudyOptions['share'];
  /** Where runs start: a point, points, or a rule. Default: at the task's own start, if it has one, then at random. */
  readonly start?:
    | Float64Array
    | readonly number[]
    | readonly (Float64Array | readonly number[])[]
    | StartPoints
    | undefined;
  /**
   * Where things run. Default: a function or a task object in this thread (it cannot travel), trials in a pool if there are several slots; a module
   * or URL on threads, trials with the optimizer, since a program that says nothing shall start no processes, and be the same at every call. `'auto'`: chosen among this
   * thread, threads and processes, by measuring the task on its first evaluations, which takes some tenths of a second.
   */
  readonly backend?: StudyOptions['backend'];
  /** Evaluations at the same time. Default: the cores; 1 in this thread, where more is of use for asynchronous functions only, and costs some 50 µs per evaluation. */
  readonly slots?: number | undefined;
  /**
   * Optimizers alive at the same time: so many, or `from` so many `upTo` so many while slots idle for want of points. Default: from 1 where trials are
   * in a pool (one for each optimizer of a list), otherwise from the slots; up to twice the slots.
   */
  readonly liveRuns?: StudyOptions['liveRuns'];
  /**
   * Seconds after which an evaluation is ended, wherever it hangs, and counts as failed. Needs a backend whose workers can be ended, such as
   * threads or processes: a function runs in this thread, where nothing can be. Default: no limit.
   */
  readonly trialTimeout?: StudyOptions['trialTimeout'];
  /** Seconds that an evaluation which is no longer wanted is given to end by itself, before its worker is ended. Default 0.1. */
  readonly abortGrace?: StudyOptions['abortGrace'];
  /** How often an evaluation is made again whose worker died with it; after that it has failed. Default 2. */
  readonly retries?: StudyOptions['retries'];
  /**
   * What follows when evaluations fail or time out: `'worst'`, they count as the worst value and no more; `'end-run'` or `'end-study'` with the
   * first one, or with so many of one run in a row: `{ inARow: 5, action: 'end-run' }`. Default `'worst'`.
   */
  readonly failedTrials?: StudyOptions['failedTrials'];
  /** The evaluations under way of a run that is killed are aborted; false: they go on, and count. Default true. */
  readonly cancelKilled?: StudyOptions['cancelKilled'];
  /** Once a worker was lost, one more stands by to take the place of the next one at once; false: none ever does. Default true. */
  readonly spareWorker?: StudyOptions['spareWorker'];
  /** 32-bit seed. Default: drawn anew, and in the result. */
  readonly seed?: number | undefined;
  /** Ends the study in order: the promise then resolves with the best so far. */
  readonly signal?: AbortSignal | undefined;
  /** Is told how the study stands, at most ten times a second while something happens. What it throws ends the study and rejects. */
  readonly onProgress?: ((view: StudyView) => void) | undefined;
}

const known: Readonly<Record<keyof MinimizeOptions, true>> = {
  bounds: true,
  maxEvaluations: true,
  maxSeconds: true,
  target: true,
  stop: true,
  spawnUntil: true,
  optimizers: true,
  hunters: true,
  huntEvery: true,
  spare: true,
  share: true,
  start: true,
  backend: true,
  slots: true,
  liveRuns: true,
  trialTimeout: true,
  abortGrace: true,
  retries: true,
  failedTrials: true,
  cancelKilled: true,
  spareWorker: true,
  seed: true,
  signal: true,
  onProgress: true,
};

const secondsBetweenProgress = 0.1;

/**
 * Finds the global minimum of a function or task, everything chosen for you.
 *
 * ```js
 * const best = await minimize(x => x[0] ** 2 + x[1] ** 2, { bounds: box(2, -5, 5), maxEvaluations: 2_000 });
 * ```
 *
 * @param what a function (with `bounds`), a task object, a module that exports a task, or the URL of one
 * @returns the best value and its point (null if nothing succeeded), what it took, and why it stopped
 * @throws GlompoError if options or task are wrong (nothing has been started then), or if a part of the study breaks down
 */
export async function minimize(
  what: Objective | Task | TaskModule | URL,
  options: MinimizeOptions = {},
): Promise<StudyResult> {
  checkOptions(options);
  const {
    maxEvaluations,
    maxSeconds,
    target,
    stop,
    start,
    signal,
    onProgress,
    optimizers = defaultSelector(),
    ...rest
  } = options;
  const { task, bounds } = taskOf(what, options.bounds);
  const study = createStudy({
    ...rest,
    task,
    bounds,
    optimizers,
    backend: options.backend ?? defaultBackend(task),
    registry: options.backend === 'auto' ? ownBackends() : undefined,
    stop: stopWhen({ maxEvaluations, maxSeconds, target, stop: stop && [stop] }),
    startPoints: start === undefined || 'next' in start ? start : given(start),
  });
  if (onProgress === undefined) return study.run(signal === undefined ? undefined : { signal });
  return runWithProgress(study, signal, onProgress);
}

async function runWithProgress(
  study: Study,
  signal: AbortSignal | undefined,
  onProgress: (view: StudyView) => void,
): Promise<StudyResult> {
  const controller = new AbortController();
  const signals = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
  let failure: { readonly error: unknown } | undefined;
  const reported = report(study, onProgress).catch(error => {
    failure = { error };
    controller.abort();
  });
  try {
    return await study.run({ signal: signals });
  } finally {
    await reported;
    // biome-ignore lint/correctness/noUnsafeFinally: what the caller's own function threw goes first
    if (failure !== undefined) throw failure.error;
  }
}

async function report(study: Study, onProgress: (view: StudyView) => void): Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  for await (const { seconds, type } of study.events()) {
    const view = study.view();
    if (view === undefined || (seconds - last < secondsBetweenProgress && type !== 'study-ended')) continue;
    last = seconds;
    onProgress(view);
  }
}

function taskOf(
  what: Objective | Task | TaskModule | URL,
  bounds: Bounds | undefined,
): Pick<StudyOptions, 'task' | 'bounds'> {
  if (typeof what !== 'function') return { task: what, bounds };
  if (bounds === undefined)
    throw new GlompoError(
      'GLOMPO_BOUNDS',
      'minimize: bounds: a function needs them: give bounds: box(dimensions, low, high), or [[low, high], …]',
    );
  return { task: { parameters: parametersFromBounds(bounds), evaluate: what }, bounds: undefined };
}

function defaultBackend(task: StudyOptions['task']): Backend | undefined {
  const travels = task instanceof URL || (typeof task === 'object' && task !== null && 'module' in task);
  return travels ? threads() : undefined;
}

function checkOptions(options: MinimizeOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new GlompoError('GLOMPO_OPTION', `minimize: expected an object of options, got ${show(options)}`);
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name))
      throw new GlompoError('GLOMPO_OPTION', `minimize: unknown option "${name}"${suggest(name, Object.keys(known))}`);
  }
  const { onProgress, start, signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    throw new GlompoError('GLOMPO_OPTION', `minimize: signal: expected an AbortSignal, got ${show(signal)}`);
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new GlompoError('GLOMPO_OPTION', `minimize: onProgress: expected a function, got ${show(onProgress)}`);
  if (start !== undefined && (typeof start !== 'object' || start === null))
    throw new GlompoError('GLOMPO_OPTION', `minimize: start: expected a point, points or a rule, got ${show(start)}`);
}
