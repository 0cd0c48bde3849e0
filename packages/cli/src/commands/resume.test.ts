import { appendFileSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { glompo, project, start } from '../glompo.test.fixture.js';

/** Writes down each of its evaluations, which take 5 ms. */
const source = `import { appendFileSync } from 'node:fs';
export default {
  parameters: [1, 2].map(i => ({ kind: 'real', name: 'x' + i, low: -5, high: 5 })),
  evaluate([x, y], { run, trial }) {
    for (const until = performance.now() + 5; performance.now() < until; );
    appendFileSync('diary', run + ' ' + trial + '\\n');
    return (x - 1) ** 2 + y ** 2;
  },
};`;
const begin = ['run', './task.mjs', '--dir', 'study', '--seed', '1', '--slots', '2'];

function diary(path: string): string[] {
  return readFileSync(join(path, 'diary'), 'utf8').trimEnd().split('\n');
}

describe.concurrent('glompo resume', () => {
  test.each([[[]], [['--optimizers-on', 'threads']], [['--trials-on', 'processes']]])(
    'goes on after a kill, and makes no recorded evaluation again: %s',
    async where => {
      using home = project({ 'task.mjs': source });
      const { path: cwd } = home;
      const killed = start([...begin, ...where, '--max-evaluations', '300'], { cwd });
      await killed.appears(/^\d.* [1-9]\d+ evaluations/m);
      killed.child.kill('SIGKILL');
      await killed.finished;
      await killed.gone();
      const before = diary(cwd);
      const { code, stdout } = await glompo(['resume', 'study', '--json', '--quiet'], { cwd });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ evaluations: 300, seed: 1 });
      const after = diary(cwd);
      // Those that were under way, or that nobody had heard of, are made again.
      const again = after.length - new Set(after).size;
      expect(again).toBeLessThanOrEqual(80);
      expect(after.length - before.length).toBeGreaterThanOrEqual(300 - before.length);
    },
  );

  test('a study that was killed while it started is begun anew', async () => {
    using home = project({
      'task.mjs': 'console.error("loading"); setInterval(() => {}, 1e6); await new Promise(() => {});',
    });
    const { path: cwd } = home;
    const first = start([...begin, '--optimizers-on', 'processes', '--verbose'], { cwd });
    await first.appears(/loading/);
    first.child.kill('SIGKILL');
    await first.gone();
    const { code, stderr } = await glompo(['resume', 'study'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/no study has begun there: it was killed while it started, and glompo run begins it anew/);
    writeFileSync(join(cwd, 'task.mjs'), source);
    const again = [...begin, '--optimizers-on', 'threads', '--max-evaluations', '5', '--json', '--quiet'];
    expect(JSON.parse((await glompo(again, { cwd })).stdout)).toMatchObject({ evaluations: 5 });
  });

  test('a budget that was used up may be larger now: its runs go on', async () => {
    using home = project({ 'task.mjs': source });
    const { path: cwd } = home;
    const endless = [...begin, '--optimizer', 'random-search', '--live-runs', '2', '--no-hunters'];
    const args = [...endless, '--optimizers-on', 'threads', '--json', '--quiet'];
    const first = JSON.parse((await glompo([...args, '--max-evaluations', '60'], { cwd })).stdout);
    expect(first).toMatchObject({ evaluations: 60, runs: { started: 2, stopped: 2 } });
    const more = await glompo(['resume', 'study', '--max-evaluations', '90', '--json', '--quiet'], { cwd });
    expect(JSON.parse(more.stdout)).toMatchObject({ evaluations: 90, runs: { started: 2, stopped: 2 } });
    expect(new Set(diary(cwd)).size).toBe(90);
    expect(diary(cwd)).toHaveLength(90);
    const fewer = await glompo(['resume', 'study', '--max-evaluations', '50'], { cwd });
    expect([fewer.code, fewer.stderr]).toEqual([
      2,
      'glompo: --max-evaluations: the study has made 90 evaluations, and counts from its beginning: for 1000 more, --max-evaluations 1090; got 50\n',
    ]);
    // What is asked for stays until it is changed.
    const last = await glompo(['resume', 'study', '--json', '--quiet'], { cwd });
    expect(JSON.parse(last.stdout).reason.message).toBe('90 of at most 90 evaluations made');
  });

  test('runs are started until what was asked for last, which is told', async () => {
    using home = project({});
    const { path: cwd } = home;
    const here = ['--optimizers-on', 'inline', '--live-runs', '1', '--no-hunters'];
    const first = await glompo(
      ['run', 'sphere', '--dims', '2', '--dir', 'study', '--seed', '1', ...here, '--spawn-until', 'runsStarted(1)'],
      { cwd },
    );
    expect(first.stderr).toMatch(/^stop: \S+; starts runs until runsStarted\(runs=1\); hunters: none$/m);
    const status = await glompo(['status', 'study'], { cwd });
    expect(status.stdout).toMatch(/^starts until runsStarted\(runs=1\)$/m);
    await glompo(['resume', 'study', '--spawn-until', 'runsStarted(3)', '--quiet'], { cwd });
    const { stdout } = await glompo(['status', 'study', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ runs: { started: 3 }, spawnUntil: 'runsStarted(runs=3)' });
    const on = await glompo(['resume', 'study', '--no-spawn-until', '--stop', 'runsStarted(5)'], { cwd });
    expect(on.stderr).toMatch(/^stop: \S+; hunters: none$/m);
    const last = JSON.parse((await glompo(['status', 'study', '--json'], { cwd })).stdout);
    expect([last.runs.started, last.spawnUntil]).toEqual([5, undefined]);
  });

  test("somebody else's record runs no program and no module from elsewhere unless that is confirmed", async () => {
    using home = project({ 'task.mjs': source, 'work/note': '' });
    const cwd = join(home.path, 'work');
    const few = ['--max-evaluations', '5', '--slots', '1', '--optimizers-on', 'threads', '--quiet'];
    await glompo(['run', '../task.mjs', '--dir', 'outside', ...few], { cwd });
    await glompo(['run', '--command', 'echo {x}', '--bounds', 'x=0:1', '--dir', 'program', ...few], { cwd });
    const outside = await glompo(['resume', 'outside', '--max-evaluations', '9'], { cwd });
    expect(outside.stderr).toMatch(/the module "\.\.\/task\.mjs", outside of this folder: give it by --task/);
    const confirmed = ['resume', 'outside', '--task', '../task.mjs', '--max-evaluations', '9', '--quiet'];
    expect((await glompo(confirmed, { cwd })).code).toBe(0);
    const program = await glompo(['resume', 'program', '--max-evaluations', '9'], { cwd });
    expect(program.stderr).toMatch(/--command: the study runs a program, "echo \{x\}": give it again/);
    const again = ['resume', 'program', '--command', 'echo {x}', '--max-evaluations', '9', '--quiet'];
    expect((await glompo(again, { cwd })).code).toBe(0);
  });
});

