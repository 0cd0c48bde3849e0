import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createStudy, GlompoError } from '@glompo/core';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readArgs } from '../args/read-args.js';
import { runFlags } from '../commands/flags.js';
import { project, taskSource } from '../glompo.test.fixture.js';
import { openRegistry } from '../plugins/open-registry.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from './args-of-study-file.js';
import { fields, noFields } from './fields.js';
import { isStudyFile } from './is-study-file.js';
import { withFlags } from './with-flags.js';

const code = `import { cmaes, defineStudy, threads } from 'glompo';
const patient = { name: 'patient', options: {}, test: () => undefined };
`;
const home = project({
  'engine/engine.task.mjs': taskSource('([x]) => x * x'),
  'engine/points.txt': '0.25\n0.5\n',
});
symlinkSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(home.path, 'node_modules'));
afterAll(() => home[Symbol.dispose]());

const place = { registry: openRegistry(home.path), workingDirectory: home.path };
let count = 0;

/** A file with this text, in a folder of its own in the project. */
function fileWith(text: string, extension: string): string {
  const path = `study-${count++}.${extension}`;
  writeFileSync(join(home.path, path), text);
  return path;
}

const argsOf = (words: readonly string[]) => readArgs(words, runFlags);

async function mistakesIn(text: string, extension = 'yaml'): Promise<string> {
  const path = fileWith(text, extension);
  const failure: unknown = await argsOfStudyFile(path, place)
    .then(args => studyOfArgs(args, place, { isRecorded: args.flags.has('dir') }))
    .then(
      () => undefined,
      error => error,
    );
  if (!(failure instanceof GlompoError)) throw failure ?? new Error('there was no mistake');
  return failure.message.replaceAll(path, 'F');
}

test('a study file is known by its name', () => {
  for (const name of ['a.yaml', 'b.yml', 'c.JSON', 'study.config.ts', './x/y.config.mjs', 'z.config.js'])
    expect(isStudyFile(name)).toBe(true);
  for (const name of ['engine.task.ts', 'config.js', 'x^2', 'rastrigin', 'a.yaml.js'])
    expect(isStudyFile(name)).toBe(false);
});

/** Each field with a value, and the flags that say the same. */
const pairs: readonly (readonly [field: string, value: unknown, words: readonly string[]])[] = [
  [
    'optimizers',
    ['cmaes(sigma=0.3)', { name: 'lbfgs', options: {}, maxSlots: 2, trials: 'inline' }],
    ['--optimizer', 'cmaes(sigma=0.3)', '--optimizer', 'lbfgs(maxSlots=2, trials=inline())'],
  ],
  ['selector', { name: 'random' }, ['--selector', 'random()']],
  ['spawnUntil', 'runsStarted(20)', ['--spawn-until', 'runsStarted(20)']],
  ['optimizersOn', { name: 'threads', options: { maxHeapMb: 500 } }, ['--optimizers-on', 'threads(maxHeapMb=500)']],
  ['trialsOn', 'inline', ['--trials-on', 'inline']],
  ['slots', 2, ['--slots', '2']],
  ['liveRuns', { from: 4, upTo: 16 }, ['--live-runs', '4..16']],
  ['maxEvaluations', '20_000', ['--max-evaluations', '20_000']],
  ['maxSeconds', 0.5, ['--max-seconds', '0.5']],
  ['target', -1e-8, ['--target', '-1e-8']],
  ['stop', 'runsConverged(10)', ['--stop', 'runsConverged(10)']],
  [
    'hunters',
    [
      { name: 'all', conditions: ['minTrials(5)', { name: 'parameterDistance', options: { relative: 0.05 } }] },
      'minTrials(7)',
    ],
    ['--hunter', 'all(minTrials(5), parameterDistance(relative=0.05))', '--hunter', 'minTrials(7)'],
  ],
  ['huntEvery', 7, ['--hunt-every', '7']],
  ['spare', 0.2, ['--spare', '0.2']],
  ['share', { name: 'incumbent', options: { every: 9 } }, ['--share', 'incumbent(every=9)']],
  ['trialTimeout', 3, ['--trial-timeout', '3']],
  ['abortGrace', 2, ['--abort-grace', '2']],
  ['retries', 0, ['--retries', '0']],
  ['failedTrials', { inARow: 5, action: 'end-run' }, ['--failed-trials', '5:end-run']],
  ['finishKilled', true, ['--finish-killed']],
  ['spareWorker', false, ['--no-spare-worker']],
  [
    'start',
    [[1, -2.5], '@engine/points.txt', { name: 'random' }],
    ['--start', '1,-2.5', '--start', '@engine/points.txt', '--start', 'random()'],
  ],
  ['dims', 2, ['--dims', '2']],
  [
    'taskOptions',
    { a: 'true', b: [1, 'x y'], c: true, d: -0.5 },
    [
      '--task-option',
      'a="true"',
      '--task-option',
      'b=[1, "x y"]',
      '--task-option',
      'c=true',
      '--task-option',
      'd=-0.5',
    ],
  ],
  ['bounds', { x1: [-1, 2] }, ['--bounds', 'x1=-1:2']],
  ['seed', 42, ['--seed', '42']],
  ['dir', 'there', ['--dir', 'there']],
  ['durability', 'second', ['--durability', 'second']],
  ['detail', 'improvements', ['--detail', 'improvements']],
  ['checkpointEvery', '10m', ['--checkpoint-every', '10m']],
  ['checkpointAt', ['start', 'end'], ['--checkpoint-at', 'start,end']],
  ['checkpointKeep', 7, ['--checkpoint-keep', '7']],
  ['plugins', ['own.js', 'lib/more.js'], ['--plugin', 'own.js', '--plugin', 'lib/more.js']],
  ['checkpointName', 'a-{event}.db', ['--checkpoint-name', 'a-{event}.db']],
];

test('every flag of glompo run is a field, or known to be none', () => {
  const flags = [...[...fields.values()].map(({ flag }) => flag), ...noFields];
  expect(flags.sort()).toEqual(runFlags.map(({ name }) => name).sort());
  // `command` is tried beside `task`, below.
  expect([...pairs.map(([field]) => field), 'command'].sort()).toEqual([...fields.keys()].sort());
});

test('a file says what the flags say, in each format', async () => {
  const study = Object.fromEntries([['task', 'rastrigin'], ...pairs.map(([field, value]) => [field, value])]);
  const flags = argsOf(['rastrigin', ...pairs.flatMap(([, , words]) => words)]);
  const json = JSON.stringify(study, undefined, 2);
  for (const [text, extension] of [
    [json, 'json'],
    [json, 'yaml'],
    [`export default ${json};`, 'config.mjs'],
    [`import { defineStudy } from 'glompo';\nexport default defineStudy(${json} as const);`, 'config.ts'],
  ] as const) {
    const args = await argsOfStudyFile(fileWith(text, extension), place);
    expect(args.file?.mistakes).toEqual([]);
    expect({ ...args, file: undefined }).toEqual({ ...flags, file: undefined });
  }
});

test.each(pairs)('%s is its flag alone, too', async (field, value, words) => {
  const args = await argsOfStudyFile(fileWith(JSON.stringify({ task: 'x^2', [field]: value }), 'json'), place);
  expect(args.flags).toEqual(argsOf(words).flags);
});

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
      'F:7:23: optimizers[1].options.sigma: cmaes: sigma: expected a number above 0 and below Infinity, got -1',
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
