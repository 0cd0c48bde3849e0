import { setTimeout as pause } from 'node:timers/promises';
import {
  type Backend,
  type CallOptions,
  createRandom,
  GlompoError,
  type OpenOptions,
  type Plain,
  type Random,
  type Reason,
  type Workers,
} from '@glompo/core/plugin';

/** Every way in which a faulty backend can misbehave, with what it does, in words. */
export const backendFaults = {
  'never-opens': 'its workers never start',
  'refuses-to-open': 'its workers cannot be started',
  'opens-slowly': 'its workers take their time to start',
  'loses-workers': 'its workers die at random moments',
  'refuses-to-replace': 'a worker that has died cannot be replaced',
} as const;

export type BackendFault = keyof typeof backendFaults;

export interface FaultyBackendOptions {
  readonly fault: BackendFault;
  /** About one turn, or message of trials, in so many loses its worker. Default 5. */
  readonly oneIn?: number;
  /** So many workers die at most. Default: any number. */
  readonly deaths?: number;
  /** Seed of when workers die. Default 1. */
  readonly seed?: number;
  /** How long workers take to start, where they do so slowly. Default 200. */
  readonly milliseconds?: number;
}

/** A backend as good as the given one, but for one fault. What it says of a lost worker is what the contract asks. */
export function faultyBackend(
  backend: Backend,
  { fault, oneIn = 5, deaths = Number.POSITIVE_INFINITY, seed = 1, milliseconds = 200 }: FaultyBackendOptions,
): Backend {
  async function open(options: OpenOptions): Promise<Workers> {
    switch (fault) {
      case 'never-opens':
        return untilAborted(options.signal);
      case 'refuses-to-open':
        throw new GlompoError('GLOMPO_WORKER_START', 'no worker can be started, on purpose');
      case 'opens-slowly':
        await pause(milliseconds);
        return backend.open(options);
      case 'loses-workers':
      case 'refuses-to-replace':
        return new LosingWorkers(await backend.open(options), {
          random: createRandom(seed),
          oneIn,
          deaths,
          replaces: fault === 'loses-workers',
        });
    }
  }
  return { ...backend, open };
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(new GlompoError('GLOMPO_CLOSED', 'the workers are not wanted any more'));
    if (signal?.aborted) refuse();
    signal?.addEventListener('abort', refuse, { once: true });
  });
}

interface Losing {
  readonly random: Random;
  readonly oneIn: number;
  readonly deaths: number;
  readonly replaces: boolean;
}

/** Workers that are lost by chance: with a call, after it has been worked at, or before. */
class LosingWorkers implements Workers {
  readonly #workers: Workers;
  readonly #losing: Losing;
  readonly #gone = new Set<number>();
  /** Turns and messages since a worker has died. */
  #survived = 0;
  #deaths = 0;
  /** What ends the calls that are under way, by worker. */
  readonly #lose = new Map<number, Set<() => void>>();

  constructor(workers: Workers, losing: Losing) {
    this.#workers = workers;
    this.#losing = losing;
  }

  get size(): number {
    return this.#workers.size;
  }

  async call(worker: number, request: Plain, options: CallOptions = {}): Promise<Plain> {
    if (this.#gone.has(worker)) throw new GlompoError('GLOMPO_WORKER_GONE', `worker ${worker} had died, on purpose`);
    const dies = isWork(request) && this.#isDue();
    if (dies && this.#losing.random.uniform() < 0.5) return this.#die(worker);
    const { onMessage } = options;
    const heard: CallOptions = {
      ...options,
      ...(onMessage && { onMessage: message => this.#gone.has(worker) || onMessage(message) }),
    };
    const pending = this.#lose.get(worker) ?? new Set();
    this.#lose.set(worker, pending);
    let lose = () => {};
    const lost = new Promise<never>((_, reject) => {
      lose = () => reject(lostWorker(worker));
      pending.add(lose);
    });
    try {
      const answer = await Promise.race([this.#workers.call(worker, request, heard), lost]);
      return dies ? this.#die(worker) : answer;
    } finally {
      pending.delete(lose);
    }
  }

  async replace(worker: number, reason: Reason): Promise<{ readonly freedAfterMs: number }> {
    const replaced = await this.#workers.replace(worker, reason);
    if (!this.#losing.replaces)
      throw new GlompoError('GLOMPO_WORKER_START', `worker ${worker} cannot be replaced, on purpose`);
    this.#gone.delete(worker);
    return replaced;
  }

  resize(size: number): Promise<void> {
    return this.#workers.resize(size);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#workers[Symbol.asyncDispose]();
  }

  /** By chance, and never less often than half as often as is said: a short study has few calls. */
  #isDue(): boolean {
    const { random, oneIn, deaths } = this.#losing;
    if (this.#deaths === deaths) return false;
    const due = random.uniform() * oneIn < 1 || this.#survived >= 2 * oneIn - 1;
    this.#survived = due ? 0 : this.#survived + 1;
    if (due) this.#deaths++;
    return due;
  }

  #die(worker: number): never {
    this.#gone.add(worker);
    for (const lose of this.#lose.get(worker) ?? []) lose();
    throw lostWorker(worker);
  }
}

const isWork = (request: Plain) => ['turn', 'evaluate'].includes((request as { type?: string } | null)?.type ?? '');
const lostWorker = (worker: number) => new GlompoError('GLOMPO_WORKER_LOST', `worker ${worker} has died, on purpose`);
