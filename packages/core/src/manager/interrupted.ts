import { GlompoError } from '../errors/glompo-error.js';

export function interrupted(): GlompoError {
  return new GlompoError('GLOMPO_INTERRUPTED', 'the study was interrupted before it had begun');
}

/** Waits for the promise, or until the signal says that nobody does any more. */
export async function unlessInterrupted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let stopListening = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const listener = () => reject(interrupted());
    if (signal.aborted) listener();
    signal.addEventListener('abort', listener, { once: true });
    stopListening = () => signal.removeEventListener('abort', listener);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stopListening();
  }
}
