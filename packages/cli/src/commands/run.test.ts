import { describe, expect, test } from 'vitest';
import { glompo, project, taskSource } from '../glompo.test.fixture.js';

describe.concurrent('--json', () => {
  test('prints one object with everything in it, and nothing else on stdout', async () => {
    const { code, stdout } = await glompo([
      'run',
      'rastrigin',
      '--dims',
      '2',
      '--max-evaluations',
      '3000',
      '--seed',
      '7',
      '--json',
      '--optimizers-on',
      'threads',
    ]);
    expect(stdout).toMatch(/^\{.*\}\n$/);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      task: 'rastrigin',
      parameters: ['x1', 'x2'],
      evaluations: 3000,
      outcomes: { ok: 3000, failed: 0, timedOut: 0, lost: 0 },
      retried: 0,
      replaced: 0,
      leftBehind: [],
      reason: { by: 'maxEvaluations', message: expect.any(String), data: { evaluations: 3000 } },
      seed: 7,
      seconds: expect.any(Number),
      slots: expect.any(Number),
      slotTime: { total: expect.any(Number), utilisation: expect.any(Number) },
      placement: { optimizers: 'threads', trials: 'with-optimizer' },
    });
    const { spent, total } = result.slotTime;
    expect(Object.values<number>(spent).reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(total, 6);
    expect(result.value).toBeLessThan(5);
    expect(result.point).toHaveLength(2);
    const { started, killed, converged, failed, stopped } = result.runs;
    expect(started).toBe(killed + converged + failed + stopped);
    expect(code).toBe(0);
  });

  test('keeps stdout clean of what an inline task and its module print, whichever way', async () => {
    using home = project({
      'chatty.js': `console.log('loading'); process.on('exit', () => console.log('bye'));
        ${taskSource('x => { console.log("hello", x[0]); process.stdout.write(new Uint8Array([111, 107, 10])); return x[0] ** 2; }')}`,
    });
    const { stdout, stderr } = await glompo(
      ['run', './chatty.js', '--optimizers-on', 'inline', '--max-evaluations', '20', '--json'],
      { cwd: home.path },
    );
    expect(JSON.parse(stdout)).toMatchObject({ evaluations: 20, slots: 1, task: './chatty.js' });
    for (const said of ['loading\n', 'hello 0', 'ok\n', 'bye\n']) expect(stderr).toContain(said);
  });
});

describe.concurrent('TASK', () => {
  test('is a module in TypeScript, with options', async () => {
    using home = project({
      'engine.task.ts': `type Options = { readonly shift?: number };
        export const options = { shift: { type: 'number', default: 0, description: 'where the minimum is' } };
        export default ({ shift = 0 }: Options) => ({
          parameters: [{ kind: 'real', name: 'x', low: -10, high: 10 }],
          evaluate: (x: Float64Array): number => ((x[0] as number) - shift) ** 2,
        });`,
    });
    const run = (...args: string[]) => {
      const all = ['run', 'engine.task.ts', '--max-evaluations', '400', '--optimizer', 'lbfgs', '--json', ...args];
      return glompo(all, { cwd: home.path });
    };
    const results = await Promise.all([
      run('--task-option', 'shift=3'),
      run('--shift', '3', '--optimizers-on', 'inline'),
      run('--shift=3', '--optimizers-on', 'inline'),
    ]);
    for (const { stdout, stderr } of results) expect(JSON.parse(stdout || stderr).point[0]).toBeCloseTo(3, 2);
  });

  test('is a name with options, in the grammar or as flags', async () => {
    const value = async (...args: string[]) => {
      const { stdout } = await glompo([
        'run',
        ...args,
        '--max-evaluations',
        '3000',
        '--optimizer',
        'lbfgs',
        '--json',
        '--optimizers-on',
        'inline',
        '--seed',
        '1',
      ]);
      return JSON.parse(stdout).value;
    };
    const [grammar, flag, positional] = await Promise.all([
      value('lennard-jones(atoms=3)'),
      value('lennard-jones', '--atoms', '3'),
      value('lennard-jones(3)'),
    ]);
    expect(grammar).toBeCloseTo(-3, 8);
    expect([flag, positional]).toEqual([grammar, grammar]);
  });

  test('is an expression, with bounds by name', async () => {
    const { stdout } = await glompo([
      'run',
      '(x-1)^2 + 10*sin(y)',
      '--bounds',
      'x=-5:5,y=0:6',
      '--max-evaluations',
      '10000',
      '--seed',
      '1',
      '--json',
    ]);
    const { value, point, parameters, task } = JSON.parse(stdout);
    expect({ parameters, task }).toEqual({ parameters: ['x', 'y'], task: '(x-1)^2 + 10*sin(y)' });
    expect(value).toBeCloseTo(-10, 4);
    expect(point[0]).toBeCloseTo(1, 2);
    expect(point[1]).toBeCloseTo(1.5 * Math.PI, 2);
  });
});

