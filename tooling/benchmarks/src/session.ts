import { disturbedAbove } from './bystanders.js';
import type { JsonValue } from './json.js';
import { MeasurementFailed, measure, type Program } from './measure.js';

/** One figure, and what other programs took of the cores meanwhile. */
export interface Sample {
  readonly value: number;
  /** 0 to 1. */
  readonly others: number;
}

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
   * Samples during which other programs took more than a little are taken again, up to as many rounds; they are used only where there
   * are not enough others, and a note says so.
   *
   * @param sample undefined where nothing could be measured
   */
  async interleave<Name extends string>(
    names: readonly Name[],
    rounds: number,
    sample: (name: Name, round: number) => Promise<Sample | undefined>,
  ): Promise<Record<Name, number[]>> {
    const taken = new Map<Name, Sample[]>(names.map(name => [name, []]));
    const quiet = (name: Name) => (taken.get(name) ?? []).filter(({ others }) => others <= disturbedAbove);
    const wanted = this.rounds(rounds);
    for (let round = 0; round < (this.smoke ? wanted : 2 * wanted); round++) {
      const missing =
        round < wanted ? names : names.filter(name => quiet(name).length < wanted && taken.get(name)?.length);
      for (const name of round % 2 === 0 ? missing : [...missing].reverse()) {
        const got = await sample(name, round);
        if (got !== undefined) taken.get(name)?.push(got);
      }
    }
    return Object.fromEntries(
      names.map(name => [name, this.#chosen(name, { all: taken.get(name) ?? [], quiet: quiet(name), wanted })]),
    ) as Record<Name, number[]>;
  }

  #chosen(
    name: string,
    {
      all,
      quiet,
      wanted,
    }: { readonly all: readonly Sample[]; readonly quiet: readonly Sample[]; readonly wanted: number },
  ): number[] {
    const enough = quiet.length >= Math.max(1, wanted / 2);
    if (!enough && all.length > 0 && !this.smoke) {
      const shares = all.map(({ others }) => `${Math.round(100 * others)} %`);
      this.note(`${name}: disturbed: while it was measured other programs took ${shares.join(', ')} of the cores`);
    }
    return (enough ? quiet : all).map(({ value }) => value);
  }
}