test('what cannot be, or must be confirmed, is refused with the reason', { timeout: 60_000 }, async () => {
  using home = project({ 'task.mjs': source });
  using other = project({});
  const { path: cwd } = home;
  const args = [...begin, '--optimizers-on', 'threads', '--max-evaluations', '20', '--quiet'];
  expect((await glompo(args, { cwd })).code).toBe(0);
  const refused = async (given: readonly string[], from = cwd) => {
    const { code, stderr } = await glompo(given, { cwd: from });
    expect(code).toBe(2);
    return stderr;
  };
  const there = () => readdirSync(join(cwd, 'study')).map(name => [name, readFileSync(join(cwd, 'study', name))]);
  const before = there();
  expect(await refused(args)).toMatch(/a study of \d+ events is there, which is not overwritten/);
  expect(await refused(['resume', 'nothing'])).toMatch(/there is none/);
  expect(await refused(['resume'])).toMatch(/expected glompo resume DIR/);
  expect(await refused(['resume', 'study', '--seed', '2'])).toMatch(
    /--seed: a study that goes on keeps its seed, 1; got 2/,
  );
  expect(await refused(['resume', 'study', '--bounds', '0:1'])).toMatch(/keeps its parameters: x1 is another one now/);
  expect(there()).toEqual(before);
  expect(await refused(['resume', join(cwd, 'study')], other.path)).toMatch(
    /task\.mjs does not exist; --task says where it is now/,
  );
  appendFileSync(join(cwd, 'task.mjs'), '// another one');
  expect(await refused(['resume', 'study'])).toMatch(/has changed since .*--accept-changed-task/);
  renameSync(join(cwd, 'task.mjs'), join(cwd, 'moved.mjs'));
  const goesOn = ['resume', 'study', '--task', './moved.mjs', '--accept-changed-task', '--max-evaluations', '25'];
  expect((await glompo([...goesOn, '--json', '--quiet'], { cwd })).stdout).toContain('"evaluations":25');
});
