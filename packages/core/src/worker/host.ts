import type { Plain } from '../contracts/plain.js';
import { bug } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import type { HostEnvironment } from './environment.js';
import { HostedRun } from './hosted-run.js';
import { loadTask, messageOf } from './load-task.js';
import { Meter } from './metering.js';
import type {
  Answer,
  EvaluateAnswer,
  EvaluateRequest,
  LoadAnswer,
  LoadRequest,
  Request,
  SnapshotAnswer,
  TurnAnswer,
  TurnRequest,
} from './protocol.js';
import { evaluateTrial, type TrialSite } from './trial.js';
import { TrialColumns } from './trial-columns.js';

/** The worker's side of the turn protocol: the one implementation that every backend serves. */
export interface Host {
  /** @throws GlompoError what the request's own mistakes are: a task that cannot be loaded, an optimizer that cannot be made
   */
  answer(request: Plain, call: HostCall): Promise<Plain>;
  /** Closes the task and removes the worker's directory. */
  close(): Promise<void>;
}

/** What a host works at. */
export interface HostCall {
  /** Aborted when the answer is wanted early: trials in flight are told so, and what was finished is answered. */
  readonly signal: AbortSignal;
  /** Says something before the answer, at once: it arrives even if this thread then computes without a pause, or ends. */
  tell(message: Plain): void;
}

/** Tasks that were closed: workers of one memory share a task, and it is closed once. */
const closedTasks = new WeakSet<object>();
/** Rows to begin a batch with, so that small turns stay small. */
const firstRows = 32;

export function createHost(environment: HostEnvironment): Host {
  const runs = new Map<number, HostedRun>();
  let site: TrialSite | undefined;
  let answeredAt = environment.now();
  /** Rows of the last batch: the next one begins as large. */
  let rows = 0;

  async function load(request: LoadRequest): Promise<LoadAnswer> {
    const task = await loadTask(request, environment);
    site = { task, studySeed: request.seed, environment };
    const { name, parameters, start } = task;
    return { type: 'loaded', name, parameters, start: start && Float64Array.from(start) };
  }

  async function turn(request: TurnRequest, signal: AbortSignal): Promise<TurnAnswer> {
    const beganAt = environment.now();
    const idleMs = beganAt - answeredAt;
    let run = runs.get(request.run);
    if (run === undefined) {
      if (request.open === undefined) return { type: 'ended' };
      run = await HostedRun.open(request.run, request.open, environment);
      runs.set(request.run, run);
    }
    const { trials: grant } = request;
    const columns =
      grant && new TrialColumns(run.told + 1, run.dimensions, Math.min(grant.count, Math.max(firstRows, rows)));
    let proposals: ReturnType<HostedRun['propose']> = [];
    let failure: { message: string; stack: string | undefined } | undefined;
    let snapshot: Plain | undefined;
    try {
      if (request.inject) run.inject(request.inject);
      if (request.tell) run.tell(request.tell);
      if (request.propose !== undefined && run.stop === undefined) proposals = run.propose(request.propose);
      if (grant && columns) await run.evaluate(columns, grant, { site: loaded(), signal });
      if (request.snapshot) snapshot = run.snapshot();
    } catch (error) {
      failure = { message: messageOf(error), stack: (error as Error | null)?.stack };
    }
    const { stop, atBarrier } = run;
    rows = columns?.count ?? rows;
    if (stop !== undefined || failure !== undefined) runs.delete(request.run);
    return {
      type: 'turn',
      proposals,
      trials: columns?.finish({ told: false }),
      atBarrier,
      stop,
      failure,
      snapshot,
      idleMs,
      busyMs: environment.now() - beganAt,
      optimizerMs: run.takeOptimizerMs(),
    };
  }

  async function evaluate(
    { run, first, points, wants, milliseconds = Number.POSITIVE_INFINITY, measure = false }: EvaluateRequest,
    signal: AbortSignal,
  ): Promise<EvaluateAnswer> {
    const idleMs = environment.now() - answeredAt;
    const trialSite = loaded();
    const n = trialSite.task.parameters.length;
    const count = points.length / n;
    const columns = new TrialColumns(first, n, count);
    const meter = new Meter(environment, measure);
    for (let i = 0; i < count && !signal.aborted && meter.trialsMs < milliseconds; i++) {
      const point = points.slice(i * n, (i + 1) * n);
      let result = evaluateTrial(trialSite, point.slice(), { run, ordinal: first + i, wants, signal });
      if (result instanceof Promise) {
        result = await result;
        if (signal.aborted) break;
      }
      columns.add(point, result);
      meter.trialEnded();
    }
    return { type: 'evaluated', idleMs, ...meter.read(), trials: columns.finish({ told: true }) };
  }

  function snapshot(id: number): SnapshotAnswer {
    const run = runs.get(id);
    return run === undefined ? { type: 'ended' } : { type: 'snapshot', state: run.snapshot() };
  }

  function loaded(): TrialSite {
    if (site === undefined) throw bug('a worker was asked to evaluate before a task was loaded');
    return site;
  }

  async function dispatch(request: Request, signal: AbortSignal): Promise<Answer> {
    switch (request.type) {
      case 'load':
        return load(request);
      case 'turn':
        return turn(request, signal);
      case 'evaluate':
        return evaluate(request, signal);
      case 'snapshot':
        return snapshot(request.run);
      case 'close':
        runs.delete(request.run);
        return { type: 'closed' };
      default:
        throw bug(`a worker got the unknown request ${show(request satisfies never)}`);
    }
  }

  return {
    async answer(request, { signal }) {
      try {
        return await dispatch(request as Request, signal);
      } finally {
        answeredAt = environment.now();
      }
    },
    async close() {
      runs.clear();
      const task = site?.task;
      site = undefined;
      try {
        if (task?.close && !closedTasks.has(task)) {
          closedTasks.add(task);
          await task.close();
        }
      } finally {
        await environment.close();
      }
    },
  };
}
