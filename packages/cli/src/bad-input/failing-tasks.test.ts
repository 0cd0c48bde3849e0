import { afterAll, describe, expect, test } from 'vitest';
import { glompo, project, taskSource } from '../glompo.test.fixture.js';
import { openSession } from '../session.test.fixture.js';

const session = openSession();
afterAll(() => session.close());

const failing: [string, string, string][] = [
  ['a text', '() => "low"', 'the task returned "low"'],
  ['undefined', '() => {}', 'the task returned undefined'],
  ['NaN', '() => NaN', 'the task returned NaN'],
  ['-Infinity', '() => -Infinity', 'the task returned -Infinity'],
  ['a rejected promise', 'async () => { throw new Error("engine failed") }', 'engine failed'],
  ['an end of the process', '() => process.exit(0)', 'the task threw: process.exit(0) was called'],
  ['an error', '() => { throw new Error("no such file") }', 'no such file'],
];

describe('a task that never gives a number ends in exit code 1, and says why', () => {
  test.each(failing)('%s', async (_, evaluate, message) => {
    using home = project({ 'bad.js': taskSource(evaluate) });
    const args = ['run', './bad.js', '--max-evaluations', '20', '--optimizers-on', 'inline'];
    const { code, stdout } = await session.glompo([...args, '--json'], home.path);
    expect(JSON.parse(stdout)).toMatchObject({ value: null, point: null, evaluations: 20, outcomes: { failed: 20 } });
    expect(code).toBe(1);
    const told = await session.glompo([...args, '--quiet'], home.path);
    expect(told).toMatchObject({ code: 1, stderr: '' });
    expect(told.stdout).toContain(message);
  });

  test('+Infinity everywhere is valid, but no result', async () => {
    using home = project({ 'bad.js': taskSource('() => Infinity') });
    const { code, stdout } = await session.glompo(
      ['run', './bad.js', '--max-evaluations', '20', '--optimizers-on', 'inline', '--json'],
      home.path,
    );
    expect(JSON.parse(stdout)).toMatchObject({ value: null, outcomes: { ok: 20 }, evaluations: 20 });
    expect(code).toBe(1);
  });
});

describe.concurrent('an inline task that leaves errors behind which nobody catches', () => {
  test.each([
    ['a promise', 'async x => { Promise.reject(new Error("left behind")); return x[0] ** 2; }'],
    [
      'a timer',
      'async x => { setTimeout(() => { throw new Error("left behind"); }); await new Promise(r => setTimeout(r, 20)); return x[0] ** 2; }',
    ],
  ])('%s', async (_, evaluate) => {
    using home = project({ 'bad.js': taskSource(evaluate) });
    const { code, stdout, stderr } = await glompo(
      ['run', './bad.js', '--max-seconds', '600', '--optimizers-on', 'inline', '--json'],
      { cwd: home.path },
    );
    const { error, reason, runs } = JSON.parse(stdout);
    expect(error).toEqual({ code: 'GLOMPO_STRAY', message: expect.stringContaining('left behind') });
    expect(reason).toMatchObject({ by: 'manager', message: expect.stringContaining('left behind') });
    expect(runs.started).toBe(runs.stopped + runs.converged + runs.killed + runs.failed);
    expect(stderr).toContain('glompo: an error was caught by nobody');
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });
});

test('a task that fails on some points is minimised on the others', async () => {
  using home = project({
    'some.js': taskSource('x => { if (x[0] > 0.5) throw new Error("out of range"); return (x[0] - 0.4) ** 2; }'),
  });
  const { code, stdout, stderr } = await glompo(
    ['run', './some.js', '--max-evaluations', '4000', '--json', '--seed', '1'],
    { cwd: home.path },
  );
  const result = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(result.point[0]).toBeCloseTo(0.4, 3);
  expect(result.outcomes.failed).toBeGreaterThan(0);
  expect(stderr).toContain('failed: the task threw: out of range');
});
