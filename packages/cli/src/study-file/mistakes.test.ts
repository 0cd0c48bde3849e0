import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from './args-of-study-file.js';
import { argsOf, openStudyFiles } from './study-file.test.fixture.js';
import { withFlags } from './with-flags.js';

const studyFiles = openStudyFiles();
const { home, place, fileWith, mistakesIn } = studyFiles;
afterAll(() => studyFiles.close());

describe('what is wrong is told with its place', () => {
  test('all of it at once', async () => {
    const text = `task: rastrigan
slots: two
sed: 1
optimizers:
  - cmaess
  - name: cmaes
    options: { sigma: -1 }
  - 5
hunters: [minTrials(5), all(foo())]
bounds: { x1: [1] }
detail: all
backend: threads
`;
    const message = await mistakesIn(text);
    expect(message.split('\n').map(line => line.replace(/; (known|did).*/, '').trim())).toEqual([
      '11 mistakes:',
      'F:3:1: sed: unknown field',
      'F:8:5: optimizers[2]: expected a part such as name(key=value), or { name, options }, got 5',
      'F:10:15: bounds.x1: expected a pair [low, high], got [1]',
      'F:12:1: backend: unknown field; it is called optimizersOn and trialsOn here',
      'F:1:7: task: unknown task "rastrigan": it is no file, no expression and no registered task',
      'F:2:8: slots: expected a positive integer, got "two"',
      'F:9:25: hunters[1]: unknown hunter "foo"',
      'F:5:5: optimizers[0]: unknown optimizer "cmaess"',
      'F:7:23: optimizers[1].options.sigma: cmaes: sigma: expected a number above 0 and of at most 1e+150, got -1',
      'F:11:9: detail: expected trials, improvements or none, got "all"',
      'F:11:9: detail: nothing is recorded: --dir says where',
    ]);
  });

  test.each<[string, string, string]>([
    ['task: x\nslots: 1.5', 'yaml', 'F:2:8: slots: expected a positive integer, got 1.5'],
    ['{"task": rastrigin}', 'json', 'F:1:10: Unresolved plain scalar "rastrigin"'],
    ['task: a\ntask: b', 'yaml', 'F:2:1: "task" is given twice'],
    ['slots: 2', 'yaml', 'F:1:1: task: is missing'],
    ['- 5', 'yaml', 'F:1:1: expected the fields of a study'],
    ['', 'yaml', 'F:1:1: expected the fields of a study'],
    ['task: !!js/function x', 'yaml', 'F:1:7: Unresolved tag'],
    ['export default 5', 'config.mjs', 'F: expected a study'],
    ['export default { evaluate() {} }', 'config.mjs', 'F: its default export is a task'],
    ['let x = ;', 'config.mjs', 'F: the study file cannot be imported'],
    [
      'export default { task: "rastrigin", optimizers: [{ name: "cmaes", options: { sigma: "x" } }] }',
      'config.mjs',
      'F: optimizers[0].options.sigma: cmaes: sigma: expected a number',
    ],
    ["task: 'x +'\nbounds: [0, 1]", 'yaml', 'F:1:7: task: '],
    [
      'task: rastrigin\nhunters: [{ name: all, conditions: 5 }]',
      'yaml',
      'F:2:36: hunters[0].conditions: all: conditions: expected a list, got 5',
    ],
  ])('%j', async (text, extension, message) => {
    expect(await mistakesIn(text, extension)).toContain(message);
  });
});

test('what is wrong with plugin files is told with all the rest, and what follows from it is not', async () => {
  writeFileSync(join(home.path, 'throws.mjs'), 'throw new Error("no luck");');
  const said = await mistakesIn(
    'task: x^2\nbounds: [-1, 1]\nplugins:\n  - absent.mjs\n  - ./throws.mjs\nhunters: [mine(3), minTrials(-1), minTrails(1)]\nslots: 0\n',
  );
  expect(said).toBe(`5 mistakes:
  F:4:5: plugins[0]: "absent.mjs" does not exist
  F:5:5: plugins[1]: "throws.mjs" cannot be imported: no luck
  F:7:8: slots: expected a positive integer, got 0
  F:6:20: hunters[1]: minTrials: trials: expected a positive integer, got -1
  F:6:35: hunters[2]: unknown hunter "minTrails"; did you mean "minTrials"?`);
  expect(await mistakesIn('task: x^2\nbounds: [-1, 1]\nplugins: []\n')).toBe(
    'F:3:10: plugins: expected at least one, got []',
  );
});

