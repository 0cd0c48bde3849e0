import { hostEnvironment } from '#environment';
import type { Backend, CallOptions, OpenOptions, Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { GlompoError } from '../errors/glompo-error.js';
import { createHost } from '../worker/host.js';
import { messageOf } from '../worker/load-task.js';
import { nextMacrotask } from './macrotask.js';

/** The manager's event loop gets its turn after this many milliseconds of work, so that signals and timers are heard. */
const yieldAfterMs = 10;
const { now } = hostEnvironment();

/**
 * Everything in the manager's own thread: the task may be a closure, nothing has to be started, nothing runs at the same time
 * (asynchronous evaluations overlap, one per worker). What computes without end cannot be ended here.
 */
export function inline(): Backend {
  return {
    name: 'inline',
    api: 1,
    traits: { preemptive: false, parallel: false, remote: false, isolated: false },
    parallelism: 1,
    open: async (options: OpenOptions) => new InlineWorkers(options),
  };
}

class InlineWorkers implements Workers {
  #workers: readonly InlineWorker[];
  readonly #onOutput: OpenOptions['onOutput'];
  #closed = false;

  constructor({ size, onOutput }: OpenOptions) {
    this.#onOutput = onOutput;
    this.#workers = Array.from({ length: size }, () => new InlineWorker());
  }

  get size(): number {
    return this.#workers.length;
  }

  async call(index: number, request: Plain, options: CallOptions = {}): Promise<Plain> {
    return this.#worker(index).call(request, options);
  }

  async replace(
    index: number,
    _reason: Reason,
    onGone?: (freedAfterMs: number) => void,
  ): Promise<{ freedAfterMs: number }> {
    const old = this.#worker(index);
    const beganAt = now();
    this.#workers = this.#workers.with(index, new InlineWorker());
    await this.#end(old, index);
    const freedAfterMs = now() - beganAt;
    onGone?.(freedAfterMs);
    return { freedAfterMs };
  }

  async resize(size: number): Promise<void> {
    const ending = this.#workers.slice(size);
    const added = Array.from({ length: Math.max(0, size - this.size) }, () => new InlineWorker());
    this.#workers = [...this.#workers.slice(0, size), ...added];
    await Promise.all(ending.map((worker, i) => this.#end(worker, size + i)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all(this.#workers.map((worker, index) => this.#end(worker, index)));
  }

  /** Nobody waits for an answer any more: what goes wrong is said where the worker's output is heard, as other workers do. */
  async #end(worker: InlineWorker, index: number): Promise<void> {
    try {
      await worker.end();
    } catch (error) {
      this.#onOutput?.(index, { stream: 'stderr', text: `closing the task failed: ${messageOf(error)}\n` });
    }
  }

  #worker(index: number): InlineWorker {
    const worker = this.#workers[index];
    if (this.#closed || worker === undefined)
      throw new GlompoError('GLOMPO_CLOSED', `inline: there is no worker ${index}, or it is closed`);
    return worker;
  }
}

let yieldedAt = now();

class InlineWorker {
  readonly #host = createHost(hostEnvironment());
  /** Settles when all calls so far have been answered. */
  #idle: Promise<unknown> = Promise.resolve();
  #current: { readonly controller: AbortController; readonly reject: (error: Error) => void } | undefined;
  #ended = false;

  call(request: Plain, options: CallOptions): Promise<Plain> {
    const answer = this.#idle.then(() => this.#answer(request, options));
    this.#idle = answer.catch(() => {});
    return answer;
  }

  /** Nothing here can be ended by force: what still runs is told to stop, and its result is dropped. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#current?.controller.abort();
    this.#current?.reject(lost());
    await this.#host.close();
  }

  async #answer(request: Plain, { signal, onMessage = () => {} }: CallOptions): Promise<Plain> {
    if (now() - yieldedAt > yieldAfterMs) {
      await nextMacrotask();
      yieldedAt = now();
    }
    if (this.#ended) throw lost();
    const controller = new AbortController();
    const abort = () => controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<Plain>((resolve, reject) => {
        this.#current = { controller, reject };
        this.#host.answer(request, { signal: controller.signal, tell: onMessage }).then(resolve, reject);
      });
    } finally {
      this.#current = undefined;
      signal?.removeEventListener('abort', abort);
    }
  }
}

function lost(): GlompoError {
  return new GlompoError('GLOMPO_WORKER_LOST', 'an inline worker was replaced or closed before it had answered');
}
