import { checkParameters, GlompoError, show, suggest, type TaskModule } from '@glompo/core/plugin';
import { boundsOf, type ExpressionBounds } from './bounds.js';
import { translate } from './translate.js';

export interface ExpressionOptions {
  /** Default: [-10, 10] for every variable, also for those that bounds by name leave out. */
  readonly bounds?: ExpressionBounds | undefined;
}

/**
 * A task from a mathematical expression: `expression('(x-1)^2 + 10*sin(y)', { bounds: { x: [-1, 2], y: [0, 3] } })`.
 *
 * Every name that is not a function or a constant is a variable; their order is the natural one: a, x2, x10, y.
 *
 * @returns a task that travels: workers get the translated expression and do not load the parser
 * @throws GlompoError `GLOMPO_EXPRESSION` with the position of what is wrong, `GLOMPO_BOUNDS`, `GLOMPO_OPTION`
 */
export function expression(text: string, options: ExpressionOptions = {}): TaskModule {
  if (typeof text !== 'string')
    throw new GlompoError('GLOMPO_EXPRESSION', `expression: expected a text, got ${show(text)}`);
  for (const name of Object.keys(options)) {
    if (name !== 'bounds')
      throw new GlompoError('GLOMPO_OPTION', `expression: unknown option "${name}"${suggest(name, ['bounds'])}`);
  }
  const { variables, program } = translate(text);
  const bounds = boundsOf(variables, options.bounds);
  const [low, high] = [bounds.map(pair => pair[0]), bounds.map(pair => pair[1])];
  checkParameters(
    variables.map((name, i) => ({ kind: 'real', name, low: low[i], high: high[i] })),
    'expression',
  );
  return {
    module: new URL('./expression.task.js', import.meta.url).href,
    options: { expression: text, low, high, variables: variables.join(' '), program },
  };
}

/**
 * The names in an expression that are neither functions nor constants, in natural order.
 *
 * @throws GlompoError `GLOMPO_EXPRESSION`
 */
export function expressionVariables(text: string): readonly string[] {
  return translate(text).variables;
}
