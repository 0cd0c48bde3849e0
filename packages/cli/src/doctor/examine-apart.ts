import { processes } from '@glompo/backend-processes';
import { threads } from '@glompo/backend-threads';
import type { Backend } from '@glompo/core';
import { GlompoError, inline, type Plain, type PlainObject } from '@glompo/core';
import type { BackendMeasurement } from '@glompo/core/measure';
import type { EvaluateAnswer } from '@glompo/core/worker';
import { type Examination, PrintedLines } from './examine.js';
import type { ApartOptions } from './examine.task.js';

const module = new URL('./examine.task.js', import.meta.url).href;
/** A process that is to be back by now, and is not, is stuck. */
const graceMs = 2_000;

/** Examines a task on threads, or inline, in a process of its own: one that ends or blocks that process is a finding. */
export async function examineApart(options: ApartOptions, signal: AbortSignal): Promise<Examination> {
  const printed = new PrintedLines();
  const backend = options.backend === 'inline' ? inline() : threads();
  await using workers = await processes().open({ size: 1, signal, onOutput: (_, { text }) => printed.add(text) });
  const load = { type: 'load', task: { type: 'module', module }, options: options as unknown as PlainObject, seed: 0 };
  await workers.call(0, load as unknown as Plain, { signal });
  const request = { type: 'evaluate', run: 1, first: 1, points: new Float64Array(1), wants: [] };
  const answered = workers.call(0, request, { signal });
  const limit = timer(options.milliseconds + options.trialTimeoutMs + graceMs);
  const aborted = new Promise<'interrupted'>(resolve =>
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true }),
  );
  try {
    const answer = await Promise.race([answered, limit.over, aborted]);
    if (answer === 'interrupted' || signal.aborted)
      throw new GlompoError('GLOMPO_INTERRUPTED', 'the measuring of the task was interrupted');
    if (answer === 'over') return unusable(backend, 'an evaluation did not end, and held up everything else', printed);
    const { trials } = answer as unknown as EvaluateAnswer;
    const [failure] = trials.failures;
    if (failure) return unusable(backend, failure.message.replace(/^the task threw: (GlompoError: )?/, ''), printed);
    const examination = trials.extras?.[0] as unknown as Examination;
    const { lines, first } = printed.summary;
    return {
      ...examination,
      printed: { lines: examination.printed.lines + lines, first: [...examination.printed.first, ...first] },
    };
  } catch (error) {
    if (!GlompoError.is(error, 'GLOMPO_WORKER_LOST')) throw error;
    return unusable(backend, `it takes the whole process down: ${howItEnded(error.message)}`, printed);
  } finally {
    limit.clear();
    answered.catch(() => {});
  }
}

/** What is known of a backend where the task could not be examined. */
export function unusable(backend: Backend, problem: string, printed?: PrintedLines): Examination {
  const measurement: BackendMeasurement = {
    backend: backend.name,
    traits: backend.traits,
    problem,
    startSeconds: Number.NaN,
    loadSeconds: Number.NaN,
    roundTripSeconds: Number.NaN,
    workerBytes: Number.NaN,
    trials: 0,
    failed: 0,
    failure: undefined,
    lost: 0,
    alone: undefined,
    together: undefined,
    slowdown: Number.NaN,
    programs: undefined,
  };
  const none = { compared: 0, different: 0 };
  return {
    measurement,
    values: new Float64Array(),
    alone: none,
    atOnce: none,
    seeded: undefined,
    example: undefined,
    infinite: 0,
    printed: printed?.summary ?? { lines: 0, first: [] },
    files: [],
  };
}

/** `exit code 3` of `worker 0 (process 1234) ended before it had answered: exit code 3`. */
function howItEnded(message: string): string {
  return /(?:ended before it had answered|ended): (.*)/s.exec(message)?.[1] ?? message;
}

function timer(milliseconds: number): { readonly over: Promise<'over'>; clear(): void } {
  let handle: NodeJS.Timeout | undefined;
  const over = new Promise<'over'>(resolve => {
    handle = setTimeout(() => resolve('over'), milliseconds);
  });
  return { over, clear: () => clearTimeout(handle) };
}
