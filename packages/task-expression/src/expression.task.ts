import { checkParameters, defineOptions, defineTask, parseOptions } from '@glompo/core/plugin';
import { perVariable } from './bounds.js';
import { expressionError } from './expression-error.js';
import { compileProgram } from './program.js';

export const options = defineOptions({
  expression: { type: 'string', description: 'what is minimised: (x-1)^2 + 10*sin(y)' },
  low: {
    type: 'numbers',
    default: [-10],
    description: 'lowest value: one number for all variables, or one for each in natural order of their names',
  },
  high: { type: 'numbers', default: [10], description: 'highest value, likewise' },
  variables: {
    type: 'string',
    optional: true,
    description: 'its names in natural order, separated by spaces (given together with program)',
  },
  program: {
    type: 'string',
    optional: true,
    description: 'its operations, as translated before: a worker that gets them does not load the parser',
  },
});

/** The task that an expression is. Where the translation does not come with the options, the parser is loaded to make it. */
export default defineTask(async given => {
  const { expression, low, high, ...translated } = parseOptions(options, given, 'expression');
  const { variables, program } =
    translated.variables !== undefined && translated.program !== undefined
      ? { variables: translated.variables.split(' '), program: translated.program }
      : (await import('./translate.js')).translate(expression);
  const lows = perVariable(low, 'low', variables);
  const highs = perVariable(high, 'high', variables);
  const parameters = checkParameters(
    variables.map((name, i) => ({ kind: 'real', name, low: lows[i], high: highs[i] })),
    'expression',
  );
  const value = compileProgram(program, variables);
  return {
    name: expression,
    parameters,
    evaluate(x) {
      const result = value(x);
      if (typeof result === 'number' && !Number.isNaN(result)) return result;
      const point = variables.map((name, i) => `${name} = ${x[i]}`).join(', ');
      throw expressionError(
        expression,
        `is ${typeof result === 'number' ? 'not a number' : String(result)} at ${point}${
          typeof result === 'number' ? ' (a root or logarithm of a negative number, or Infinity − Infinity?)' : ''
        }`,
      );
    },
  };
});
