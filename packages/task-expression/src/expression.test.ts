import { execFileSync } from 'node:child_process';
import { GlompoError, type Task, type TaskModule, type TrialContext } from '@glompo/core';
import { expression, expressionVariables, looksLikeExpression } from '@glompo/task-expression';
import { describe, expect, test } from 'vitest';

const context: TrialContext = {
  signal: new AbortController().signal,
  run: 1,
  trial: 1,
  seed: 1,
  wants: [],
  directory: '',
};

async function load({ module, options }: TaskModule): Promise<Task> {
  const { default: create } = (await import(module)) as { default: (options: unknown) => Promise<Task> };
  return create(structuredClone(options));
}

const error = (make: () => unknown): { code: string; message: string } => {
  try {
    make();
  } catch (thrown) {
    if (GlompoError.is(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
};

describe('a task from an expression', () => {
  test('travels as a module and plain options, and evaluates where it arrives', async () => {
    const task = await load(expression('(x-1)^2 + 10*sin(y)', { bounds: { x: [-1, 2], y: [0, 6] } }));
    expect(task.parameters).toEqual([
      { kind: 'real', name: 'x', low: -1, high: 2 },
      { kind: 'real', name: 'y', low: 0, high: 6 },
    ]);
    expect(task.name).toBe('(x-1)^2 + 10*sin(y)');
    expect(task.evaluate(Float64Array.of(3, Math.PI / 2), context)).toBe(14);
  });

  test('is evaluated without mathjs', () => {
    const { module, options } = expression('x^2');
    const code = `
      import { register } from 'node:module';
      register('data:text/javascript,export function resolve(name, context, next) {' +
        'if (name.startsWith("mathjs")) throw new Error("mathjs was loaded"); return next(name, context); }');
      const { default: create } = await import(${JSON.stringify(module)});
      console.log((await create(${JSON.stringify(options)})).evaluate(Float64Array.of(3)));
      await create({ expression: 'x^2' }).catch(({ message }) => console.log(message));
    `;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
    expect(printed).toBe('9\nmathjs was loaded\n');
  });

  test('is the same when its module is given the expression alone, as the command line may', async () => {
    const { module } = expression('x');
    const task = await load({ module, options: { expression: 'x10 - x2', low: [-1], high: [1, 2] } });
    expect(task.parameters.map(({ name, low, high }) => [name, low, high])).toEqual([
      ['x2', -1, 1],
      ['x10', -1, 2],
    ]);
    expect(task.evaluate(Float64Array.of(1, 5), context)).toBe(4);
  });

  test('fails trials whose value is no number, and says where', async () => {
    const root = await load(expression('sqrt(x) + y'));
    expect(() => root.evaluate(Float64Array.of(-1, 2), context)).toThrow(
      'expression "sqrt(x) + y": is not a number at x = -1, y = 2 (a root or logarithm of a negative number',
    );
    expect(root.evaluate(Float64Array.of(4, 2), context)).toBe(4);
    const { module } = expression('x');
    const condition = await load({
      module,
      options: { expression: 'x > 0', variables: 'x', program: 'x 0 larger/2' },
    });
    expect(() => condition.evaluate(Float64Array.of(1), context)).toThrow('is true at x = 1');
  });

  test('returns infinities as they are', async () => {
    const task = await load(expression('-1/x'));
    expect(task.evaluate(Float64Array.of(0), context)).toBe(Number.NEGATIVE_INFINITY);
    expect(task.evaluate(Float64Array.of(-0), context)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('bounds', () => {
  const boundsOf = (text: string, bounds?: object) => {
    const { low, high } = expression(text, { bounds } as never).options as { low: number[]; high: number[] };
    return low.map((l, i) => [l, high[i]]);
  };

  test('are -10 and 10 where nothing is said', () => {
    expect(boundsOf('x + y')).toEqual([
      [-10, 10],
      [-10, 10],
    ]);
    expect(boundsOf('x + y', { y: [0, 1] })).toEqual([
      [-10, 10],
      [0, 1],
    ]);
  });

  test('are one pair for all, or one for each in natural order', () => {
    expect(boundsOf('x + y', [-1, 1])).toEqual([
      [-1, 1],
      [-1, 1],
    ]);
    expect(
      boundsOf('y + x', [
        [-1, 1],
        [0, 2],
      ]),
    ).toEqual([
      [-1, 1],
      [0, 2],
    ]);
    expect(boundsOf('x', [[0, 2]])).toEqual([[0, 2]]);
  });

  test.each([
    [{ z: [0, 1] }, 'expression: bounds: there is no variable "z"; did you mean "x" or "y"?'],
    [{ x: 3 }, 'expression: bounds: variable "x": expected [low, high], got 3'],
    [[[0, 1]], 'expression: bounds: expected one [low, high] pair, or one for each of x, y, got 1 entries'],
    [[[0, 1], 'a'], 'expression: bounds: variable "y": expected [low, high], got "a"'],
    [null, 'expression: bounds: expected [low, high], a list of such pairs, or pairs by name, got null'],
    [[1, -1], 'expression: parameter "x": the bounds are reversed: low 1 is above high -1'],
    [{ y: [1, 1] }, 'expression: parameter "y": the bounds are equal (1)'],
    [[0, Number.POSITIVE_INFINITY], 'expression: parameter "x": a study needs finite bounds'],
    [[Number.NaN, 1], 'expression: parameter "x": expected numbers as bounds'],
  ])('%j are refused', (bounds, message) => {
    const { code, message: said } = error(() => expression('x + y', { bounds } as never));
    expect(code).toBe('GLOMPO_BOUNDS');
    expect(said).toContain(message);
  });

  test('of the wrong number are refused where the task is loaded', async () => {
    const { module } = expression('x');
    await expect(load({ module, options: { expression: 'x + y', low: [1, 2, 3] } })).rejects.toThrow(
      'expression: bounds: low: expected one number, or one for each of x, y, got 3 numbers',
    );
  });
});

test('mistakes in the call are told in the same form as everywhere', () => {
  expect(error(() => expression('x', { bound: [0, 1] } as never)).message).toBe(
    'expression: unknown option "bound"; did you mean "bounds"?',
  );
  expect(error(() => expression(3 as never)).message).toBe('expression: expected a text, got 3');
  expect(error(() => expressionVariables('x +')).code).toBe('GLOMPO_EXPRESSION');
});

test.each([
  ['(x-1)^2 + 10*sin(y)', true],
  ['x^2', true],
  ['x - y', true],
  ['2*(x+', true],
  ['import({})', true],
  ['1.5*x', true],
  ['rastrigin', false],
  ['styblinski-tang', false],
  ['./engine', false],
  ['../engine.task.ts', false],
  ['tasks/engine.task.js', false],
  ['/opt/engine', false],
  ['~/engine', false],
  ['file:///opt/engine', false],
  ['C:\\engine', false],
  ['engine.mjs', false],
  ['', false],
])('%j looks like an expression: %s', (text, expected) => {
  expect(looksLikeExpression(text)).toBe(expected);
});
