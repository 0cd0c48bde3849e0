/** Characters that a thread may have printed and the manager not yet heard: as much as a pipe holds. */
const creditCharacters = 64 * 1024;
/** Each output counts as at least so many: many small ones are work, too. */
const leastCharacters = 64;
/** A manager that hears nothing for so long may wait for this very thread. */
const patienceMs = 1_000;

/** Lets a thread print no faster than the manager hears it, as a pipe does to a process. Both hold one, over the same memory. */
export class OutputCredit {
  readonly shared: SharedArrayBuffer;
  /** Characters that have been printed and not heard; how often that has become little again. */
  readonly #cells: Int32Array;

  constructor(shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
  }

  /** In the thread, before it prints: blocks it while too much has not been heard. */
  take(characters: number): void {
    const times = Atomics.load(this.#cells, 1);
    if (Atomics.load(this.#cells, 0) >= creditCharacters) Atomics.wait(this.#cells, 1, times, patienceMs);
    Atomics.add(this.#cells, 0, weight(characters));
  }

  /** In the manager, when it has heard that. */
  give(characters: number): void {
    const weighed = weight(characters);
    const before = Atomics.sub(this.#cells, 0, weighed);
    const little = creditCharacters / 2;
    if (before < little || before - weighed >= little) return;
    Atomics.add(this.#cells, 1, 1);
    Atomics.notify(this.#cells, 1);
  }
}

function weight(characters: number): number {
  return Math.max(characters, leastCharacters);
}
