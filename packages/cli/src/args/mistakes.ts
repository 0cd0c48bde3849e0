import { GlompoError } from '@glompo/core';
import type { Args } from './read-args.js';

/** Nobody reads more at once. */
const mostTold = 50;

/** What is wrong with one of several values of a flag. */
class MistakeInValue extends GlompoError {
  /** Which of the values, from 0. */
  readonly index: number;

  constructor(error: GlompoError, index: number) {
    super(error.code, error.message, { cause: error.cause });
    this.index = index;
  }
}

/** Several mistakes, told together. */
class MistakesTogether extends GlompoError {
  readonly mistakes: readonly GlompoError[];

  constructor(mistakes: readonly GlompoError[]) {
    const list = mistakes.slice(0, mostTold).map(({ message }) => `\n  ${message.replace(/\n/g, '\n  ')}`);
    super('GLOMPO_OPTION', `${mistakes.length} mistakes:${list.join('')}${mistakes.length > mostTold ? '\n  …' : ''}`);
    this.mistakes = mistakes;
  }
}

/** Gathers mistakes, so that all of them are told at once. */
export class Mistakes {
  readonly #found: GlompoError[] = [];

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
    this.#found.push(...(error instanceof MistakesTogether ? error.mistakes : [error]));
  }

  /** @throws GlompoError if there was any mistake */
  throwIfAny(): void {
    const [first, ...others] = this.#found;
    if (first === undefined) return;
    throw others.length === 0 ? first : new MistakesTogether(this.#found);
  }
}

/** Reads each of the values of a flag. @throws GlompoError about all of them that are wrong */
export async function readEach<Value, T>(
  values: readonly Value[],
  read: (value: Value) => T | Promise<T>,
): Promise<T[]> {
  const mistakes = new Mistakes();
  const made: T[] = [];
  for (const [index, value] of values.entries()) {
    try {
      made.push(await read(value));
    } catch (error) {
      mistakes.add(error instanceof GlompoError ? new MistakeInValue(error, index) : error);
    }
  }
  mistakes.throwIfAny();
  return made;
}

/** An error about a flag (`--slots: …`) whose value is that of a study file, as one about the place in the file. Others stay as they are. */
export function atItsPlace(error: unknown, { file }: Pick<Args, 'file'>): unknown {
  if (file === undefined || !(error instanceof GlompoError)) return error;
  if (error instanceof MistakesTogether)
    return new MistakesTogether(error.mistakes.map(each => atItsPlace(each, { file }) as GlompoError));
  const message = file.told(error.message, error instanceof MistakeInValue ? error.index : undefined);
  return message === undefined ? error : new GlompoError(error.code, message, { cause: error.cause });
}
