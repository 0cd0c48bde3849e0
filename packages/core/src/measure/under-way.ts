/** Calls under way, which all hear of one abort: each by a signal of its own, since many listeners on one look like a leak. */
export class UnderWay {
  /** Resolves when the signal is aborted. */
  readonly aborted: Promise<void>;
  readonly #controllers = new Set<AbortController>();

  constructor(signal: AbortSignal) {
    this.aborted = new Promise(resolve => {
      const abort = () => {
        for (const controller of this.#controllers) controller.abort(signal.reason);
        resolve();
      };
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
    });
  }

  async call<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#controllers.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#controllers.delete(controller);
    }
  }
}
