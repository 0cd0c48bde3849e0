/** What core keeps for itself; it is only looked at. */
interface Ledger {
  readonly total: number;
  readonly free: number;
  readonly overdrawn: boolean;
  take(this: Ledger): unknown;
}

/** Knows whether slots are in use. No event tells when one is taken or given back, so it looks at the ledgers themselves. */
export class SlotWatch {
  readonly #ledgers = new Set<Ledger>();

  /** Watches all studies of this process from now on. */
  static async begin(): Promise<SlotWatch> {
    const module = new URL('./manager/slots.js', import.meta.resolve('@glompo/core')).href;
    const { SlotLedger } = (await import(module)) as { SlotLedger: { readonly prototype: Ledger } };
    const watch = new SlotWatch();
    const seen = watch.#ledgers;
    const { take } = SlotLedger.prototype;
    SlotLedger.prototype.take = function () {
      seen.add(this);
      return take.call(this);
    };
    return watch;
  }

  /** What is in use, in words, of all studies since it was asked last; they have ended. */
  inUse(): string | undefined {
    const wrong = [...this.#ledgers].filter(({ total, free, overdrawn }) => overdrawn || free < total);
    this.#ledgers.clear();
    return wrong.length === 0
      ? undefined
      : wrong.map(({ total, free }) => `${total - free} of ${total} slots are in use`).join(', ');
  }
}
