import type { CallOptions, OpenOptions, Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import type { WorkerKind } from './channel.js';
import { fewAtOnce } from './few-at-once.js';
import { ManagedWorker } from './managed-worker.js';

/**
 * The one implementation of `Workers` for workers that are reached by messages: numbers them, keeps account of the calls under way,
 * tells losses, replaces, resizes, closes. A backend gives it channels.
 *
 * @throws GlompoError `GLOMPO_WORKER_START` if one cannot be started; those that could are ended first
 */
export async function createWorkers(kind: WorkerKind, options: OpenOptions): Promise<Workers> {
  const { size, signal } = options;
  if (!(Number.isSafeInteger(size) && size >= 1)) throw sizeError(kind, 'a positive integer', size);
  const workers = new ChannelWorkers(kind, options);
  const giveUp = () => void workers[Symbol.asyncDispose]();
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  try {
    await workers.resize(size);
    return workers;
  } catch (error) {
    await workers[Symbol.asyncDispose]();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}

class ChannelWorkers implements Workers {
  readonly #kind: WorkerKind;
  readonly #listeners: Pick<OpenOptions, 'onOutput' | 'onLeftBehind'>;
  #workers: readonly ManagedWorker[] = [];
  /** Those being started, which are not numbered yet. */
  #starting: readonly ManagedWorker[] = [];
  /** Settles when the last change of size is over: they happen one after the other. */
  #resized: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(kind: WorkerKind, listeners: Pick<OpenOptions, 'onOutput' | 'onLeftBehind'>) {
    this.#kind = kind;
    this.#listeners = listeners;
  }

  get size(): number {
    return this.#workers.length;
  }

  async call(worker: number, request: Plain, options: CallOptions = {}): Promise<Plain> {
    return this.#worker(worker).call(request, options);
  }

  async replace(...[worker, ...how]: Parameters<Workers['replace']>): ReturnType<Workers['replace']> {
    return this.#worker(worker).replace(...how);
  }

  resize(size: number): Promise<void> {
    const resized = this.#resized.then(() => this.#resize(size));
    this.#resized = resized.catch(() => {});
    return resized;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #resize(size: number): Promise<void> {
    if (this.#closing) throw this.#closed();
    if (!(Number.isSafeInteger(size) && size >= 0)) throw sizeError(this.#kind, 'an integer of at least 0', size);
    const before = this.#workers;
    if (size < before.length) {
      this.#workers = before.slice(0, size);
      await Promise.all(before.slice(size).map(worker => worker.close()));
      return;
    }
    const added = Array.from({ length: size - before.length }, (_, i) => this.#create(before.length + i));
    this.#starting = added;
    try {
      await fewAtOnce(added, this.#kind.startAtOnce, async worker => {
        if (this.#closing) throw this.#closed();
        await worker.start();
      });
    } catch (error) {
      await Promise.all(added.map(worker => worker.close()));
      throw this.#closing ? this.#closed() : error;
    } finally {
      this.#starting = [];
    }
    this.#workers = [...before, ...added];
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#workers, ...this.#starting].map(worker => worker.close()));
    // Whoever was there in the end is closed; what was begun breaks off.
    await this.#resized;
    await Promise.all(this.#workers.map(worker => worker.close()));
  }

  #create(index: number): ManagedWorker {
    const { onOutput, onLeftBehind } = this.#listeners;
    return new ManagedWorker(index, this.#kind, {
      onOutput: output => onOutput?.(index, output),
      onLeftBehind: what => onLeftBehind?.(index, what),
    });
  }

  #worker(index: number): ManagedWorker {
    if (this.#closing) throw this.#closed();
    const worker = this.#workers[index];
    if (worker === undefined)
      throw new GlompoError('GLOMPO_CLOSED', `${this.#kind.name}: there is no worker ${index} among ${this.size}`);
    return worker;
  }

  #closed(): GlompoError {
    return new GlompoError('GLOMPO_CLOSED', `${this.#kind.name}: the workers are closed`);
  }
}

function sizeError({ name }: WorkerKind, expected: string, got: unknown): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `${name}: size: expected ${expected}, got ${show(got)}`);
}
