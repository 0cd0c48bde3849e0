/** Kinds that are told apart: there are few, unless a plugin or a task makes them up. */
const mostKinds = 100;

/** Things of one kind. */
export interface Kind<Example> {
  readonly name: string;
  count: number;
  /** The last of them. */
  example: Example;
}

/** Counts what happens again and again by its kind, with an example of each. Of bounded size. */
export class Kinds<Example> {
  readonly #kinds = new Map<string, Kind<Example>>();
  /** Of kinds that came when there were too many to be told apart. */
  others = 0;

  add(name: string, example: Example): void {
    const kind = this.#kinds.get(name);
    if (kind) {
      kind.count++;
      kind.example = example;
    } else if (this.#kinds.size < mostKinds) {
      this.#kinds.set(name, { name, count: 1, example });
    } else {
      this.others++;
    }
  }

  exampleOf(name: string): Example | undefined {
    return this.#kinds.get(name)?.example;
  }

  get size(): number {
    return this.#kinds.size;
  }

  /** The most frequent first. */
  mostFrequent(most: number): readonly Kind<Example>[] {
    return [...this.#kinds.values()].sort((a, b) => b.count - a.count).slice(0, most);
  }
}
