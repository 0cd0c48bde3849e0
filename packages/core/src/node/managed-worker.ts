import type { CallOptions, Output } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { Channel, ChannelStart, WorkerEnd, WorkerKind } from './channel.js';
import { unpackError } from './travelling-error.js';
import { withinTime } from './within-time.js';
import { claimDirectory } from './worker-directory.js';

const defaultStartTimeoutMs = 60_000;
/** What a worker is given to close its task in order, before it is ended. */
const closeGraceMs = 1_000;
/** Characters of a lost worker's stderr that its error shows. */
const stderrTail = 2_000;

interface Pending {
  readonly reject: (error: Error) => void;
  readonly onMessage: CallOptions['onMessage'];
}

/** One numbered worker over its whole life: started, called, lost, replaced, closed. Its channel is the incarnation of the moment. */
export class ManagedWorker {
  readonly #index: number;
  readonly #kind: Pick<WorkerKind, 'start' | 'startTimeoutMs'>;
  readonly #listeners: Pick<ChannelStart, 'onOutput' | 'onLeftBehind'>;
  /** Calls under way, in order. */
  readonly #pending = new Map<number, Pending>();
  #channel: Channel | undefined;
  /** Why it cannot be called. */
  #unusable = 'has not been started';
  /** Why it is being ended, when that is our doing. */
  #ending: string | undefined;
  #calls = 0;
  #stderr = '';
  #replacing: { readonly gone: Promise<number>; readonly done: Promise<{ freedAfterMs: number }> } | undefined;
  #closing: Promise<void> | undefined;
  /** Settles when the last incarnation has been cleared away. */
  #cleared: Promise<void> = Promise.resolve();
  /** Settle when it has been told which of the written-off incarnations are left behind. */
  readonly #late: Promise<void>[] = [];

  constructor(
    index: number,
    kind: Pick<WorkerKind, 'start' | 'startTimeoutMs'>,
    listeners: Pick<ChannelStart, 'onOutput' | 'onLeftBehind'>,
  ) {
    this.#index = index;
    this.#kind = kind;
    this.#listeners = listeners;
  }

