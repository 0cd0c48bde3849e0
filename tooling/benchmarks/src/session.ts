import type { JsonValue } from './json.js';
import { MeasurementFailed, measure, type Program } from './measure.js';

/** What bars measure with. */
export class Session {
  /** Everything as short as can be: the figures mean nothing, but every part is used. */
  readonly smoke: boolean;
  readonly notes: string[] = [];
  readonly #say: (text: string) => void;

  constructor({ smoke, say }: { readonly smoke: boolean; readonly say: (text: string) => void }) {
    this.smoke = smoke;
    this.#say = say;
  }

  /** Something that the figures do not say. */
  note(text: string): void {
    if (this.notes.includes(text)) return;
    this.notes.push(text);
    this.#say(`  ${text}\n`);
  }

  seconds(usual: number): number {
    return this.smoke ? Math.min(usual, 0.3) : usual;
  }

  rounds(usual: number): number {
    return this.smoke ? 1 : usual;
  }

  count(usual: number): number {
    return this.smoke ? Math.ceil(usual / 100) : usual;
  }

  /** @returns undefined, and notes why, if it failed */
  async measure<Setup extends JsonValue, Result>(
    what: string,
    program: Program<Setup, Result>,
    setup: Setup,
  ): Promise<Result | undefined> {
    try {
      const result = await measure(program, setup);
      this.#say('.');
      return result;
    } catch (error) {
      if (!(error instanceof MeasurementFailed)) throw error;
      this.#say('!');
      this.note(`${what}: ${error.message}`);
      return undefined;
    }
  }

  /**
   * Takes samples of things that are compared, in turn: what disturbs the machine meets all of them. Every other round goes backwards.
   *
   * @param sample undefined where nothing could be measured
   */
  async interleave<Name extends string>(
    names: readonly Name[],
    rounds: number,
    sample: (name: Name, round: number) => Promise<number | undefined>,
  ): Promise<Record<Name, number[]>> {
    const samples = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, number[]>;
    for (let round = 0; round < this.rounds(rounds); round++) {
      for (const name of round % 2 === 0 ? names : [...names].reverse()) {
        const value = await sample(name, round);
        if (value !== undefined) samples[name].push(value);
      }
    }
    return samples;
  }
}
