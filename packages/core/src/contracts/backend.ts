/// <reference lib="esnext.disposable" preserve="true" />
import type { OptionsSpec } from '../options/options.js';
import type { MaybePromise, Plain } from './plain.js';
import type { Reason } from './reason.js';

export interface BackendTraits {
  /** A worker can be ended while it computes. */
  readonly preemptive: boolean;
  /** Workers compute at the same time as the manager and each other. */
  readonly parallel: boolean;
  /** Workers run on other machines. */
  readonly remote: boolean;
  /** Workers have a memory of their own: the task must be a module they can import, a closure cannot travel there. */
  readonly isolated: boolean;
  /** A worker that crashes takes nothing else along: it is a process of its own. Default false. */
  readonly contained?: boolean;
}

/** Where things run. The whole surface of a backend package. */
export interface Backend {
  readonly name: string;
  /** The plugin API it was built for. */
  readonly api: 1;
  readonly traits: BackendTraits;
  /** How many workers can usefully compute at once here (the cores): the default number of slots. */
  readonly parallelism: number;
  /** What workers take of a machine's memory, in bytes, and what is free there: for a warning before more are started than fit. */
  readonly memory?: { readonly perWorker: number; free(): number };
  /** Starts `size` ≥ 1 workers; rejects, leaving nothing behind, if one cannot start. */
  open(options: OpenOptions): Promise<Workers>;
}

export interface OpenOptions {
  readonly size: number;
  /** Aborted when the workers are no longer wanted while they start: `open` then rejects, leaving nothing behind. */
  readonly signal?: AbortSignal;
  /** Hears what workers print, in order per worker and stream. */
  readonly onOutput?: (worker: number, output: Output) => void;
  /**
   * Hears of what still runs although everything was tried to end it, in words for a person ("thread 3, in a native call that cannot be
   * ended"): such a worker is written off and replaced like any other. All of it has been told when the workers have closed.
   */
  readonly onLeftBehind?: (worker: number, what: string) => void;
}

/** What a worker printed. */
export interface Output {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The run whose turn or trial printed it; absent: none, such as while the task is loaded, or it cannot be told. */
  readonly run?: number;
}

export interface CallOptions {
  /** Asks the call to end early: the worker's side sees it as soon as its event loop is free. The call still settles with its answer. */
  readonly signal?: AbortSignal;
  /**
   * Hears what the worker says while it works at this call, in order, before the call settles: also what it said right before it was lost,
   * even if it has computed without a pause since.
   */
  readonly onMessage?: (message: Plain) => void;
}

/** Workers, all alike, numbered from 0; each hosts the task and any number of runs. */
export interface Workers extends AsyncDisposable {
  readonly size: number;
  /**
   * One request, one answer, opaque to the backend. Calls to one worker are answered one after the other, in order; several may be
   * under way, so that a worker finds its next call waiting. Typed arrays in a request belong to the worker from here on (a thread
   * takes them, and they are empty afterwards): who may have to send them again keeps a copy.
   *
   * Rejects as the worker's host threw; with code `GLOMPO_WORKER_LOST` if the worker ends before it has answered, with
   * `GLOMPO_WORKER_GONE` if it had ended before it was called. A lost worker stays lost, since a fresh one would know nothing of the task
   * and the runs: calls to it reject at once until it is replaced.
   */
  call(worker: number, request: Plain, options?: CallOptions): Promise<Plain>;
  /**
   * Ends what runs there, whatever it does, with every program that it has started; confirms that it is gone (after `freedAfterMs`), starts
   * a fresh worker in its place, which knows nothing. What cannot be ended is written off (`onLeftBehind`).
   * Rejects with `GLOMPO_WORKER_START` if the fresh one cannot be started. A further call while one is under way shares its outcome.
   *
   * @param onGone hears `freedAfterMs` as soon as it is known, before the fresh one is started
   */
  replace(
    worker: number,
    reason: Reason,
    onGone?: (freedAfterMs: number) => void,
  ): Promise<{ readonly freedAfterMs: number }>;
  /** Adds or ends workers (the last ones). */
  resize(size: number): Promise<void>;
}

/** The default export of a module named in a package's manifest under `glompo.backends`. */
export interface BackendPlugin<Options extends Plain = Plain> {
  readonly name: string;
  readonly api: 1;
  /** One sentence, for lists. */
  readonly description?: string;
  /** What `parse` accepts: for lists and help, and the order of positional values in text. */
  readonly options?: OptionsSpec;
  parse(options: unknown): Options;
  create(options: Options): MaybePromise<Backend>;
}

/** A backend plugin, whatever its options: only what it has parsed itself is given to it. */
export type AnyBackendPlugin = Omit<BackendPlugin, 'create'> & { create(options: never): MaybePromise<Backend> };
