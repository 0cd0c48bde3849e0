import { GlompoError, type MaybePromise, nextMacrotask, show } from '@glompo/core/plugin';

/**
 * The values at some points, in order: evaluated one after the other, or at the same time where the function gives promises. Once the signal
 * is aborted, nothing is waited for any more, and what has no value yet is left undefined.
 *
 * @param f gets an array of its own
 * @throws what the function throws first; `GLOMPO_OPTION` where it gives no number
 */
export async function evaluateAll(
  f: (x: Float64Array) => MaybePromise<number>,
  points: readonly Float64Array[],
  signal: AbortSignal | undefined,
): Promise<readonly (number | undefined)[]> {
  const values: (number | undefined)[] = points.map(() => undefined);
  const open: Promise<void>[] = [];
  const take = (i: number, value: unknown) => {
    if (typeof value !== 'number') {
      const at = show(points[i]);
      throw new GlompoError('GLOMPO_OPTION', `fmin: the function: expected a number, got ${show(value)} at ${at}`);
    }
    values[i] = value;
  };
  try {
    for (const [i, x] of points.entries()) {
      const given: unknown = f(x.slice());
      if (isThenable(given)) open.push(Promise.resolve(given).then(value => take(i, value)));
      else take(i, given);
    }
    if (open.length > 0) await untilAborted(Promise.all(open), signal);
    // Who computes without a pause hears of no timer and no click: signals come only in between.
    else if (signal) await nextMacrotask();
  } catch (error) {
    // What else is under way may fail, too, and nobody waits for it.
    void Promise.allSettled(open);
    if (!signal?.aborted) throw error;
  }
  return values;
}

/** Waits for the work to end, or for the signal; what becomes of the work then is nobody's concern. */
async function untilAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  let hear = () => {};
  const aborted = new Promise<void>(resolve => {
    hear = () => resolve();
  });
  signal?.addEventListener('abort', hear);
  if (signal?.aborted) hear();
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal?.removeEventListener('abort', hear);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
