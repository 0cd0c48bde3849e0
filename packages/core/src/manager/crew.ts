import type { Backend, Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import type { Reason } from '../contracts/reason.js';
import { bug, GlompoError } from '../errors/glompo-error.js';
import type { Answer, LoadAnswer, LoadRequest, Request } from '../worker/protocol.js';
import { TurnLength } from './turn-length.js';

/** Turns grow to this while the gaps between them are felt; in the manager's own thread they keep it from everything else. */
const longestTurnMs = 100;
const longestInlineTurnMs = 20;
const messageMs = 8;

type Status = 'idle' | 'busy' | 'starting' | 'dead';

/** The workers of one backend at one level, with who is busy and how many runs live where. */
export class Crew {
  readonly backend: Backend;
  readonly turnLength: TurnLength;
  /** How many milliseconds of work a message with several trials should hold. */
  readonly messageMs: number;
  readonly #workers: Workers;
  readonly #load: LoadRequest | undefined;
  readonly #status: Status[];
  readonly #hosted: number[];
  #closed = false;

  private constructor(backend: Backend, workers: Workers, load: LoadRequest | undefined) {
    this.backend = backend;
    this.turnLength = new TurnLength(backend.traits.parallel ? longestTurnMs : longestInlineTurnMs);
    this.messageMs = messageMs;
    this.#workers = workers;
    this.#load = load;
    this.#status = Array.from({ length: workers.size }, () => 'idle');
    this.#hosted = Array.from({ length: workers.size }, () => 0);
  }

  static async open(
    backend: Backend,
    {
      size,
      load,
      onOutput,
    }: { size: number; load: LoadRequest | undefined; onOutput: (stream: 'stdout' | 'stderr', text: string) => void },
  ): Promise<Crew> {
    const workers = await backend.open({ size, onOutput: (_worker, stream, text) => onOutput(stream, text) });
    return new Crew(backend, workers, load);
  }

  /** Loads the task on every worker. */
  async load(): Promise<LoadAnswer | undefined> {
    const { size } = this.#workers;
    const answers = await Promise.all(Array.from({ length: size }, (_, worker) => this.#loadOn(worker)));
    return answers[0];
  }

  isIdle(worker: number): boolean {
    return this.#status[worker] === 'idle';
  }

  /** The idle worker with the fewest runs, if any is idle. */
  get idleWorker(): number | undefined {
    let found: number | undefined;
    for (let w = 0; w < this.#status.length; w++) {
      if (
        this.#status[w] === 'idle' &&
        (found === undefined || (this.#hosted[w] as number) < (this.#hosted[found] as number))
      )
        found = w;
    }
    return found;
  }

  /** A place for a run: the idle worker with the fewest of them. */
  enter(): number {
    const worker = this.idleWorker;
    if (worker === undefined) throw bug('a run was to be placed with every worker busy');
    this.#hosted[worker] = (this.#hosted[worker] as number) + 1;
    return worker;
  }

  leave(worker: number): void {
    this.#hosted[worker] = (this.#hosted[worker] as number) - 1;
  }

  /** Whether a run of this busy worker should move, since another worker idles with nothing to do. */
  mayMove(worker: number): boolean {
    return (
      (this.#hosted[worker] as number) > 1 && this.#hosted.some((runs, w) => runs === 0 && this.#status[w] === 'idle')
    );
  }

  /** Keeps an idle worker for a run that is on its way. @returns the function that frees it again */
  reserveIdle(): () => void {
    const worker = this.idleWorker;
    if (worker === undefined) throw bug('no worker idles for a run that shall move');
    this.#status[worker] = 'busy';
    return () => {
      this.#status[worker] = 'idle';
    };
  }

  /** One request to a worker that is idle; it is busy until the answer is here. */
  async call<A extends Answer>(worker: number, request: Request, signal: AbortSignal): Promise<A> {
    this.#status[worker] = 'busy';
    try {
      return (await this.#workers.call(worker, request as Plain, { signal })) as A;
    } catch (error) {
      if (this.#status[worker] === 'busy' && GlompoError.is(error, 'GLOMPO_WORKER_LOST')) this.#status[worker] = 'dead';
      throw error;
    } finally {
      if (this.#status[worker] === 'busy') this.#status[worker] = 'idle';
    }
  }

  /** A request that nobody waits for, behind whatever the worker is busy with. */
  post(worker: number, request: Request): Promise<Plain> {
    return this.#workers.call(worker, request as Plain);
  }

  /** Ends what a worker does and makes it as good as new: the runs it hosted are gone. */
  async replace(worker: number, reason: Reason): Promise<{ freedAfterMs: number }> {
    this.#status[worker] = 'starting';
    try {
      const freed = await this.#workers.replace(worker, reason);
      await this.#loadOn(worker);
      this.#status[worker] = 'idle';
      return freed;
    } catch (error) {
      this.#status[worker] = 'dead';
      throw error;
    }
  }

  /** Replaces a worker that has died, unless somebody does already or the crew is closed. */
  async revive(worker: number, reason: Reason): Promise<void> {
    if (!this.#closed && this.#status[worker] === 'dead') await this.replace(worker, reason);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#workers[Symbol.asyncDispose]();
  }

  async #loadOn(worker: number): Promise<LoadAnswer | undefined> {
    return this.#load && ((await this.#workers.call(worker, this.#load as Plain)) as LoadAnswer);
  }
}
