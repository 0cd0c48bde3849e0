/** Time as the manager is given it. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls back every so many milliseconds until the returned function is called. */
  every(milliseconds: number, callback: () => void): () => void;
  /** Resolves after so many milliseconds, or as soon as the promise settles. */
  atMost(milliseconds: number, promise: Promise<unknown>): Promise<void>;
}

/** Timers that should last longer fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

const settled = () => {};

/* biome-ignore-start lint/style/noRestrictedGlobals: this is where time is given */
export const systemClock: Clock = {
  now: () => performance.now(),
  every(milliseconds, callback) {
    const timer = setInterval(callback, milliseconds);
    return () => clearInterval(timer);
  },
  async atMost(milliseconds, promise) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>(resolve => {
      timer = setTimeout(resolve, milliseconds);
    });
    try {
      await Promise.race([promise.then(settled, settled), over]);
    } finally {
      clearTimeout(timer);
    }
  },
};
/* biome-ignore-end lint/style/noRestrictedGlobals: this is where time is given */
