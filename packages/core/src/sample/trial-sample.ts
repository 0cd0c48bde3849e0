import type { Random } from '../contracts/random.js';
import type { Found } from '../contracts/view.js';
import { bug } from '../errors/glompo-error.js';
import type { TrialBatch } from '../worker/protocol.js';
import { Reservoir } from './reservoir.js';

interface Earlier {
  readonly evaluations: number;
  /** Those with these numbers, from 1, which rise. */
  evaluated(numbers: readonly number[]): Iterable<Found>;
}

/** Some evaluations of a study, each with the same chance. Which ones depends on the stream and on their number only. */
export class TrialSample {
  readonly #reservoir: Reservoir;
  readonly #kept: Found[] = [];
  #list: readonly Found[] | undefined;

  /** @param random a stream at its beginning @param before what the study did in earlier sessions */
  constructor(size: number, random: Random, before?: Earlier) {
    this.#reservoir = new Reservoir(size, random);
    if (before !== undefined) this.#rebuild(before);
  }

  /** In no particular order; a new list whenever it changes. */
  get found(): readonly Found[] {
    this.#list ??= [...this.#kept];
    return this.#list;
  }

  /** Trials have ended. @param before evaluations that the study had made */
  take(before: number, run: number, { first, points, values }: TrialBatch): void {
    const reservoir = this.#reservoir;
    const count = values.length;
    const dimensions = points.length / count;
    for (; reservoir.next <= before + count; reservoir.advance()) {
      const i = reservoir.next - before - 1;
      const point = points.slice(i * dimensions, (i + 1) * dimensions);
      this.#kept[reservoir.place] = { value: values[i] as number, point, run, trial: first + i };
      this.#list = undefined;
    }
  }

  #rebuild({ evaluations, evaluated }: Earlier): void {
    const reservoir = this.#reservoir;
    const numbers: number[] = [];
    for (; reservoir.next <= evaluations; reservoir.advance()) numbers[reservoir.place] = reservoir.next;
    const places = [...numbers.keys()].sort((a, b) => (numbers[a] as number) - (numbers[b] as number));
    let read = 0;
    for (const found of evaluated(places.map(place => numbers[place] as number)))
      this.#kept[places[read++] as number] = found;
    if (read !== places.length)
      throw bug(`of ${places.length} evaluations of earlier sessions that were asked for, ${read} were told`);
  }
}
