import { GlompoError, type PlainObject, type TaskModule } from '@glompo/core';
import type { GivenBounds } from '../args/bounds.js';

export function expressionTask(
  expression: string,
  _bounds: GivenBounds | undefined,
  _options: PlainObject,
): TaskModule {
  throw new GlompoError('GLOMPO_EXPRESSION', `expressions are not there yet: ${expression}`);
}
