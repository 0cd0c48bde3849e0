import { GlompoError } from '@glompo/core';
import fc from 'fast-check';
import { evaluate } from 'mathjs/number';
import { describe, expect, test } from 'vitest';
import { compileProgram } from './program.js';
import { translate } from './translate.js';

const valueAt = (text: string, point: Readonly<Record<string, number>>): unknown => {
  const { variables, program } = translate(text);
  expect(Object.keys(point)).toEqual(expect.arrayContaining([...variables]));
  return compileProgram(program, variables)(Float64Array.from(variables, name => point[name] as number));
};

const refusal = (text: string): string => {
  try {
    translate(text);
  } catch (error) {
    if (GlompoError.is(error, 'GLOMPO_EXPRESSION')) return error.message;
    throw error;
  }
  return 'was accepted';
};

describe('what is allowed means what it means in mathjs', () => {
  const expressions = [
    '(x-1)^2 + 10*sin(y)',
    '-x^2 + 2^-y + 2^3^x',
    '2x y - 3(x+1)(y-1)',
    '1/2x',
    'x/2/y*3 - x - y - 1',
    'x % 3 + -x % 3 + mod(x, -y) + mod(x, 0) + 5% + x * 20%',
    'x > 1 ? x : y >= 0 and x < 5 ? -1 : 2.5e-3',
    'not (x <= y) or x != x ? 3 x : y == y ? 4 y : 5',
    '0xff x + 1e3 + .5 + 0b101',
    'abs(x) + sign(x) + square(y) + cube(x)',
    'sqrt(x) + cbrt(y) + pow(x, 3) + x^0.5',
    'exp(x) + expm1(y) + log(x) + log(x, 3) + log2(x) + log10(x) + log1p(x)',
    'sin(x) + cos(x) + tan(x) + sec(x) + csc(x) + cot(x)',
    'asin(x/9) + acos(x/9) + atan(x) + atan2(x, y) + atan2(y, x)',
    'sinh(x) + cosh(x) + tanh(x) + asinh(x) + acosh(x + 1) + atanh(x/9)',
    'floor(x) + 10 ceil(x) + 100 round(x) + 1000 fix(x) + round(-x) + round(x + 0.5) + round(-2.5) + fix(-x)',
    'min(x, y, 1) + 10 max(x, y) + 100 hypot(x, y) + min(x)',
    'pi + e + tau + phi + PI + E + x',
    'x + 1 # what follows a # is a comment',
  ];
  const points = [
    { x: 2, y: -3 },
    { x: 0.5, y: 0.25 },
    { x: 7, y: 7 },
    { x: 1, y: 1e6 },
  ];
  test.each(expressions)('%s', text => {
    for (const point of points) {
      const theirs = evaluate(text, { ...point }) as number;
      const ours = valueAt(text, point) as number;
      if (!Number.isFinite(theirs)) expect(ours).toBe(theirs);
      else expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(theirs)));
    }
  });

  test('ln is the natural logarithm', () => expect(valueAt('ln(x)', { x: Math.E })).toBe(1));
  test('Infinity is a value', () => expect(valueAt('x > 1 ? Infinity : x', { x: 2 })).toBe(Number.POSITIVE_INFINITY));
  test('a thousand terms are not too many', () => {
    const text = Array.from({ length: 999 }, (_, k) => `(x${k}-${k})^2`).join('+');
    const { variables, program } = translate(text.slice(0, text.lastIndexOf('+', 9_999)));
    expect(variables.slice(0, 3)).toEqual(['x0', 'x1', 'x2']);
    expect(compileProgram(program, variables)(Float64Array.from(variables.keys()))).toBe(0);
  });
});

test('any nesting of operators and functions has the value that it has in JavaScript', () => {
  type Tree = { readonly text: string; readonly value: (x: number, y: number) => number };
  const { tree } = fc.letrec<{ tree: Tree; leaf: Tree }>(tie => ({
    leaf: fc.oneof(
      fc.constantFrom<Tree>(
        { text: 'x', value: x => x },
        { text: 'y', value: (_, y) => y },
        { text: 'pi', value: () => Math.PI },
      ),
      fc.double({ min: 0, max: 1e3, noNaN: true }).map((c): Tree => ({ text: String(c), value: () => c })),
    ),
    tree: fc.oneof(
      { maxDepth: 6 },
      tie('leaf'),
      fc.tuple(fc.constantFrom('+', '-', '*', '/'), tie('tree'), tie('tree')).map(([sign, a, b]): Tree => {
        const compute = {
          '+': (l: number, r: number) => l + r,
          '-': (l: number, r: number) => l - r,
          '*': (l: number, r: number) => l * r,
          '/': (l: number, r: number) => l / r,
        }[sign]!;
        return { text: `(${a.text} ${sign} ${b.text})`, value: (x, y) => compute(a.value(x, y), b.value(x, y)) };
      }),
      fc.tuple(fc.constantFrom('sin', 'exp', 'floor', 'abs'), tie('tree')).map(([name, a]): Tree => {
        return { text: `${name}(${a.text})`, value: (x, y) => Math[name as 'sin'](a.value(x, y)) };
      }),
      fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([a, b, c]): Tree => {
        return {
          text: `(${a.text} < ${b.text} ? ${c.text} : -${a.text})`,
          value: (x, y) => (a.value(x, y) < b.value(x, y) ? c.value(x, y) : -a.value(x, y)),
        };
      }),
    ),
  }));
  const finite = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(tree, finite, finite, (generated, x, y) => {
      const text = `${generated.text} + 0 x + 0 y`;
      fc.pre(text.length < 10_000);
      expect(valueAt(text, { x, y })).toBe(generated.value(x, y) + 0 * x + 0 * y);
    }),
  );
});

