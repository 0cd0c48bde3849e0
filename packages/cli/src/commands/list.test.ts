import { describe, expect, test } from 'vitest';
import { glompo, project } from '../glompo.test.fixture.js';

/** Proposes random points of its own; written against the published interfaces, without anything of glompo's. */
const optimizer = `export default {
  name: 'mine', api: 1, module: import.meta.url, traits: { asynchronous: false, kinds: ['real'] },
  description: 'Goes nowhere.',
  options: { step: { type: 'number', default: 2, description: 'how far' } },
  parse: options => ({ step: 2, ...options }),
  create: ({ start }, { step }) => ({ ask: n => [{ x: start.point.map(v => v / step) }], tell() {}, stop: undefined, snapshot: () => null }),
};`;

/** Everything in this thread, under another name: what a backend package may be in the least. */
const backend = (inline: string) => `import { inline } from ${JSON.stringify(inline)};
  export default { name: 'near', api: 1, parse: options => options, create: () => ({ ...inline(), name: 'near' }) };`;

const core = import.meta.resolve('@glompo/core');

const user = {
  'package.json': {
    type: 'module',
    dependencies: { mine: '*', 'not-installed': '*' },
    devDependencies: { '@me/near': '*' },
    optionalDependencies: { tasks: '*', plain: '*' },
  },
  'node_modules/mine/package.json': {
    name: 'mine',
    version: '3.2.1',
    type: 'module',
    glompo: { api: 1, optimizers: { mine: './optimizer.js' }, somethingLater: {} },
  },
  'node_modules/mine/optimizer.js': optimizer,
  'node_modules/@me/near/package.json': {
    name: '@me/near',
    version: '0.0.1',
    type: 'module',
    glompo: { api: 1, backends: { near: './near.js' } },
  },
  'node_modules/@me/near/near.js': backend(core),
  'node_modules/tasks/package.json': {
    name: 'tasks',
    version: '1.0.0',
    type: 'module',
    glompo: { api: 1, tasks: { valley: './valley.js' } },
  },
  'node_modules/tasks/valley.js': `export const options = { depth: { type: 'number', min: 1, description: 'how deep' } };
    export default ({ depth }) => ({ parameters: [{ kind: 'real', name: 'x', low: -1, high: 1 }], evaluate: ([x]) => x * x - depth });`,
  'node_modules/plain/package.json': { name: 'plain', version: '1.0.0' },
  'deep/down/here.txt': '',
};

describe.concurrent('plugins of the user’s project', () => {
  test('are found without configuration, from any folder of it, and run by name', async () => {
    using home = project(user);
    const { stdout, code } = await glompo(
      [
        'run',
        'valley(7)',
        '--optimizer',
        'mine(4)',
        '--optimizers-on',
        'near',
        '--start',
        '1',
        '--live-runs',
        '1',
        '--max-evaluations',
        '3',
        '--json',
      ],
      { cwd: `${home.path}/deep/down` },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      value: 1 / 16 - 7,
      placement: { optimizers: 'near', trials: 'with-optimizer' },
    });
    expect(code).toBe(0);
  });

  test('are listed with where they come from and what they take', async () => {
    using home = project(user);
    const { stdout } = await glompo(['list', '--json'], { cwd: home.path });
    const lists = JSON.parse(stdout);
    expect(Object.keys(lists)).toEqual([
      'optimizers',
      'backends',
      'tasks',
      'hunters',
      'checkers',
      'selectors',
      'start-points',
      'sharing',
    ]);
    expect(lists.optimizers.map(({ name }: { name: string }) => name)).toEqual([
      'cmaes',
      'lbfgs',
      'mine',
      'nelder-mead',
      'random-search',
      'step',
    ]);
    expect(lists.optimizers[2]).toEqual({
      name: 'mine',
      package: 'mine',
      description: 'Goes nowhere.',
      options: [{ name: 'step', expected: 'a number', default: 2, required: false, description: 'how far' }],
    });
    expect(lists.backends.map(({ name }: { name: string }) => name)).toEqual([
      'inline',
      'near',
      'processes',
      'threads',
    ]);
    const { stdout: said } = await glompo(['list', 'tasks', 'hunter'], { cwd: home.path });
    expect(said).toContain('  valley(depth)  [tasks]\n        depth: a number of at least 1, required: how deep\n');
    expect(said).toContain('  rastrigin(dims=10, …)  [@glompo/tasks]\n        dims: ');
    expect(said).toContain('  bbob(function=1, instance=1, dims=10, …)  [@glompo/tasks]\n        function: ');
    expect(said).toContain('  minTrials(trials=500)\n');
    expect(said).toMatch(/Where none is given: \w+\(.*/);
  });

  test('take what many take in the same way, which is told once', async () => {
    using home = project(user);
    const { stdout } = await glompo(['list', 'tasks'], { cwd: home.path });
    const said = stdout.replaceAll(/\s+/g, ' ');
    const without = 'expression, persistent-program, program, valley also take:';
    expect(said).toContain(
      ` … all of these but bbob, ${without} shift=false, rotation=false, instance=1 shift: true or`,
    );
    expect(said).toContain(
      ` … all of these but ${without} delay=0, busy=false, noise=0, relativeNoise=0, failureRate=0, gradients=true `,
    );
    for (const option of ['shift', 'rotation', 'delay', 'busy', 'noise', 'relativeNoise', 'failureRate', 'gradients'])
      expect(stdout.match(new RegExp(`^ +${option}: `, 'gm')), option).toHaveLength(1);
    const { tasks } = JSON.parse((await glompo(['list', 'tasks', '--json'], { cwd: home.path })).stdout) as {
      readonly tasks: readonly { readonly name: string; readonly options: readonly { readonly name: string }[] }[];
    };
    const names = tasks.find(({ name }) => name === 'rastrigin')?.options.map(({ name }) => name);
    expect(names).toEqual([
      ...['dims', 'shift', 'rotation', 'instance'],
      ...['delay', 'busy', 'noise', 'relativeNoise', 'failureRate', 'gradients'],
    ]);
  });

  test('are in --version', async () => {
    using home = project(user);
    const { stdout, stderr, code } = await glompo(['--version'], { cwd: home.path });
    expect(stdout).toMatch(/^glompo \d+\.\d+\.\d+\nnode \d+\.\d+\.\d+\n@glompo\/backend-processes \S+\n/);
    expect(stdout).toContain('\n@glompo/core ');
    expect(stdout).toContain('\nmine 3.2.1\n');
    expect(stdout).not.toContain('plain');
    expect([stderr, code]).toEqual(['', 0]);
  });
});

test('help is for each command, wherever it is asked for', async () => {
  const [help, run, list, alone] = await Promise.all([
    glompo(['--help']),
    glompo(['run', 'sphere', '-h']),
    glompo(['help', 'list']),
    glompo([]),
  ]);
  expect(help.stdout).toContain('glompo run TASK [flags]');
  expect(run.stdout).toMatch(/\n {2}--optimizer NAME\(key=value, …\) {2}\(repeatable\)\n {6}an optimizer to start/);
  expect(list.stdout).toContain('KIND is optimizers, backends');
  expect([help, run, list].map(({ code, stderr }) => [code, stderr])).toEqual([
    [0, ''],
    [0, ''],
    [0, ''],
  ]);
  expect(alone).toEqual({ code: 2, stdout: '', stderr: help.stdout });
});
