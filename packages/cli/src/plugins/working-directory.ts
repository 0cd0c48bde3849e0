import { GlompoError } from '@glompo/core';

/** @throws GlompoError `GLOMPO_OPTION` if it has been removed meanwhile */
export function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new GlompoError(
      'GLOMPO_OPTION',
      'the current folder does not exist any more: change to one that does, and try again',
      { cause },
    );
  }
}
