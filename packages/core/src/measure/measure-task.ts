import type { Backend, Output, Workers } from '../contracts/backend.js';
import { type Clock, systemClock } from '../manager/clock.js';
import type { LoadAnswer, LoadRequest } from '../worker/protocol.js';
import { Candidate, interrupted } from './candidate.js';
import { compareBackends } from './compare-backends.js';
import { makeTrials } from './make-trials.js';
import type { MeasurePlan } from './measure-plan.js';
import type { TaskMeasurement } from './task-measurement.js';
import type { TrialFeed } from './trial-feed.js';
import { UnderWay } from './under-way.js';

export interface MeasureOptions {
  /**
   * Where the task may run, the safest first: a backend is tried only while the ones before it have not lost a worker by the task, and
   * one that cannot be ended (not `preemptive`) only if an earlier one has shown that the task is short or does not block its thread,
   * unless there is no other.
   */
  readonly backends: readonly Backend[];
  readonly load: LoadRequest;
  readonly feed: TrialFeed;
  readonly plan: MeasurePlan;
  /** Workers at once in the wave by which a long task is measured. */
  readonly slots: number;
  /**
   * Hears, before anything is evaluated, what the task says of itself. What it throws ends the measuring: parameters that cannot be
   * used, say.
   */
  readonly onLoaded?: ((answer: LoadAnswer) => void) | undefined;
  readonly onOutput?: ((backend: string, worker: number, output: Output) => void) | undefined;
  /**
   * Is offered the workers of each backend on which the task works, idle and with the task loaded, when all has been measured, instead of their
   * being closed. Who answers `true` has them to close.
   */
  readonly keep?: ((backend: Backend, workers: Workers) => boolean) | undefined;
  /**
   * Hears, before `measureTask` resolves, of workers that still evaluate trials that were not waited for (`leaveLong`); the promise
   * resolves when these have come back to the feed, or the signal was aborted, and the workers are closed.
   */
  readonly onUnfinished?: ((closed: Promise<void>) => void) | undefined;
  /**
   * A trial that has not ended after so many milliseconds, beside those that its message may last, loses its worker. Default: none does.
   */
  readonly trialTimeoutMs?: number | undefined;
  /** No stage begins after so many milliseconds. Default: all do. */
  readonly milliseconds?: number | undefined;
  /** Bytes of memory that this process and all that it has started take now: for `workerBytes`. */
  readonly memoryBytes?: (() => number) | undefined;
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Measures a task on some backends, by evaluating what `feed` gives.
 *
 * Resolves as soon as enough is known. With a plan that says `leaveLong`, a trial may still be evaluated then: the feed hears of it when it
 * ends, and its workers are closed after that (`onUnfinished`). The signal is heard until then.
 *
 * What the task does wrong is a finding. Rejects with `GLOMPO_INTERRUPTED` when the signal is aborted, with what `onLoaded` threw, and
 * with the error of loading if the task can be loaded nowhere; nothing is left behind then.
 */
export async function measureTask(options: MeasureOptions): Promise<TaskMeasurement> {
  const { backends, signal, clock = systemClock } = options;
  // Of its own, so that what is under way ends with a mistake, too.
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  const bench = {
    load: options.load,
    feed: options.feed,
    clock,
    signal: controller.signal,
    underWay: new UnderWay(controller.signal),
    trialTimeoutMs: options.trialTimeoutMs ?? Number.POSITIVE_INFINITY,
    memoryBytes: options.memoryBytes,
    onOutput: options.onOutput,
  };
  const candidates = backends.map(backend => new Candidate(backend, bench));
  try {
    await open(candidates, options.onLoaded);
    await makeTrials(candidates, { ...options, clock });
  } catch (error) {
    controller.abort();
    await Promise.all(candidates.map(candidate => candidate.close()));
    signal?.removeEventListener('abort', abort);
    if (signal?.aborted) throw interrupted();
    throw error;
  }
  const measured = compareBackends(candidates.map(candidate => candidate.measurement()));
  const unfinished = candidates.filter(({ idle }) => !idle);
  const closed = Promise.all(unfinished.map(candidate => candidate.close()))
    .then(() => {})
    .finally(() => signal?.removeEventListener('abort', abort));
  // Who hears of it may wait for it; nobody has to.
  closed.catch(() => {});
  if (unfinished.length > 0) options.onUnfinished?.(closed);
  const finished = candidates.flatMap((candidate, i) => {
    const keep = measured.backends[i]?.problem === undefined ? options.keep : undefined;
    return unfinished.includes(candidate) ? [] : [candidate.close(keep)];
  });
  await Promise.all(finished);
  return measured;
}

/** One after the other, so that each start is measured alone. */
async function open(candidates: readonly Candidate[], onLoaded: MeasureOptions['onLoaded']): Promise<void> {
  let told = false;
  for (const [i, candidate] of candidates.entries()) {
    const dangerous = candidates.slice(0, i).find(earlier => earlier.dangerous);
    if (dangerous) {
      candidate.refuse(`it is not used, since the task takes its workers down on ${dangerous.backend.name}`);
      continue;
    }
    const answer = await candidate.open();
    if (answer && !told) onLoaded?.(answer);
    told ||= answer !== undefined;
  }
  const failed = candidates.find(({ loadError }) => loadError !== undefined);
  if (!told && failed && !candidates.some(({ dangerous }) => dangerous)) throw failed.loadError;
}