test('variables come in natural order, whatever the order in which they are written', () => {
  expect(translate('y + x10 + x2 + a + x02 + B + x + α').variables).toEqual([
    'B',
    'a',
    'x',
    'x02',
    'x2',
    'x10',
    'y',
    'α',
  ]);
});

describe('what is not allowed is refused, with its place', () => {
  const cases: readonly (readonly [text: string, message: string | RegExp])[] = [
    ['', 'is empty'],
    ['  ', 'is empty'],
    ['# only a comment', 'is empty'],
    ['1 + 2', 'has no variables'],
    ['2*(x+', 'at character 6: unexpected end of expression'],
    ['(x', 'at character 3: parenthesis ) expected'],
    ['x)', 'at character 2: unexpected operator )'],
    ['x ** 2', 'at character 3: write ^ instead of **'],
    ['x > 1 && y', 'at character 7: write and instead of &&'],
    ['x − 1', 'at character 3: write - instead of −'],
    ['x²', 'at character 2: write ^2 instead of ²'],
    // Everything that mathjs could do beyond numbers.
    ['import({})', 'at character 1: there is no function "import"'],
    ['x + import({}, {override: true})', 'at character 5: there is no function "import"'],
    ['createUnit("foo")', 'there is no function "createUnit"'],
    ['evaluate("1")', 'there is no function "evaluate"'],
    ['parse("x")', 'there is no function "parse"'],
    ['compile("x")', 'there is no function "compile"'],
    ['simplify("x")', 'there is no function "simplify"'],
    ['derivative("x^2", "x")', 'there is no function "derivative"'],
    ['config({})', 'there is no function "config"'],
    ['resolve(x)', 'there is no function "resolve"'],
    ['reviver("", {})', 'there is no function "reviver"'],
    ['chain(x)', 'there is no function "chain"'],
    ['help(x)', 'there is no function "help"'],
    ['typed(x)', 'there is no function "typed"'],
    ['random()', 'there is no function "random"'],
    ['zeros(1e5, 1e5)', 'there is no function "zeros"'],
    ['factorial(1e9)', 'there is no function "factorial"'],
    ['map(x, sin)', 'there is no function "map"'],
    ['toString(x)', 'there is no function "toString"'],
    ['constructor(x)', 'there is no function "constructor"'],
    ['f(x) = x', 'at character 6: functions cannot be defined'],
    ['x = 3', 'at character 3: assignments are not allowed'],
    ['sin(x = 3)', 'at character 7: assignments are not allowed'],
    ['x.constructor', 'at character 2: properties and indices are not allowed'],
    ['"a".constructor', 'at character 4: properties and indices are not allowed'],
    ['cos.constructor("return process")()', /at character/],
    ['cos.constructor("return process")', 'only functions by name can be called'],
    ['x["constructor"]', 'properties and indices are not allowed'],
    ['x?.constructor', 'properties and indices are not allowed'],
    ['x[1]', 'at character 2: properties and indices are not allowed'],
    ['x[1](2)', /properties and indices are not allowed|only functions by name/],
    ['{a: x}', 'at character 1: objects are not allowed'],
    ['{a: x}.a', 'properties and indices are not allowed'],
    ['[x, 1]', 'at character 1: lists are not allowed'],
    ['[x][1]', 'properties and indices are not allowed'],
    ['"text"', 'at character 1: texts are not allowed'],
    ["x + 'text'", 'at character 5: texts are not allowed'],
    ['1:1e9', 'at character 2: ranges are not allowed'],
    ['x; y', 'at character 2: only one expression is allowed'],
    ['x\ny', 'at character 2: only one expression is allowed'],
    ['x!', 'at character 2: factorials are not allowed'],
    ["x'", "the operator ' is not allowed"],
    ['x .* y', 'at character 3: the operator .* is not allowed'],
    ['x to y', 'at character 3: the operator to is not allowed'],
    ['x in y', 'at character 3: the operator in is not allowed'],
    ['x | y', 'at character 3: the operator | is not allowed'],
    ['~x', 'at character 1: the operator ~ is not allowed'],
    ['x << 2', 'at character 3: the operator << is not allowed'],
    ['x ?? 1', 'at character 3: the operator ?? is not allowed'],
    ['x xor y', 'at character 3: the operator xor is not allowed'],
    // Values that are no numbers.
    ['true', 'true is not allowed'],
    ['x + null', 'at character 5: null is not allowed'],
    ['x + undefined', 'is empty'],
    ['x NaN', 'NaN is not allowed'],
    ['1e400 x', 'the number is too large'],
    ['x < 1', 'at character 3: a comparison is true or false'],
    ['(x > 0) + 1', 'at character 4: a comparison is true or false'],
    ['max(x, y == 1)', 'at character 10: a comparison is true or false'],
    ['x > 0 ? x > 1 : 2', 'a comparison is true or false'],
    ['x > 0 ? 2 : x > 1', 'a comparison is true or false'],
    ['x and y', 'expected a comparison'],
    ['x ? 1 : 2', 'at character 3: expected a comparison'],
    ['1 < x < 2', 'at character 3: comparisons cannot be chained'],
    // Names.
    ['sin x', 'at character 1: "sin" is a function: write sin(…)'],
    ['x + sin', 'at character 5: "sin" is a function'],
    ['x(y)', 'at character 1: there is no function "x": to multiply, write x*(…)'],
    ['pi(x)', 'to multiply, write pi*(…)'],
    ['sinn(x)', 'did you mean "sign" or "sin" or "sinh"?'],
    ['sin(x, y)', 'sin takes 1 argument, got 2'],
    ['log()', 'log takes 1 to 2 arguments, got 0'],
    ['constructor', '"constructor" cannot be the name of a variable'],
    ['__proto__ + x', '"__proto__" cannot be the name of a variable'],
    ['valueOf', '"valueOf" cannot be the name of a variable'],
    ['$x', '"$x" cannot be the name of a variable'],
    ['2×x', '"×x" cannot be the name of a variable'],
    ['\u212A + x', 'cannot be the name of a variable'],
    ['\u{1D431}', 'cannot be the name of a variable'],
    ['\u0455in(x)', 'at character 1: syntax error'],
    ['x\u200By', 'at character 2: syntax error'],
    ['\u202Ex', 'at character 1: syntax error'],
    ['\0', 'at character 1: syntax error'],
  ];
  test.each(cases)('%j', (text, message) => {
    const said = refusal(text);
    expect(said).toMatch(/^expression "/);
    if (typeof message === 'string') expect(said).toContain(message);
    else expect(said).toMatch(message);
  });
});

describe('what is too long or too deep is refused, too', () => {
  const n = 4_900;
  test.each([
    ['(', '('.repeat(n)],
    ['()', `${'('.repeat(n)}x${')'.repeat(n)}`],
    ['[', '['.repeat(n)],
    ['{', '{a:'.repeat(n / 2)],
    ['f(', 'sin('.repeat(n / 2)],
    ['-', `${'-'.repeat(2 * n)}x`],
    ['not', `${'not '.repeat(n / 2)}x`],
    ['^', `${'x^'.repeat(n)}x`],
    ['?', `${'x>0?x:'.repeat(n / 3)}x`],
    ['=', `${'x='.repeat(n)}x`],
    ['+', `${'x+'.repeat(n)}x`],
    ['2x', '2x '.repeat(n / 2)],
    ['%', `${'x%'.repeat(n)}x`],
    ['!', `x${'!'.repeat(n)}`],
  ])('%s', (_, text) => {
    expect(refusal(text)).toMatch(/is nested too deeply|not allowed|cannot be defined|takes 1 argument/);
  });
  test('the 101st bracket in brackets', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}x${')'.repeat(depth)}`;
    expect(translate(nested(100)).variables).toEqual(['x']);
    expect(refusal(nested(101))).toContain('at character 101: is nested too deeply');
  });
  test('10,001 characters', () => {
    expect(refusal(`x${' '.repeat(10_000)}`)).toContain('has 10001 characters, more than 10000');
  });
});

test('whatever is written, it is translated into harmless words or refused as an expression', () => {
  const piece = fc.constantFrom(
    ...[
      'x',
      'y1',
      'sin',
      'max',
      'import',
      'constructor',
      '__proto__',
      'pi',
      '1',
      '2.5',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ';',
      ':',
      '"',
      "'",
      '.',
      '=',
      '==',
      '<',
    ],
    ...[
      '+',
      '-',
      '*',
      '/',
      '^',
      '!',
      '%',
      '?',
      '?.',
      '??',
      'and',
      'not',
      'to',
      ' ',
      '\n',
      '#',
      '$',
      '\\',
      '`',
      'é',
      '²',
      '\u212A',
      '\u{1D431}',
      '\0',
    ],
  );
  const word = /^(-?[\d.]+(e[+-]?\d+)?|[\p{L}_][\p{L}\p{N}_]*(\/\d+)?)$/u;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join('')),
        fc.string({ unit: 'binary' }),
      ),
      text => {
        let translation: ReturnType<typeof translate>;
        try {
          translation = translate(text);
        } catch (error) {
          expect(GlompoError.is(error, 'GLOMPO_EXPRESSION'), String(error)).toBe(true);
          return;
        }
        for (const w of translation.program.split(' ')) expect(w).toMatch(word);
        const { variables, program } = translation;
        expect(typeof compileProgram(program, variables)(new Float64Array(variables.length))).toBe('number');
      },
    ),
    { numRuns: 500 },
  );
});
