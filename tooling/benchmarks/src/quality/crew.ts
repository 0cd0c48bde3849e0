import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job, RunRow } from './run-row.js';

// As it is built, also for tests.
const script = fileURLToPath(new URL('../../dist/programs/quality.program.js', import.meta.url));

export interface CrewOptions {
  /** Processes, side by side. */
  readonly workers: number;
  readonly python: string;
  /** A run that takes longer is ended, and has failed. */
  readonly rowSeconds: number;
}

/**
 * Makes the jobs in processes of their own, each of which makes many. A process that dies, or hangs, costs its job, and is replaced.
 *
 * @param lost the row of a job that did not come back, for this reason
 * @yields the rows in the order in which they are done
 */
export async function* rowsOf(
  jobs: Iterable<Job>,
  { workers, python, rowSeconds }: CrewOptions,
  lost: (job: Job, why: string) => Promise<RunRow>,
): AsyncGenerator<RunRow> {
  const queue = jobs[Symbol.iterator]();
  const processes = Array.from({ length: workers }, () => new Worker(python));
  const work = async (worker: Worker): Promise<Done | undefined> => {
    const { value: job, done } = queue.next();
    if (done) return undefined;
    const answer = await worker.make(job, rowSeconds);
    return { worker, row: typeof answer === 'string' ? await lost(job, answer) : answer };
  };
  try {
    const pending = new Map(processes.map(worker => [worker, work(worker)]));
    while (pending.size > 0) {
      const settled = await Promise.race([...pending].map(async ([worker, made]) => ({ worker, done: await made })));
      pending.delete(settled.worker);
      if (settled.done === undefined) continue;
      pending.set(settled.worker, work(settled.worker));
      yield settled.done.row;
    }
  } finally {
    await Promise.all(processes.map(worker => worker.end()));
  }
}

interface Done {
  readonly worker: Worker;
  readonly row: RunRow;
}

class Worker {
  readonly #python: string;
  #child: ChildProcess | undefined;

  constructor(python: string) {
    this.#python = python;
  }

  /** @returns its row, or why there is none */
  make(job: Job, seconds: number): Promise<RunRow | string> {
    // One that died while it had nothing to do costs nobody a run.
    if (this.#child?.connected === false) this.#child = undefined;
    this.#child ??= fork(script, [this.#python], { stdio: ['ignore', 2, 2, 'ipc'] });
    const child = this.#child;
    return new Promise(resolve => {
      const settle = (outcome: RunRow | string) => {
        clearTimeout(late);
        child.removeAllListeners('message').removeAllListeners('exit').removeAllListeners('error');
        resolve(outcome);
      };
      const dead = (why: string) => {
        this.#child = undefined;
        settle(why);
      };
      const late = setTimeout(() => {
        child.removeAllListeners('exit');
        child.kill('SIGKILL');
        dead(`took longer than ${seconds} s, and was ended`);
      }, 1000 * seconds);
      child.on('message', (answer: { row?: RunRow; error?: string }) =>
        settle(answer.row ?? answer.error ?? 'no answer'),
      );
      child.on('exit', (code, signal) => dead(`its process died (${signal ?? `exit status ${code}`})`));
      child.on('error', error => dead(error.message));
      child.send(job);
    });
  }

  async end(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    // It may be in the middle of a run, where it hears nothing.
    child.kill('SIGKILL');
    await exited;
  }
}
