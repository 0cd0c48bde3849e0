import type { Plain } from '../contracts/plain.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { Host } from '../worker/host.js';
import { packError, type TravellingError } from './travelling-error.js';

/** How a call ended, as it travels back. */
export type Outcome = { readonly answer: Plain } | { readonly error: TravellingError };

/** The worker's end of a `Channel`: what its messages call. Plain functions, which may be registered one by one. */
export interface ServedHost {
  answer(call: number, request: Plain, aborted: boolean): Promise<Outcome>;
  abort(call: number): void;
  close(): Promise<void>;
}

/**
 * Puts calls to a host in line: one is answered after the other, in order, and each can be aborted while it runs or waits.
 *
 * @param tell sends what the host says while it works at a call, at once: what was sent arrives even if this thread then computes without
 *   a pause, or ends. It is `ChannelStart.onMessage` there
 */
export function serveHost(host: Host, tell: (call: number, message: Plain) => void): ServedHost {
  const controllers = new Map<number, AbortController>();
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function answerNow(call: number, request: Plain, signal: AbortSignal): Promise<Outcome> {
    let answered = false;
    // An abort that has arrived with the request is heard first, even if the answer will take this thread for itself.
    await new Promise(resolve => setImmediate(resolve));
    try {
      if (closed) throw new GlompoError('GLOMPO_CLOSED', 'the worker was closed before it had come to this call');
      return {
        answer: await host.answer(request, {
          signal,
          tell: message => {
            if (!answered) tell(call, message);
          },
        }),
      };
    } catch (error) {
      return { error: packError(error) };
    } finally {
      answered = true;
    }
  }

  return {
    answer(call, request, aborted) {
      const controller = new AbortController();
      if (aborted) controller.abort();
      controllers.set(call, controller);
      const outcome = last.then(() => answerNow(call, request, controller.signal));
      last = outcome.then(() => controllers.delete(call));
      return outcome;
    },
    abort(call) {
      controllers.get(call)?.abort();
    },
    async close() {
      closed = true;
      for (const controller of controllers.values()) controller.abort();
      await last;
      try {
        await host.close();
      } catch (error) {
        // Nobody waits for an answer any more: it is said where the worker's output is kept.
        console.error('closing the task failed:', error);
      }
    },
  };
}
