import { GlompoError } from '@glompo/core';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from './args-of-study-file.js';
import { fields } from './fields.js';
import { openStudyFiles } from './study-file.test.fixture.js';

const studyFiles = openStudyFiles();
const { place, fileWith, mistakesIn } = studyFiles;
afterAll(() => studyFiles.close());

describe('a file that was made to do harm does none', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, i) => `b${i}: &${String.fromCharCode(98 + i)} [${Array(9).fill(`*${String.fromCharCode(97 + i)}`)}]\n`).join('')}`;
  test.each<[string, string, string, RegExp]>([
    ['aliases that multiply', bomb, 'yaml', /Excessive alias count/],
    ['brackets without end', `task: ${'['.repeat(20_000)}`, 'yaml', /nested too deeply/],
    [
      'thousands of fields',
      Array.from({ length: 20_000 }, (_, i) => `f${i}: 1\n`).join(''),
      'yaml',
      /f0: unknown field/,
    ],
    ['a megabyte', `task: ${'x'.repeat(1_000_001)}`, 'yaml', /at most 1000000 bytes/],
    [
      'names of every object',
      '{"__proto__": {"slots": 2}, "constructor": 1, "toString": 3, "task": "rastrigin"}',
      'json',
      /__proto__: unknown field[\s\S]*constructor: unknown field[\s\S]*toString: unknown field/,
    ],
    ['bounds of no parameter', '{"task": "x^2", "bounds": {"__proto__": [0, 1]}}', 'json', /bounds|variable|parameter/],
    ['escapes', '"\\e[31mred": 1\ntask: rastrigin', 'yaml', /"\\u001b\[31mred": unknown field/],
    [
      'itself, twice each time',
      'task: rastrigin\nhunters: &a { name: all, conditions: [*a, *a] }',
      'yaml',
      /hunters: nested deeper than 50 levels/,
    ],
    ['itself', 'task: rastrigin\noptimizers: &a [*a]', 'yaml', /optimizers\[0\]: expected a part/],
  ])('%s', { timeout: 20_000 }, async (_, text, extension, message) => {
    expect(await mistakesIn(text, extension)).toMatch(message);
  });
});

test('a wrong value in any field is a mistake that names the field', async () => {
  const wrong = fc.oneof(
    fc.constantFrom<unknown>(null, [], [[]], { a: 1 }, { name: 5 }, { name: 'a b' }, [null], [{}], -1, 'é(', '\0', '"'),
    fc.jsonValue({ maxDepth: 2 }).filter(value => typeof value === 'object'),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fields.keys(), 'task'), wrong, async (field, value) => {
      const path = fileWith(JSON.stringify({ task: 'x^2', dir: 'd', [field]: value }), 'json');
      const failure: unknown = await argsOfStudyFile(path, place)
        .then(args => studyOfArgs(args, place))
        .then(
          () => undefined,
          error => error,
        );
      // Nothing is wrong with these.
      if (failure === undefined && ['target', 'taskOptions', 'dir', 'start'].includes(field)) return;
      expect(failure).toBeInstanceOf(GlompoError);
      expect((failure as GlompoError).message).toMatch(new RegExp(`(:|^|\\s)${field}|--${fields.get(field)?.flag}`));
      expect((failure as GlompoError).code).not.toBe('GLOMPO_BUG');
    }),
    { numRuns: 200 },
  );
});
