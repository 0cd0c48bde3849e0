import { GlompoError, show } from '@glompo/core';

/**
 * What is wrong with a text that has a NUL character: it may become a path, or an argument of a program, which such a character would end, and
 * for which Node throws.
 */
export function textWithNul(text: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `expected a text without NUL characters, got ${show(text)}`);
}
