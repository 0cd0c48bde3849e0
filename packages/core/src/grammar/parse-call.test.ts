import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GlompoError } from '../errors/glompo-error.js';
import type { Call, CallValue } from './call.js';
import { formatCall, formatValue } from './format-call.js';
import { parseCall, parseValue } from './parse-call.js';

const call = (name: string, positional: readonly CallValue[] = [], named: Record<string, CallValue> = {}): Call => ({
  name,
  positional,
  named,
});

it('reads names, positional values, keys and nested calls', () => {
  expect(parseCall('lbfgs')).toEqual(call('lbfgs'));
  expect(parseCall('  lbfgs ( ) ')).toEqual(call('lbfgs'));
  expect(parseCall('cmaes(sigma=0.3)')).toEqual(call('cmaes', [], { sigma: 0.3 }));
  expect(parseCall('all(minTrials(500), parameterDistance(relative=0.05))')).toEqual(
    call('all', [call('minTrials', [500]), call('parameterDistance', [], { relative: 0.05 })]),
  );
  expect(parseCall('given([1, 2],\n  next = random(),)')).toEqual(call('given', [[1, 2]], { next: call('random') }));
  expect(parseCall('nelder-mead(a,b)')).toEqual(call('nelder-mead', ['a', 'b']));
});

it.each<[string, CallValue]>([
  ['5', 5],
  ['-5', -5],
  ['+5', 5],
  ['1e-3', 1e-3],
  ['1E6', 1e6],
  ['.5', 0.5],
  ['5.', 5],
  ['1_000_000', 1e6],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
  ['true', true],
  ['false', false],
  ['word', 'word'],
  ['./some/file-2.js', './some/file-2.js'],
  ['1__0', '1__0'],
  ['NaN', 'NaN'],
  ['"true"', 'true'],
  ["'two words'", 'two words'],
  [`"a \\"b\\" \\\\ \\n \\u00e9"`, 'a "b" \\ \n é'],
  ['[]', []],
  ['[1, [a, "b c"], f(x=[2])]', [1, ['a', 'b c'], call('f', [], { x: [2] })]],
])('reads %s', (text, value) => {
  expect(parseValue(text)).toEqual(value);
});

it.each([
  ['all(minTrials(500)', 'expected "," or ")" at the end:\n  all(minTrials(500)\n                    ^'],
  ['cmaes(sigma=)', 'expected a value:\n  cmaes(sigma=)\n              ^'],
  ['cmaes(sigma=0.3) x', 'expected nothing more:\n  cmaes(sigma=0.3) x\n                   ^'],
  ['cmaes(a=1, a=2)', '"a" is given twice:\n  cmaes(a=1, a=2)\n             ^'],
  ['cmaes(a=1, 2)', 'expected key=value, as before:\n  cmaes(a=1, 2)\n             ^'],
  ['cmaes(2=1)', 'expected the name of an option before "=":\n  cmaes(2=1)\n        ^'],
  ['f(__proto__=1)', 'expected the name of an option before "=":\n  f(__proto__=1)\n    ^'],
  ['f(,)', 'expected a value:\n  f(,)\n    ^'],
  ['', 'expected a value at the end:\n  \n  ^'],
  ['\n 5', 'expected a name such as cmaes or cmaes(sigma=0.3):\n   5\n   ^'],
  ['5', 'expected a name such as cmaes or cmaes(sigma=0.3):\n  5\n  ^'],
  ['[a]', 'expected a name such as cmaes or cmaes(sigma=0.3):\n  [a]\n  ^'],
  ['5(1)', 'expected a name before "(":\n  5(1)\n  ^'],
  ['f("abc)', 'expected " that ends the text begun here:\n  f("abc)\n    ^'],
  ['f("\\q")', 'expected one of n r t b f u " \' \\ / after a backslash:\n  f("\\q")\n      ^'],
  ['f("\\u12")', 'expected four hexadecimal digits after \\u:\n  f("\\u12")\n      ^'],
  ['f(1e999)', 'expected a number below 1.8e308:\n  f(1e999)\n    ^'],
  ['f([1, 2)', 'expected "," or "]":\n  f([1, 2)\n         ^'],
  ['f(\n  a=1,\n  ?b=2)', 'expected the name of an option before "=":\n    ?b=2)\n    ^'],
])('shows where %j cannot be read', (text, message) => {
  expect(() => parseCall(text)).toThrow(new GlompoError('GLOMPO_SYNTAX', message));
});

it('cuts a long line around the place, and refuses absurd depths', () => {
  expect(() => parseCall(`f(${'a, '.repeat(200)}=)`)).toThrow(
    /^expected the name of an option before "=":\n {2}.{60}=\)\n {62}\^$/,
  );
  expect(() => parseCall('f('.repeat(100_000))).toThrow('nested deeper than 100 levels');
});

const name = fc.constantFrom('cmaes', 'nelder-mead', '@scope/plugin', 'a', 'true1', 'x.y');
const key = fc.constantFrom('sigma', 'a', 'max-slots', 'x_1', 'true', 'Infinity', 'constructor');
const value: fc.Arbitrary<CallValue> = fc.letrec<{ value: CallValue; call: CallValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', 'true', 'Infinity', '5', '-1e3', 'a=b', 'f(x)', 'a b', '"', "'", '\\', '\ud800'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('call'),
  ),
  call: fc.record(
    {
      name,
      positional: fc.array(tie('value'), { maxLength: 3 }),
      named: fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    },
    { noNullPrototype: true },
  ),
})).value;

it('reads back what it has written', () => {
  fc.assert(
    fc.property(value, v => {
      expect(parseValue(formatValue(v))).toEqual(v);
    }),
  );
  expect(Object.is(parseValue(formatValue(-0)), -0)).toBe(true);
  fc.assert(
    fc.property(name, fc.array(value, { maxLength: 3 }), (n, positional) => {
      expect(parseCall(formatCall(call(n, positional)))).toEqual(call(n, positional));
    }),
  );
});

it('reads any text or says where it cannot', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab1.-_e()[]=,"\' \\\nu\t') });
  fc.assert(
    fc.property(text, t => {
      try {
        parseCall(t);
      } catch (error) {
        expect(GlompoError.is(error, 'GLOMPO_SYNTAX')).toBe(true);
        expect((error as Error).message).toMatch(/:\n {2}.*\n *\^$/);
      }
    }),
    { numRuns: 500 },
  );
});
