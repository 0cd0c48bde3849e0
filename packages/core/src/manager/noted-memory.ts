import type { Memory } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';

/** Notes that tell when they change. */
export function notedMemory(notes: Map<string, Plain>, onChange: () => void): Memory {
  return {
    get: key => notes.get(key),
    has: key => notes.has(key),
    set(key, note) {
      notes.set(key, note);
      onChange();
    },
    delete(key) {
      const was = notes.delete(key);
      if (was) onChange();
      return was;
    },
  };
}
