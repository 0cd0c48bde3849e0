import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';

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

describe.concurrent('where nothing is said of placement', () => {
  const args = ['run', 'sphere', '--dims', '2', '--max-evaluations', '3000', '--seed', '3'];

  test('it is chosen by measuring the task: progress tells what and why, --json holds it', async () => {
    const { code, stdout, stderr } = await glompo([...args, '--json']);
    const { placement, slots, evaluations, slotTime } = JSON.parse(stdout);
    expect({ code, evaluations }).toEqual({ code: 0, evaluations: 3000 });
    expect(placement.optimizers).toMatch(/^(inline|threads|processes)$/);
    expect(slotTime.spent.evaluating).toBeGreaterThan(0);
    expect(stderr).toMatch(/^sphere, 2 parameters; the task is being measured, to choose where it runs; seed 3\n/);
    expect(stderr).toMatch(
      new RegExp(
        `s  optimizers on ${placement.optimizers}, trials .*; slots ${slots}, live runs .*: an evaluation takes `,
      ),
    );
  });

  test.each([
    [['--optimizers-on', 'auto'], /^(inline|threads|processes)$/, /./],
    [['--optimizers-on', 'auto', '--trials-on', 'auto'], /^(inline|threads|processes)$/, /./],
    [['--trials-on', 'threads'], /^threads$/, /^threads$/],
    [['--trials-on', 'with-optimizer'], /^threads$/, /^with-optimizer$/],
    [['--optimizers-on', 'inline'], /^inline$/, /^with-optimizer$/],
  ])('%j', async (placement, optimizers, trials) => {
    const { stdout } = await glompo([...args, ...placement, '--json', '--quiet']);
    expect(JSON.parse(stdout).placement).toEqual({
      optimizers: expect.stringMatching(optimizers),
      trials: expect.stringMatching(trials),
    });
  });

  test('Ctrl-C while a task is measured that never ends', async () => {
    using home = project({ 'stuck.js': taskSource('() => { console.error("in it"); for (;;); }') });
    const study = start(['run', './stuck.js', '--json', '--verbose', '--slots', '2'], { cwd: home.path });
    await study.appears(/in it/);
    study.child.kill('SIGINT');
    const { code, stdout } = await study.finished;
    expect(JSON.parse(stdout)).toMatchObject({ value: null, reason: { by: 'user' } });
    expect(code).toBe(130);
  });
});

