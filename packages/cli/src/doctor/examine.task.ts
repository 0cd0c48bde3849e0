import { type Backend, defineTask, type Plain, type PlainObject } from '@glompo/core';
import type { LoadRequest } from '@glompo/core/worker';
import { examine } from './examine.js';

/** What `examineApart` gives this task as options. */
export interface ApartOptions {
  /** The module of a backend plugin, or undefined for the inline one. */
  readonly backend: 'inline' | 'threads';
  readonly load: LoadRequest;
  readonly points: Float64Array;
  readonly slots: number;
  readonly milliseconds: number;
  readonly trialTimeoutMs: number;
}

/**
 * A task whose one evaluation is the examination of another task, so that a process which may be lost makes it: the examined one may end
 * the process that it is in, or hold it up for ever.
 */
export default defineTask((options: PlainObject) => {
  const { backend, points, ...rest } = options as unknown as ApartOptions;
  return {
    parameters: [{ kind: 'real', name: 'nothing', low: 0, high: 1 }],
    async evaluate(_, { signal }) {
      const examination = await examine(await open(backend), { ...rest, points: () => points, signal });
      return { value: 0, extras: examination as unknown as Plain };
    },
  };
});

async function open(name: ApartOptions['backend']): Promise<Backend> {
  if (name === 'inline') return (await import('@glompo/core')).inline();
  return (await import('@glompo/backend-threads')).threads();
}