test('a selector chooses among the optimizers that are given', async () => {
  const args = [
    'run',
    'sphere',
    '--dims',
    '2',
    '--max-evaluations',
    '300',
    '--optimizers-on',
    'inline',
    '--seed',
    '3',
    '--json',
  ];
  const [given, nested] = await Promise.all([
    glompo([...args, '--optimizer', 'cmaes(sigma=0.1)', '--optimizer', 'random-search', '--selector', 'random']),
    glompo([...args, '--selector', 'random(cmaes(sigma=0.1), random-search)']),
  ]);
  expect(JSON.parse(given.stdout).value).toEqual(JSON.parse(nested.stdout).value);
  const both = await glompo([...args, '--optimizer', 'cmaes', '--selector', 'random(cmaes)']);
  expect(both).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('it names its optimizers: leave --optimizer away'),
  });
  const few = [
    'run',
    'sphere',
    '--dims',
    '2',
    '--seed',
    '1',
    '--max-evaluations',
    '30',
    '--json',
    '--quiet',
    '--optimizers-on',
    'inline',
  ];
  const [place, name, flag] = await Promise.all(
    [
      ['--selector', 'starting(cmaes, at=sobol)'],
      ['--selector', 'realsOnly(optimizer=starting(cmaes, at=sobol))'],
      ['--optimizer', 'cmaes', '--selector', 'starting(at=sobol)'],
    ].map(async flags => (await glompo([...few, ...flags])).stdout),
  );
  expect(JSON.parse(name as string).value).toBe(JSON.parse(place as string).value);
  expect(JSON.parse(flag as string).value).toBe(JSON.parse(place as string).value);
});

describe.concurrent('--start', () => {
  const args = [
    'run',
    'sphere',
    '--dims',
    '3',
    '--optimizers-on',
    'inline',
    '--optimizer',
    'nelder-mead',
    '--json',
    '--seed',
    '1',
  ];

  test('takes points, and points from what --json printed', async () => {
    const first = await glompo([...args, '--start', '1,-2,3', '--max-evaluations', '1']);
    expect(JSON.parse(first.stdout)).toMatchObject({ value: 14, point: [1, -2, 3] });
    using home = project({ 'best.json': first.stdout, 'points.txt': '2 2 2\n0.5, 0.5, 0.5\n' });
    const again = await glompo([...args, '--start', '@best.json', '--max-evaluations', '1'], { cwd: home.path });
    expect(JSON.parse(again.stdout).point).toEqual([1, -2, 3]);
    const lines = await glompo(
      [...args, '--start', '@points.txt', '--max-evaluations', '2', '--live-runs', '2', '--hunt-every', '1'],
      { cwd: home.path },
    );
    expect(JSON.parse(lines.stdout).point).toEqual([0.5, 0.5, 0.5]);
  });

  test('takes a rule for what comes after the points', async () => {
    const value = async (...start: string[]) => {
      const flags = start.flatMap(each => ['--start', each]);
      const { stdout } = await glompo([...args, ...flags, '--max-evaluations', '2000', '--live-runs', '1']);
      const { value, runs } = JSON.parse(stdout);
      return { value, runs };
    };
    const [apart, together, alone] = await Promise.all([
      value('-1,2,3', 'basinHopping(temperature=0.8)'),
      value('given([-1, 2, 3], then=basinHopping(temperature=0.8))'),
      value('-1,2,3'),
    ]);
    expect(apart).toEqual(together);
    expect(apart).not.toEqual(alone);
    expect(apart.runs.started).toBeGreaterThan(1);
  });
});

test('limits: the first that is reached ends the study, and a target alone is none', async () => {
  const args = ['run', 'sphere', '--dims', '2', '--optimizers-on', 'inline', '--json', '--seed', '1'];
  const by = async (...limits: string[]) => JSON.parse((await glompo([...args, ...limits])).stdout);
  expect(await by('--target', '1e-3', '--max-evaluations', '5000')).toMatchObject({
    reason: { by: 'any', because: [{ by: 'targetValue' }] },
  });
  expect(await by('--max-seconds', '100', '--stop', 'runsStarted(3)')).toMatchObject({
    reason: { because: [{ by: 'runsStarted' }] },
  });
  expect(await by('--target=-5')).toMatchObject({
    evaluations: 20_000,
    reason: { because: [{ by: 'maxEvaluationsPerParameter' }] },
  });
});

test('one seed, one slot, inline: the same study again, kills and all', async () => {
  const args = [
    'run',
    'rastrigin',
    '--dims',
    '3',
    '--optimizers-on',
    'inline',
    '--max-evaluations',
    '20000',
    '--seed',
    '11',
    '--hunter',
    'all(minTrials(50), valueAnnealing(0.9))',
    '--hunt-every',
    '100',
    '--json',
  ];
  const [a, b] = await Promise.all([glompo(args), glompo(args)]);
  const { seconds: _, slotTime: _spent, ...first } = JSON.parse(a.stdout);
  expect(JSON.parse(b.stdout)).toMatchObject(first);
  expect(first.runs.killed).toBeGreaterThan(0);
  expect(a.stderr).toMatch(/run \d+ \(cmaes\) killed after [\d,]+ trials: .*trials \(at least 50\); the best value is/);
});
