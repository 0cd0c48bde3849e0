import { GlompoError } from '../errors/glompo-error.js';
import type { CodeReference } from './protocol.js';

/** Tasks and plugins that workers in the manager's own memory find by number: a closure is never put into a message. */
const shared = new Map<number, unknown>();
let last = 0;

/** Lends `value` to the workers of this memory until `release` is called. */
export function lend(value: unknown): { readonly reference: CodeReference; release(): void } {
  const id = ++last;
  shared.set(id, value);
  return { reference: { type: 'local', id }, release: () => void shared.delete(id) };
}

export function borrowed(id: number, what: string): unknown {
  if (!shared.has(id)) {
    throw new GlompoError(
      'GLOMPO_TASK_CANNOT_TRAVEL',
      `${what} is a function or object of the manager's own thread and cannot travel to this worker: put it into a module and name the module`,
    );
  }
  return shared.get(id);
}
