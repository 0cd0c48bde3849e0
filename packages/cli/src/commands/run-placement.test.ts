import { describe, expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';

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
