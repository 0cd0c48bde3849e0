import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from './args-of-study-file.js';
import { isStudyFile } from './is-study-file.js';
import { argsOf, openStudyFiles } from './study-file.test.fixture.js';

const studyFiles = openStudyFiles();
const { home, place, fileWith } = studyFiles;
afterAll(() => studyFiles.close());

const code = `import { cmaes, defineStudy, threads } from 'glompo';
const patient = { name: 'patient', options: {}, test: () => undefined };
`;

test('a study file is known by its name', () => {
  for (const name of ['a.yaml', 'b.yml', 'c.JSON', 'study.config.ts', './x/y.config.mjs', 'z.config.js'])
    expect(isStudyFile(name)).toBe(true);
  for (const name of ['engine.task.ts', 'config.js', 'x^2', 'rastrigin', 'a.yaml.js'])
    expect(isStudyFile(name)).toBe(false);
});

test('paths are relative to the file', async () => {
  const path = join('engine', fileWith('', 'x').replace('.x', '.yaml'));
  writeFileSync(join(home.path, path), "task: engine.task.mjs\nstart: '@points.txt'\ndir: study");
  const { positionals, flags } = await argsOfStudyFile(path, place);
  expect(positionals).toEqual(['./engine/engine.task.mjs']);
  expect(flags.get('start')).toEqual(['@engine/points.txt']);
  expect(flags.get('dir')).toEqual([join('engine', 'study')]);
});

test('an outside program, as a text or as its words, and an expression', async () => {
  const words = ['--command', "'echo' '{x}' 'it'\\''s'", '--bounds', 'x=0:1'];
  const args = await argsOfStudyFile(fileWith("command: [echo, '{x}', it's]\nbounds: { x: [0, 1] }\n", 'yaml'), place);
  expect(args.flags).toEqual(argsOf(words).flags);
  expect(await studyOfArgs(args, place)).toMatchObject({ task: { options: {} } });
  const expression = await argsOfStudyFile(fileWith("task: 'x^2 + y'\nbounds: [[0, 1], [-1, 2]]\n", 'yaml'), place);
  expect({ ...expression, file: undefined }).toEqual({
    ...argsOf(['x^2 + y', '--bounds', '0:1,-1:2']),
    file: undefined,
  });
});

test('in code, parts may be objects', async () => {
  const path = fileWith(
    `${code}export default defineStudy({
      task: { parameters: [{ kind: 'real', name: 'x', low: -1, high: 1 }], evaluate: ([x]) => x * x },
      optimizers: ['nelder-mead', cmaes({ sigma: 0.2 })], hunters: ['minTrials(5)', patient], optimizersOn: threads(),
    });`,
    'config.mjs',
  );
  const options = await studyOfArgs(await argsOfStudyFile(path, place), place);
  expect(options.hunters).toMatchObject({ name: 'any', conditions: [{ name: 'minTrials' }, { name: 'patient' }] });
  expect(options.optimizers).toMatchObject([{ optimizer: { name: 'nelder-mead' } }, { optimizer: { name: 'cmaes' } }]);
  expect(options.backend).toMatchObject({ optimizers: { name: 'threads' } });
  expect(options.task).toHaveProperty('evaluate');
});

test('the examples in the README are one study, in each format', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const studies = await Promise.all(
    [
      ['yaml', 'yaml'],
      ['json', 'json'],
      ['ts', 'config.ts'],
    ].map(async ([language, extension]) => {
      const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(
        ([, text]) => text as string,
      );
      const text = blocks.find(block => block.includes('maxEvaluations')) ?? '';
      const { registry: _, ...options } = await studyOfArgs(
        await argsOfStudyFile(fileWith(text, extension as string), place),
        place,
      );
      return JSON.stringify(options);
    }),
  );
  expect(studies[0]).toContain('"maxEvaluations"');
  expect(studies[1]).toBe(studies[0]);
  expect(studies[2]).toBe(studies[0]);
});
