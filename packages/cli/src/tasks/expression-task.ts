import { GlompoError, type PlainObject, type TaskModule } from '@glompo/core';
import { expression } from '@glompo/task-expression';
import type { GivenBounds } from '../args/bounds.js';

/**
 * The task that an expression on the command line is. This module loads the parser: it is imported where there is an expression.
 *
 * @throws GlompoError `GLOMPO_EXPRESSION`, `GLOMPO_BOUNDS`, `GLOMPO_OPTION` if there are options
 */
export function expressionTask(text: string, bounds: GivenBounds | undefined, options: PlainObject): TaskModule {
  const [option] = Object.keys(options);
  if (option !== undefined)
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${option}: an expression takes no options; its parameters are its variables`,
    );
  return expression(text, { bounds: bounds?.type === 'all' ? bounds.pair : bounds?.pairs });
}
