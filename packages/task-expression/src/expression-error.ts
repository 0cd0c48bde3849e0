import { GlompoError, show } from '@glompo/core/plugin';

/**
 * What is wrong with an expression, and where in it.
 *
 * @param position of the first character that is wrong, from 1; undefined if it is not one place
 */
export function expressionError(text: string, message: string, position?: number): GlompoError {
  const where = position === undefined ? '' : `at character ${position}: `;
  return new GlompoError('GLOMPO_EXPRESSION', `expression ${show(text)}: ${where}${message}`);
}
