import { setTimeout } from 'node:timers/promises';
import { Bystanders, disturbedAbove } from './bystanders.js';
import type { JsonValue } from './json.js';
import { MeasurementFailed, measure, type Program } from './measure.js';

/** One figure, and what other programs took of the cores meanwhile. */
export interface Sample {
  readonly value: number;
  /** 0 to 1. */
  readonly others: number;
}

export interface SessionOptions {
  readonly smoke: boolean;
  /** Hears of progress. */
  readonly say: (text: string) => void;
  /** Seconds for which it waits in all until other programs leave the machine alone. */
  readonly patience?: number;
}

/** What bars measure with. */
export class Session {
  /** Everything as short as can be: the figures mean nothing, but every part is used. */
  readonly smoke: boolean;
  readonly notes: string[] = [];

  readonly #say: (text: string) => void;
  /** Seconds for which it still waits for other programs. */
  #patience: number;

  constructor({ smoke, say, patience = 40 }: SessionOptions) {
    this.smoke = smoke;
    this.#say = say;
    this.#patience = patience;
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

  /** The values of `interleaveSamples`. */
  async interleave<Name extends string>(
    names: readonly Name[],
    rounds: number,
    sample: (name: Name, round: number) => Promise<Sample | undefined>,
  ): Promise<Record<Name, number[]>> {
    const kept = await this.interleaveSamples(names, rounds, sample);
    return record(names, name => kept[name].map(({ value }) => value));
  }

  /**
   * Takes samples of things that are compared, in turn: what disturbs the machine meets all of them. Every other round goes backwards.
   *
   * It waits for a moment in which other programs leave the cores alone, though not for long. Where they took more than a little meanwhile,
   * samples are taken again, in up to as many rounds; the least disturbed ones are kept, one per round that was asked for.
   *
   * @param sample undefined where nothing could be measured
   */
  async interleaveSamples<Name extends string, S extends Sample>(
    names: readonly Name[],
    rounds: number,
    sample: (name: Name, round: number) => Promise<S | undefined>,
  ): Promise<Record<Name, S[]>> {
    const wanted = this.rounds(rounds);
    const taken: Record<Name, S[]> = record(names, () => []);
    const isMissing = (name: Name, round: number) =>
      round < wanted || (taken[name].length > 0 && taken[name].filter(isQuiet).length < wanted);
    // Where nothing was undisturbed, nothing would be.
    const isHopeless = () => !names.some(name => taken[name].some(isQuiet));
    for (let round = 0; round < (this.smoke ? wanted : 2 * wanted); round++) {
      if (round === wanted && isHopeless()) break;
      for (const name of round % 2 === 0 ? names : [...names].reverse()) {
        if (!isMissing(name, round)) continue;
        await this.#untilQuiet();
        const got = await sample(name, round);
        if (got !== undefined) taken[name].push(got);
      }
    }
    return record(names, name => {
      const kept = leastDisturbed(taken[name], wanted);
      const disturbed = kept.filter(each => !isQuiet(each)).map(({ others }) => `${Math.round(100 * others)} %`);
      if (disturbed.length > 0 && !this.smoke)
        this.note(
          `${name}: other programs took ${disturbed.join(', ')} of the cores in ${disturbed.length} of ${kept.length} samples`,
        );
      return kept;
    });
  }

  async #untilQuiet(): Promise<void> {
    while (!this.smoke && this.#patience > 0) {
      const bystanders = new Bystanders();
      await setTimeout(lookMs);
      if (bystanders.share() <= disturbedAbove) return;
      this.#patience -= lookMs / 1000;
    }
  }
}

/** Looks whether it is quiet for so long. */
const lookMs = 200;

const isQuiet = ({ others }: Sample) => others <= disturbedAbove;

/** In the order in which they were taken. */
function leastDisturbed<S extends Sample>(samples: readonly S[], count: number): S[] {
  const kept = new Set([...samples].sort((a, b) => a.others - b.others).slice(0, count));
  return samples.filter(sample => kept.has(sample));
}

function record<Name extends string, T>(names: readonly Name[], value: (name: Name) => T): Record<Name, T> {
  return Object.fromEntries(names.map(name => [name, value(name)])) as Record<Name, T>;
}
