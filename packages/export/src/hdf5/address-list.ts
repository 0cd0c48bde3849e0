import type { GroupMember } from './group.js';

/** Where the groups of runs are. There may be a million of them. */
export class AddressList {
  #addresses = new Float64Array(64);
  #highest = 0;

  /** @param id from 1 */
  add(id: number, address: number): void {
    if (id >= this.#addresses.length) {
      const larger = new Float64Array(Math.max(2 * this.#addresses.length, id + 1));
      larger.set(this.#addresses);
      this.#addresses = larger;
    }
    this.#addresses[id] = address;
    this.#highest = Math.max(this.#highest, id);
  }

  /** By the letters of their names, which are a prefix and the number: 1, 10, 100, 101, 11, 2. */
  *sorted(prefix: string): Generator<GroupMember> {
    for (let digit = 1; digit <= 9; digit++) yield* this.#from(digit, prefix);
  }

  *#from(id: number, prefix: string): Generator<GroupMember> {
    if (id > this.#highest) return;
    const address = this.#addresses[id];
    if (address) yield { name: `${prefix}${id}`, address };
    for (let digit = 0; digit <= 9; digit++) yield* this.#from(10 * id + digit, prefix);
  }
}