test('what is wrong with the options of a task is told with all the rest', async () => {
  const text = 'task: rastrigin\ntaskOptions: { dim: 3, shift: 5, delay: -1 }\ndims: 0\nslots: 0\n';
  expect(await mistakesIn(text)).toBe(`5 mistakes:
  F:3:7: dims: expected a positive integer, got 0
  F:2:21: taskOptions.dim: rastrigin: unknown option "dim"; did you mean "dims"?
  F:2:31: taskOptions.shift: rastrigin: shift: expected true or false, got 5
  F:2:41: taskOptions.delay: rastrigin: delay: expected a number from 0 to 86400, got -1
  F:4:8: slots: expected a positive integer, got 0`);
  const path = fileWith(text, 'yaml');
  const args = withFlags(await argsOfStudyFile(path, place), argsOf(['--dims', '-2', '--task-option', 'shift=3']));
  await expect(studyOfArgs(args, place)).rejects.toThrow(`5 mistakes:
  --dims: expected a positive integer, got "-2"
  ${path}:2:21: taskOptions.dim: rastrigin: unknown option "dim"; did you mean "dims"?
  rastrigin: shift: expected true or false, got 3
  ${path}:2:41: taskOptions.delay: rastrigin: delay: expected a number from 0 to 86400, got -1`);
});

test('all that is wrong in one combination is told', async () => {
  expect(
    await mistakesIn(
      "task: x^2\nbounds: [-1, 1]\nhunters: 'all(minTrails(5), any(bestUnmoving(calls=0, tolerance=-1)))'\n",
    ),
  ).toBe(`3 mistakes:
  F:3:10: hunters: unknown hunter "minTrails"; did you mean "minTrials"?
  F:3:10: hunters: bestUnmoving: calls: expected a positive integer, got 0
  F:3:10: hunters: bestUnmoving: tolerance: expected a number of at least 0, got -1`);
});

test('what is wrong in the conditions of an object is told where it stands', async () => {
  const said = await mistakesIn(`task: x^2
bounds: [-1, 1]
hunters:
  name: all
  conditions:
    - { name: minTrials, options: { trials: -1 } }
    - { name: minTrials, options: { trials: 9 } }
    - 'bestUnmoving(calls=-1)'
    - name: any
      conditions: [minTrails, { name: stepSize, options: { relativ: 1 } }]
    - { name: lasting, options: { evaluations: 0 }, conditions: [minTrials, minTrials] }
stop:
  - { name: any, conditions: [{ name: maxSeconds, options: { seconds: 0 } }, { name: maxSeconds, options: { seconds: 0 } }] }
`);
  expect(said).toBe(`8 mistakes:
  F:13:30: stop[0].conditions: maxSeconds: seconds: expected a number above 0, got 0
  F:13:30: stop[0].conditions: maxSeconds: seconds: expected a number above 0, got 0
  F:6:45: hunters.conditions[0].options.trials: minTrials: trials: expected a positive integer, got -1
  F:8:7: hunters.conditions[2]: bestUnmoving: calls: expected a positive integer, got -1
  F:10:20: hunters.conditions[3].conditions[0]: unknown hunter "minTrails"; did you mean "minTrials"?
  F:10:69: hunters.conditions[3].conditions[1].options.relativ: stepSize: unknown option "relativ"; did you mean "relative"?
  F:11:7: hunters.conditions[4]: lasting: expected exactly 1 of: a condition such as minTrials(500), got 2
  F:11:48: hunters.conditions[4].options.evaluations: lasting: evaluations: expected a positive integer, got 0`);
});

test('a NUL character is a mistake wherever a text stands', async () => {
  const fields = { task: 'a\0b', dir: 'x\0y', plugins: ['ok', 'p\0q'], start: '@s\0t', taskOptions: { file: 'u\0v' } };
  const said = await mistakesIn(JSON.stringify({ ...fields, bounds: [-1, 1], slots: 0 }), 'json');
  expect(said.split('\n')).toEqual([
    '6 mistakes:',
    ...['dir', 'plugins\\[1\\]', 'start', 'taskOptions.file', 'task'].map(field =>
      expect.stringMatching(new RegExp(`^  F:1:\\d+: ${field}: expected a text without NUL characters, got `)),
    ),
    expect.stringMatching(/^ {2}F:1:\d+: slots: /),
  ]);
  expect(await mistakesIn('export default { task: "x", plugins: new URL("file:///a%00b") }', 'config.mjs')).toContain(
    'F: plugins: expected a text without NUL characters, got ',
  );
  await expect(argsOfStudyFile('a\0b.yaml', place)).rejects.toThrow(
    'expected a text without NUL characters, got "a\\u0000b.yaml"',
  );
});
