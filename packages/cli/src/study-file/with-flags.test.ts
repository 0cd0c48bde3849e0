import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStudy } from '@glompo/core';
import { afterAll, expect, test } from 'vitest';
import { openRegistry } from '../plugins/open-registry.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from './args-of-study-file.js';
import { argsOf, openStudyFiles } from './study-file.test.fixture.js';
import { withFlags } from './with-flags.js';

const studyFiles = openStudyFiles();
const { home, place, fileWith } = studyFiles;
afterAll(() => studyFiles.close());

test('the same study has the same result, from a file and from flags, and flags go before the file', async () => {
  const path = fileWith(
    "task: rastrigin\ndims: 2\nmaxEvaluations: 200\nseed: 3\nslots: 1\noptimizersOn: inline\noptimizers: ['cmaes(sigma=0.3)']\n",
    'yaml',
  );
  const words = [
    '--dims',
    '2',
    '--max-evaluations',
    '200',
    '--seed',
    '3',
    '--slots',
    '1',
    '--optimizers-on',
    'inline',
    '--optimizer',
    'cmaes(sigma=0.3)',
  ];
  const fromFile = await argsOfStudyFile(path, place);
  const resultOf = async (args: Parameters<typeof studyOfArgs>[0]) => {
    const { value, point, seed } = await createStudy(await studyOfArgs(args, place)).run();
    return { value, point, seed };
  };
  const result = await resultOf(fromFile);
  expect(result).toEqual(await resultOf(argsOf(['rastrigin', ...words])));
  const other = ['--seed', '4', '--optimizer', 'nelder-mead'];
  const replaced = withFlags(fromFile, argsOf(other));
  expect(await resultOf(replaced)).toEqual(
    await resultOf(argsOf(['rastrigin', ...words.slice(0, 4), ...words.slice(6, 10), ...other])),
  );
});

test('flags replace hunters, and each option of the task by itself', async () => {
  const before = await argsOfStudyFile(
    fileWith('task: rastrigin\nhunters: none\ntaskOptions: { dims: 3, a: 1, b: 2 }', 'yaml'),
    place,
  );
  const after = withFlags(before, argsOf(['--hunter', 'minTrials(5)', '--dims', '4', '--task-option', 'a=5']));
  expect(Object.fromEntries(after.flags)).toEqual({
    hunter: ['minTrials(5)'],
    dims: ['4'],
    'task-option': ['b=2', 'a=5'],
  });
});

test('flags take away what the file says', async () => {
  const before = await argsOfStudyFile(
    fileWith('task: x^2\nbounds: [-1, 1]\nspawnUntil: runsStarted(3)\nshare: incumbent\n', 'yaml'),
    place,
  );
  expect(await studyOfArgs(before, place)).toMatchObject({
    spawnUntil: { name: 'runsStarted' },
    share: { every: 1000 },
  });
  const without = withFlags(before, argsOf(['--no-spawn-until', '--no-share']));
  expect(await studyOfArgs(without, place)).toMatchObject({ spawnUntil: undefined, share: undefined });
});

test('plugin files are imported, those of flags beside those of the file', async () => {
  const part = (name: string) =>
    `import { defineCondition } from '@glompo/core/conditions';
    export default defineCondition({ name: '${name}', description: 'never', options: {}, test: () => undefined });`;
  writeFileSync(join(home.path, 'engine/lazy.mjs'), part('lazy'));
  writeFileSync(join(home.path, 'idle.mjs'), part('idle'));
  const path = join('engine', fileWith('', 'x').replace('.x', '.yaml'));
  writeFileSync(join(home.path, path), 'task: x^2\nbounds: [-1, 1]\nplugins: lazy.mjs\nhunters: [lazy(), idle()]');
  const both = withFlags(await argsOfStudyFile(path, place), argsOf(['--plugin', 'idle.mjs']));
  const fresh = { registry: openRegistry(home.path), workingDirectory: home.path };
  const { hunters } = await studyOfArgs(both, fresh);
  expect(hunters).toMatchObject({ name: 'any', conditions: [{ name: 'lazy' }, { name: 'idle' }] });
});
