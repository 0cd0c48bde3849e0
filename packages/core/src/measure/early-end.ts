/** Lets all lanes of a measuring end before they have their trials. */
export class EarlyEnd {
  /** Resolves when that is so. */
  readonly came: Promise<void>;
  #over = false;
  #resolve: () => void = () => {};

  constructor() {
    this.came = new Promise(resolve => {
      this.#resolve = resolve;
    });
  }

  get over(): boolean {
    return this.#over;
  }

  now(): void {
    this.#over = true;
    this.#resolve();
  }
}
