import { nextMacrotask } from '../backends/macrotask.js';
import type { Backend, OpenOptions, Workers } from '../contracts/backend.js';
import type { Plain } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import { hostEnvironment } from '../node/host-environment.js';
import { createHost, type Host } from '../worker/host.js';
import type { EvaluateRequest, Request, TurnRequest } from '../worker/protocol.js';

/** A call that evaluates, on its way until the test lets it through. */
export interface GatedCall {
  readonly worker: number;
  readonly run: number;
  /** Trials it asks for, at most. */
  readonly trials: number;
  /** @param trials evaluate no more than these */
  answer(trials?: number): void;
  /** The worker dies with it. */
  crash(): void;
  /** The worker dies with it, and takes no further calls; that this one is lost, it says only when the function that it gives is called. */
  die(): () => void;
}

/** Workers in this thread whose evaluations go on when the test says so; everything else is answered at once. */
export class GatedBackend implements Backend {
  readonly name = 'gated';
  readonly api = 1;
  readonly traits = { preemptive: false, parallel: true, remote: false, isolated: false };
  readonly parallelism = 4;
  /** What waits at the gate, in order of arrival. */
  readonly calls: GatedCall[] = [];
  /** Changes whenever something happens. */
  happened = 0;
  /** Workers that there are. */
  size = 0;
  /** More cannot be started. */
  mostWorkers = Number.POSITIVE_INFINITY;
  /** Why none is started afresh, if so. */
  refuseReplacing: Error | undefined;
  #open = false;
  /** Lets fresh workers start. */
  #release: () => void = () => {};
  #mayStart = Promise.resolve();

  /** Workers that are lost are not started afresh before `releaseReplacing`. */
  holdReplacing(): void {
    this.#mayStart = new Promise(resolve => {
      this.#release = resolve;
    });
  }

  releaseReplacing(): void {
    this.#release();
  }

  /** Workers that have something to evaluate. */
  get busy(): number {
    return new Set(this.calls.map(({ worker }) => worker)).size;
  }

  /** Lets everything through, from now on. */
  letGo(): void {
    this.#open = true;
    for (const call of [...this.calls]) call.answer();
  }

  async open({ size }: OpenOptions): Promise<Workers> {
    const create = () => ({
      host: createHost(hostEnvironment()),
      last: Promise.resolve() as Promise<unknown>,
      lost: false,
      gone: false,
    });
    const workers = Array.from({ length: size }, create);
    const backend = this;
    this.size = size;
    return {
      get size() {
        return workers.length;
      },
      call(index, request) {
        const worker = workers[index] as ReturnType<typeof create>;
        if (worker.gone) return Promise.reject(new GlompoError('GLOMPO_WORKER_GONE', 'it is gone'));
        const answer = worker.last.then(() => {
          if (worker.lost) throw new GlompoError('GLOMPO_WORKER_LOST', 'it was lost before');
          return backend.#answer(worker, index, request as Request);
        });
        worker.last = answer.catch(() => {});
        return answer;
      },
      async replace(index, _reason, onGone) {
        onGone?.(0);
        await backend.#mayStart;
        if (backend.refuseReplacing) throw backend.refuseReplacing;
        workers[index] = create();
        return { freedAfterMs: 0 };
      },
      async resize(count) {
        const { mostWorkers } = backend;
        if (count > mostWorkers) throw new GlompoError('GLOMPO_WORKER_START', `there is room for ${mostWorkers}`);
        while (workers.length < count) workers.push(create());
        backend.size = workers.length;
      },
      async [Symbol.asyncDispose]() {
        backend.letGo();
        await Promise.all(workers.map(({ host }) => host.close()));
      },
    };
  }

  #answer(
    worker: { readonly host: Host; lost: boolean; gone: boolean },
    index: number,
    request: Request,
  ): Promise<Plain> {
    this.happened++;
    const { signal } = new AbortController();
    const ask = (asked: Request) => {
      this.happened++;
      return worker.host.answer(asked as Plain, { signal, tell: () => {} });
    };
    const gated = request.type === 'evaluate' || (request.type === 'turn' && request.trials !== undefined);
    if (!gated || this.#open) return ask(request);
    return new Promise((resolve, reject) => {
      const leave = () => this.calls.splice(this.calls.indexOf(call), 1);
      const call: GatedCall = {
        worker: index,
        run: request.run,
        trials: trialsOf(request),
        answer: trials => {
          leave();
          resolve(ask(trials === undefined ? request : shortened(request, trials)));
        },
        crash: () => call.die()(),
        die: () => {
          leave();
          worker.gone = true;
          return () => {
            this.happened++;
            worker.lost = true;
            reject(new GlompoError('GLOMPO_WORKER_LOST', 'it crashed'));
          };
        },
      };
      this.calls.push(call);
    });
  }

  /** Resolves when nothing happens any more until a call is let through. */
  async atRest(): Promise<void> {
    for (let quiet = 0, seen = this.happened; quiet < 8; quiet++) {
      await nextMacrotask();
      if (seen !== this.happened) quiet = 0;
      seen = this.happened;
    }
  }
}

function trialsOf(request: EvaluateRequest | TurnRequest): number {
  // One-dimensional tasks: a point is a number.
  return request.type === 'turn' ? (request.trials?.count ?? 0) : request.points.length;
}

function shortened(request: EvaluateRequest | TurnRequest, trials: number): Request {
  if (request.type === 'turn') return { ...request, trials: { ...request.trials, count: trials, milliseconds: 1e6 } };
  return { ...request, points: request.points.slice(0, trials) };
}
