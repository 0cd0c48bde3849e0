import { persistently } from './start-afresh.js';

/** Workers that are added at the same time. */
export const startTogether = 2;

/** Adds workers to a crew until there are as many as it shall have, a few at a time: the first can begin while the others start. */
export class Growth {
  readonly #size: () => number;
  readonly #start: (count: number) => Promise<void>;
  readonly #givenUp: () => boolean;
  /** Workers that there shall be. */
  #target = 0;
  /** Settles when the last of them are there. */
  #grown: Promise<void> = Promise.resolve();

  /**
   * @param crew.size workers that there are
   * @param crew.start adds so many; rejects, with as many as before, if one cannot be started
   */
  constructor(crew: { size(): number; start(count: number): Promise<void>; givenUp(): boolean }) {
    this.#size = crew.size;
    this.#start = crew.start;
    this.#givenUp = crew.givenUp;
  }

  /** Workers being added. */
  get starting(): number {
    return Math.max(0, this.#target - this.#size());
  }

  /** @param onMore called whenever some more are there */
  to(size: number, onMore: () => void): Promise<void> {
    this.#target = Math.max(this.#target, size);
    const grown = this.#grown.then(async () => {
      while (this.#size() < size) {
        try {
          await persistently(() => this.#start(Math.min(startTogether, size - this.#size())), this.#givenUp);
        } catch (error) {
          this.#target = this.#size();
          throw error;
        }
        onMore();
      }
    });
    this.#grown = grown.catch(() => {});
    return grown;
  }
}
