import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import type { HostEnvironment } from './environment.js';
import type { HostCall } from './host-call.js';
import { HostedRun } from './hosted-run.js';
import { loadTask, messageOf, stackOf } from './load-task.js';
import { Meter } from './metering.js';
import type {
  Answer,
  EvaluateAnswer,
  EvaluateRequest,
  InjectAnswer,
  InjectRequest,
  LoadAnswer,
  LoadRequest,
  Request,
  SnapshotAnswer,
  TurnAnswer,
  TurnRequest,
} from './protocol.js';
import type { TrialSite } from './trial.js';
import { TrialColumns } from './trial-columns.js';
import { TrialMaker } from './trial-maker.js';

/** The worker's side of the turn protocol: the one implementation that every backend serves. */
export interface Host {
  /** @throws GlompoError what the request's own mistakes are: a task that cannot be loaded, an optimizer that cannot be made */
  answer(request: Plain, call: HostCall): Promise<Plain>;
  /** Closes the task and removes the worker's directory. */
  close(): Promise<void>;
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
    // One that cannot be imported is told to the run that needs it.
    await Promise.allSettled((request.ahead ?? []).map(module => environment.importModule(module)));
    const { name, parameters, start } = task;
    return { type: 'loaded', name, parameters, start: start && Float64Array.from(start) };
  }

  async function turn(request: TurnRequest, call: HostCall): Promise<TurnAnswer> {
    const beganAt = environment.now();
    const idleMs = beganAt - answeredAt;
    let run = runs.get(request.run);
    if (run === undefined) {
      if (request.open === undefined) return { type: 'ended' };
      run = await HostedRun.open(request.run, request.open, environment);
      runs.set(request.run, run);
    }
    const { trials: grant } = request;
    const maker = grant && new TrialMaker(loaded(), call, { rules: grant.rules, computing: run.computing });
    const strayed = run.takeStrayed();
    const columns =
      grant && new TrialColumns(run.told + 1, run.dimensions, Math.min(grant.count, Math.max(firstRows, rows)));
    let proposals: ReturnType<HostedRun['propose']> = [];
    let failure: { message: string; stack: string | undefined } | undefined;
    let snapshot: Plain | undefined;
    let stop: Reason | undefined;
    try {
      if (request.tell) run.tell(request.tell);
      if (request.propose !== undefined && run.stop === undefined) proposals = run.propose(request.propose);
      if (columns && maker) await run.evaluate(columns, grant, { maker, signal: call.signal });
      // One that does not repeat itself must not have to.
      if (request.snapshot || strayed) snapshot = run.snapshot();
      stop = run.stop;
    } catch (error) {
      failure = { message: messageOf(error), stack: stackOf(error) };
    }
    const { atBarrier } = run;
    rows = columns?.count ?? rows;
    if (stop !== undefined || failure !== undefined) runs.delete(request.run);
    return {
      type: 'turn',
      proposals,
      trials: columns?.take(),
      atBarrier,
      stop,
      failure,
      snapshot,
      ...(strayed && { strayed }),
      ...maker?.endings,
      idleMs,
      busyMs: environment.now() - beganAt,
      optimizerMs: run.takeOptimizerMs(),
    };
  }

  async function evaluate(
    { run, first, points, wants, rules, milliseconds = Number.POSITIVE_INFINITY, measure = false }: EvaluateRequest,
    call: HostCall,
  ): Promise<EvaluateAnswer> {
    const idleMs = environment.now() - answeredAt;
    const trialSite = loaded();
    const n = trialSite.task.parameters.length;
    const count = points.length / n;
    const columns = new TrialColumns(first, n, count);
    const maker = new TrialMaker(trialSite, call, { rules });
    const meter = new Meter(environment, measure);
    for (let i = 0; i < count && !call.signal.aborted && meter.trialsMs < milliseconds && !maker.stuck; i++) {
      const point = points.slice(i * n, (i + 1) * n);
      let result = maker.make(point.slice(), { run, ordinal: first + i, wants });
      if (result instanceof Promise) result = await result;
      if (result === undefined) break;
      columns.add(point, result);
      meter.trialEnded();
      if (i + 1 < count) maker.ended(columns);
    }
    const trials = columns.take();
    return { type: 'evaluated', idleMs, ...meter.read(), trials, ...maker.endings };
  }

  function snapshot(id: number): SnapshotAnswer {
    const run = runs.get(id);
    return run === undefined ? { type: 'ended' } : { type: 'snapshot', state: run.snapshot() };
  }

  function inject({ run: id, ...told }: InjectRequest): InjectAnswer {
    const run = runs.get(id);
    if (run === undefined) return { type: 'ended' };
    const heard = run.inject(told);
    return { type: 'injected', heard, state: run.snapshot() };
  }

  function loaded(): TrialSite {
    if (site === undefined) throw bug('a worker was asked to evaluate before a task was loaded');
    return site;
  }

  async function dispatch(request: Request, call: HostCall): Promise<Answer> {
    switch (request.type) {
      case 'load':
        return load(request);
      case 'turn':
        return turn(request, call);
      case 'evaluate':
        return evaluate(request, call);
      case 'snapshot':
        return snapshot(request.run);
      case 'inject':
        return inject(request);
      case 'close':
        runs.delete(request.run);
        return { type: 'closed' };
      default:
        throw bug(`a worker got the unknown request ${show(request satisfies never)}`);
    }
  }

  return {
    async answer(asked, call) {
      const request = asked as Request;
      environment.enterRun?.('run' in request ? request.run : undefined);
      try {
        return await dispatch(request, call);
      } finally {
        environment.enterRun?.(undefined);
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
