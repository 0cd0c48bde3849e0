import type { Workers } from '../contracts/backend.js';
import type { Reason } from '../contracts/reason.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { Clock } from './clock.js';

/** How often it is tried to start a worker, and to load the task there. */
const attempts = 3;
/** It is told when a worker takes longer to load the task. */
const longLoadingMs = 5_000;

/** Tries several times, as long as it is a worker that fails, and not what it was asked. */
export async function persistently<T>(start: () => Promise<T>, givenUp: () => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      const another = ['GLOMPO_WORKER_START', 'GLOMPO_WORKER_LOST', 'GLOMPO_WORKER_GONE'] as const;
      if (attempt >= attempts || givenUp() || !another.some(code => GlompoError.is(error, code))) throw error;
    }
  }
}

/** Ends a worker and makes it as good as new, with the task loaded. */
export async function startAfresh(
  workers: Workers,
  worker: number,
  how: {
    readonly reason: Reason;
    /** Hears after how many milliseconds it is known to be gone, perhaps several times. */
    onGone(afterMs: number): void;
    load(): Promise<unknown>;
    givenUp(): boolean;
  },
): Promise<void> {
  await persistently(async () => {
    const { freedAfterMs } = await workers.replace(worker, how.reason, how.onGone);
    // Backends need not tell it earlier.
    how.onGone(freedAfterMs);
    await how.load();
  }, how.givenUp);
}

/** The answer of a worker that loads the task; tells if that takes long. @throws GlompoError a loss says that it was then */
export async function watchLoading<T>(
  loading: Promise<T>,
  clock: Clock,
  onLong: (seconds: number) => void,
): Promise<T> {
  let loaded = false;
  const settled = () => {
    loaded = true;
  };
  void clock.atMost(longLoadingMs, loading.then(settled, settled)).then(() => {
    if (!loaded) onLong(longLoadingMs / 1000);
  });
  try {
    return await loading;
  } catch (error) {
    if (!GlompoError.is(error, 'GLOMPO_WORKER_LOST')) throw error;
    throw new GlompoError('GLOMPO_WORKER_LOST', `${error.message}; it was loading the task`, { cause: error.cause });
  }
}