  /** @throws GlompoError `GLOMPO_WORKER_START`; nothing is left behind then. */
  async start(): Promise<void> {
    this.#stderr = '';
    this.#ending = undefined;
    const directory = claimDirectory(this.#index);
    let channel: Channel;
    try {
      channel = this.#kind.start({
        directory: directory.path,
        onOutput: output => this.#hear(output),
        onMessage: (call, message) => this.#pending.get(call)?.onMessage?.(message),
        onLeftBehind: this.#listeners.onLeftBehind,
      });
    } catch (cause) {
      await directory.remove();
      throw this.#error('GLOMPO_WORKER_START', 'cannot be started', (cause as Error).message, { cause });
    }
    this.#channel = channel;
    this.#cleared = channel.ended.then(end => {
      this.#lose(end);
      if (end.late) this.#late.push(end.late.then(what => void (what && this.#listeners.onLeftBehind(what))));
      return directory.remove();
    });
    const { startTimeoutMs = defaultStartTimeoutMs } = this.#kind;
    const inTime = await withinTime(Promise.race([channel.ready, channel.ended]), startTimeoutMs);
    if (inTime && !channel.over) {
      this.#unusable = '';
      return;
    }
    channel.kill();
    await this.#cleared;
    const failure = inTime
      ? `ended before it was ready: ${this.#ending ?? (await channel.ended).how}`
      : `was not ready after ${startTimeoutMs / 1000} s`;
    throw this.#error('GLOMPO_WORKER_START', failure, this.#printed());
  }

  async call(request: Plain, { signal, onMessage }: CallOptions): Promise<Plain> {
    const channel = this.#channel;
    if (this.#closing) throw this.#error('GLOMPO_CLOSED', 'is closed');
    if (channel === undefined || channel.over || this.#unusable !== '') {
      throw this.#error(
        'GLOMPO_WORKER_GONE',
        this.#unusable || 'is gone',
        'it takes calls again when it has been replaced',
      );
    }
    const call = ++this.#calls;
    const abort = () => channel.abort(call);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const outcome = await new Promise<Awaited<ReturnType<Channel['call']>>>((resolve, reject) => {
        this.#pending.set(call, { reject, onMessage });
        channel.call(call, request, signal?.aborted ?? false).then(resolve, cause => reject(this.#untravelled(cause)));
      });
      if ('error' in outcome) throw unpackError(outcome.error);
      return outcome.answer;
    } finally {
      this.#pending.delete(call);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends what runs, confirms, starts afresh. While one is under way, further ones share it. */
  replace(reason: Reason, onGone: (freedAfterMs: number) => void = () => {}): Promise<{ freedAfterMs: number }> {
    if (this.#closing) return Promise.reject(this.#error('GLOMPO_CLOSED', 'is closed'));
    if (this.#replacing === undefined) {
      const gone = this.#end(reason);
      const done = gone.then(freedAfterMs => this.#startAgain(freedAfterMs));
      const settled = () => {
        this.#replacing = undefined;
      };
      done.then(settled, settled);
      this.#replacing = { gone, done };
    }
    const { gone, done } = this.#replacing;
    return gone.then(onGone).then(() => done);
  }

  /** @returns after how many milliseconds it was gone */
  async #end(reason: Reason): Promise<number> {
    const beganAt = performance.now();
    this.#ending ??= `it was replaced: ${reason.message}`;
    this.#unusable ||= 'is being replaced';
    this.#abortAll();
    this.#channel?.kill();
    await this.#channel?.ended;
    return performance.now() - beganAt;
  }

  async #startAgain(freedAfterMs: number): Promise<{ freedAfterMs: number }> {
    await this.#cleared;
    if (this.#closing) throw this.#error('GLOMPO_CLOSED', 'was closed while it was being replaced');
    await this.start();
    return { freedAfterMs };
  }

  /** Lets it close its task, for a bounded time; then ends it and confirms that. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const channel = this.#channel;
    this.#abortAll();
    if (channel && this.#unusable === '') {
      await withinTime(Promise.race([channel.close(), channel.ended]), closeGraceMs);
    }
    this.#ending ??= 'it was closed';
    this.#unusable = 'is closed';
    channel?.kill();
    await this.#cleared;
    // One that was being replaced sees that it is closed: its rejection belongs to whoever asked for it.
    await this.#replacing?.done.catch(() => {});
    await Promise.all(this.#late);
  }

  #abortAll(): void {
    // The last one first: none begins because the one before it has ended.
    for (const call of [...this.#pending.keys()].reverse()) this.#channel?.abort(call);
  }

  #lose({ how, cause }: WorkerEnd): void {
    const why = this.#ending ?? how;
    this.#unusable = `is gone: ${why}`;
    for (const { reject } of this.#pending.values()) {
      const what = `ended before it had answered: ${why}`;
      reject(
        this.#error(
          'GLOMPO_WORKER_LOST',
          what,
          this.#ending ? '' : this.#printed(),
          cause === undefined ? {} : { cause },
        ),
      );
    }
  }

  #hear(output: Output): void {
    if (output.stream === 'stderr') this.#stderr = (this.#stderr + output.text).slice(-stderrTail);
    this.#listeners.onOutput(output);
  }

  #printed(): string {
    const text = this.#stderr.trim();
    return text === '' ? '' : `it printed:\n${text}`;
  }

  #untravelled(cause: unknown): GlompoError {
    return this.#error('GLOMPO_TASK_CANNOT_TRAVEL', `got or gave something that cannot travel`, String(cause), {
      cause,
    });
  }

  #error(code: GlompoError['code'], what: string, more = '', options?: ErrorOptions): GlompoError {
    const name = this.#channel ? `worker ${this.#index} (${this.#channel.name})` : `worker ${this.#index}`;
    return new GlompoError(code, `${name} ${what}${more && `; ${more}`}`, options);
  }
}
