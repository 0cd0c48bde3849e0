import { GlompoError, Mistakes, retold } from '@glompo/core';
import type { Args } from './read-args.js';

/** What is wrong with one of several values of a flag. */
class MistakeInValue extends GlompoError {
  /** Which of the values, from 0. */
  readonly index: number;

  constructor(error: GlompoError, index: number) {
    super(error.code, error.message, { cause: error.cause });
    this.index = index;
  }
}

/** What `read` gives, if there is no mistake. @throws GlompoError about the mistakes so far and those that it throws, at once */
export async function together<T>(mistakes: Mistakes, read: () => T | Promise<T>): Promise<T> {
  const made = await mistakes.in(read);
  mistakes.throwIfAny();
  return made as T;
}

/** What `read` gives, without which nothing more can be said. @throws GlompoError about the mistakes so far and those that it throws, at once */
export async function needed<T>(mistakes: Mistakes, read: () => T | Promise<T>): Promise<T> {
  const made = await mistakes.in(read);
  if (made === undefined) mistakes.throwIfAny();
  return made as T;
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
      mistakes.add(error instanceof GlompoError ? retold(error, mistake => new MistakeInValue(mistake, index)) : error);
    }
  }
  mistakes.throwIfAny();
  return made;
}

/** An error about a flag (`--slots: …`) whose value is that of a study file, as one about the place in the file. Others stay as they are. */
export function atItsPlace(error: unknown, { file }: Pick<Args, 'file'>): unknown {
  if (file === undefined || !(error instanceof GlompoError)) return error;
  // Those of the file itself are told as they are.
  const told = new Set<unknown>(file.mistakes);
  return retold(error, mistake => {
    if (told.has(mistake)) return mistake;
    const message = file.told(mistake.message, mistake instanceof MistakeInValue ? mistake.index : undefined);
    return message === undefined ? mistake : new GlompoError(mistake.code, message, { cause: mistake.cause });
  });
}