describe.concurrent('what workers print', () => {
  const files = { 'chatty.js': taskSource('x => { console.log("hello", x[0]); return x[0] ** 2; }') };
  const args = ['run', './chatty.js', '--max-evaluations', '20', '--optimizers-on', 'threads'];

  test('is counted, and shown with --verbose, on stderr', async () => {
    using home = project(files);
    const silent = await glompo(args, { cwd: home.path });
    expect(silent.stderr).toMatch(/workers printed 20 lines in \d+ runs?: --verbose shows them/);
    expect(silent.stderr + silent.stdout).not.toContain('hello');
    const verbose = await glompo([...args, '--verbose'], { cwd: home.path });
    expect(verbose.stderr).toContain('hello 0.');
    expect(verbose.stdout).not.toContain('hello');
  });

  test('is shown in the end if the task cannot even be loaded', async () => {
    using home = project({ 'bad.js': 'console.error("license server: unreachable"); export default 3;' });
    const { code, stderr } = await glompo(['run', './bad.js', '--optimizers-on', 'processes', '--slots', '1'], {
      cwd: home.path,
    });
    expect(stderr).toContain('the last that workers printed:\nlicense server: unreachable\n');
    expect(code).toBe(2);
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

test('a run makes the same trials wherever optimizers and trials are', async () => {
  const placements = [
    ['inline', 'with-optimizer'],
    ['inline', 'threads'],
    ['threads', 'processes'],
    ['processes', 'with-optimizer'],
  ] as const;
  const args = [
    'run',
    'rosenbrock',
    '--dims',
    '3',
    '--live-runs',
    '1',
    '--no-hunters',
    '--max-evaluations',
    '150',
    '--seed',
    '5',
    '--slots',
    '2',
    '--json',
  ];
  const results = await Promise.all(
    placements.map(async ([optimizers, trials]) => {
      const { stdout } = await glompo([...args, '--optimizers-on', optimizers, '--trials-on', trials]);
      const { value, point, placement, slots } = JSON.parse(stdout);
      expect({ placement, slots }).toEqual({ placement: { optimizers, trials }, slots: 2 });
      return { value, point };
    }),
  );
  expect(new Set(results.map(result => JSON.stringify(result))).size).toBe(1);
});

test('an optimizer may have a placement, slots and a weight of its own', async () => {
  using home = project({
    'task.js': `import { threadId } from 'node:worker_threads'; ${taskSource('x => { console.log("thread", threadId > 0, process.ppid); return x[0] ** 2; }')}`,
  });
  const { stderr, code } = await glompo(
    [
      'run',
      './task.js',
      '--optimizer',
      'nelder-mead',
      '--optimizer',
      'cmaes(trials=processes, maxSlots=1, weight=2)',
      '--max-evaluations',
      '60',
      '--verbose',
      '--optimizers-on',
      'inline',
      '--trials-on',
      'threads',
    ],
    { cwd: home.path },
  );
  expect(stderr).toContain(`thread true ${process.pid}`);
  expect(stderr).toMatch(/thread false \d+/);
  expect(code).toBe(0);
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

describe.concurrent('progress', () => {
  test('begins with what was chosen, then tells about every second how it stands', async () => {
    const study = start([
      'run',
      'sphere',
      '--max-seconds',
      '60',
      '--seed',
      '5',
      '--slots',
      '2',
      '--live-runs',
      '4..6',
      '--optimizers-on',
      'threads',
    ]);
    await study.appears(/evaluations \([\d,]+\/s\)[\s\S]*\n.*slots evaluating [a-z\d ]+ %/);
    study.child.kill('SIGINT');
    const { stderr, stdout } = await study.finished;
    expect(stdout).toMatch(/\nslot time {4}evaluating .* % +[\d,.]+ slot-seconds\n/);
    expect(stderr).toMatch(
      /^sphere, 10 parameters; optimizers on threads, trials with-optimizer; slots 2, live runs 4 to 6; seed 5\nstop: maxSeconds\(seconds=60\); hunters: any\(/,
    );
    expect(stderr).toMatch(
      /s {2}[\d,]+ evaluations \([\d,]+\/s\) {2}best \S+ \(run \d+\) {2}[4-6] live: #\d+ .* {2}runs: [\d,]+ started, [\d,]+ killed, [\d,]+ converged; slots evaluating [a-z\d ]+ %\n/,
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    expect(stderr).not.toMatch(/\x1b/);
  });

  test('is silent with --quiet; the result remains', async () => {
    const { stdout, stderr } = await glompo([
      'run',
      'sphere',
      '--dims',
      '2',
      '--max-evaluations',
      '500',
      '--seed',
      '5',
      '--quiet',
    ]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^best value {3}\S+ \(run \d+\)\nat {11}x1 = \S+\n {13}x2 = \S+\nevaluations {2}500, in /);
    expect(stdout).toContain('seed         5 (');
  });
});

test('a reader that goes away ends the writing, not the study: no trace, the usual exit code', () => {
  using home = project({});
  const bin = new URL('../../dist/bin.js', import.meta.url).pathname;
  const shell = (command: string) => execFileSync('bash', ['-c', command], { cwd: home.path, encoding: 'utf8' });
  expect(shell(`{ node ${bin} list 2>err; echo $? >code; } | head -1; cat code err`)).toBe('optimizers\n0\n');
  expect(
    shell(
      `{ node ${bin} run sphere --max-evaluations 2000 --verbose 2>&1 >out; echo $? >code; } | head -1; cat code; head -c 10 out`,
    ),
  ).toMatch(/^sphere, 10.*\n0\nbest value$/);
});

test('a result that cannot be written is a failure that says so; progress that cannot be is none', () => {
  using home = project({});
  const bin = new URL('../../dist/bin.js', import.meta.url).pathname;
  const shell = (command: string) => execFileSync('bash', ['-c', command], { cwd: home.path, encoding: 'utf8' });
  const run = `node ${bin} run sphere --max-evaluations 200 --optimizers-on inline --json`;
  expect(shell(`${run} --quiet 2>&1 >/dev/full; echo $?`)).toMatch(
    /^glompo: the result could not be written to stdout: ENOSPC.*\n1\n$/,
  );
  expect(shell(`${run} 2>/dev/full; echo $?`)).toMatch(/^\{.*\}\n0\n$/);
});

test('a current folder that is gone is told of', () => {
  using home = project({});
  const bin = new URL('../../dist/bin.js', import.meta.url).pathname;
  const told = execFileSync(
    'bash',
    ['-c', `mkdir gone; cd gone; rmdir ../gone; node ${bin} run sphere 2>&1; echo $?`],
    { cwd: home.path, encoding: 'utf8' },
  );
  expect(told).toMatch(/^glompo: the current folder does not exist any more.*\n2\n$/);
});
