import { GlompoError } from './glompo-error.js';

/** Nobody reads more at once. */
const mostTold = 50;

/** Several mistakes of a user's, told together. */
export class MistakesTogether extends GlompoError {
  /** Each by itself; none is of this class. */
  readonly mistakes: readonly GlompoError[];

  constructor(mistakes: readonly GlompoError[]) {
    const each = mistakes.flatMap(mistakesIn);
    const list = each.slice(0, mostTold).map(({ message }) => `\n  ${message.replace(/\n/g, '\n  ')}`);
    super('GLOMPO_OPTION', `${each.length} mistakes:${list.join('')}${each.length > mostTold ? '\n  …' : ''}`);
    this.mistakes = each;
  }
}

/** The mistakes that an error tells of. */
function mistakesIn(error: GlompoError): readonly GlompoError[] {
  return error instanceof MistakesTogether ? error.mistakes : [error];
}

/** The same mistakes, each told in another way. */
export function retold(error: GlompoError, tell: (mistake: GlompoError) => GlompoError): GlompoError {
  return error instanceof MistakesTogether ? new MistakesTogether(error.mistakes.map(tell)) : tell(error);
}

/** Gathers what is wrong with several things, so that all of it is told at once. */
export class Mistakes {
  readonly #found: GlompoError[] = [];
  #isIgnored: (error: GlompoError) => boolean = () => false;

  /** What `read` gives; undefined if it throws a `GlompoError`, which is kept. */
  async in<T>(read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.add(error);
      return undefined;
    }
  }

  /** `in` for what need not be waited for. */
  inSync<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.add(error);
      return undefined;
    }
  }

  /** @throws what is no mistake of the user's */
  add(error: unknown): void {
    if (!(error instanceof GlompoError)) throw error;
    this.#found.push(...mistakesIn(error).filter(each => !this.#isIgnored(each)));
  }

  /** What follows from another mistake is none from now on. */
  ignore(isIgnored: (error: GlompoError) => boolean): void {
    this.#isIgnored = isIgnored;
  }

  /** @throws GlompoError if there was any mistake */
  throwIfAny(): void {
    const [first, ...others] = this.#found;
    if (first === undefined) return;
    throw others.length === 0 ? first : new MistakesTogether(this.#found);
  }
}
