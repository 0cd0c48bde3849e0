import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { glompo, project, start } from '../glompo.test.fixture.js';

const source = `export default {
  name: 'slow',
  parameters: [1, 2].map(i => ({ kind: 'real', name: 'x' + i, low: -5, high: 5 })),
  async evaluate([x, y]) {
    await new Promise(resolve => setTimeout(resolve, 30));
    return (x - 1) ** 2 + y ** 2;
  },
};`;
const run = ['run', './task.mjs', '--dir', 'study', '--optimizer', 'cmaes', '--live-runs', '4'];
const args = [...run, '--seed', '1', '--slots', '2', '--optimizers-on', 'threads'];

describe.concurrent('a study that runs', () => {
  test('is intervened in from elsewhere, and goes on later as it was changed', async () => {
    using home = project({ 'task.mjs': source });
    const { path: cwd } = home;
    const say = (...words: string[]) => glompo(words, { cwd });
    const study = start([...args, '--max-evaluations', '1000000'], { cwd });
    await study.appears(/^\d.* [1-9]\d* evaluations/m);
    const running = JSON.parse((await say('status', 'study', '--json')).stdout);
    expect(running).toMatchObject({ running: true, task: 'slow', slots: 2, seed: 1, runs: { started: 4 } });
    for (const words of [
      ['pause', 'study', '1'],
      ['stop', 'study', '2'],
      ['inject', 'study', '1,0.5'],
      ['inject', 'study', '1,0', '--value', '0.5', '--run', '3'],
      ['change', 'study', '--slots', '1', '--max-seconds', '900', '--stop', 'runsConverged(500)'],
    ]) {
      const { code, stderr } = await say(...words);
      expect([words, code, stderr]).toEqual([words, 0, '']);
    }
    await study.appears(/from outside: pause run 1$/m);
    await study.appears(/run 2 \(cmaes\) killed after .*: stopped from outside/);
    await study.appears(/run 3 has heard of the point/);
    await study.appears(/slots 1 from now on/);
    expect(await say('stop', 'study', '77')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no run 77'),
    });
    expect((await say('stop', 'study')).code).toBe(0);
    const { code, stdout } = await study.finished;
    expect(code).toBe(130);
    expect(stdout).toContain('stopped from outside');
    const { stdout: shown } = await say('status', 'study');
    expect(shown).toMatch(/ended: stopped from outside\n/);
    expect(shown).toContain(
      'stops at     any(runsConverged(runs=500), maxEvaluations(evaluations=1000000), maxSeconds(seconds=900',
    );
    expect(shown).toMatch(/run 1 \(cmaes\): .*, paused\n/);
    const { evaluations } = JSON.parse((await say('status', 'study', '--json')).stdout);
    const most = evaluations + 20;
    const resumed = await say('resume', 'study', '--max-evaluations', String(most), '--json', '--quiet');
    expect(JSON.parse(resumed.stdout)).toMatchObject({ evaluations: most, slots: 1 });
    expect((await say('status', 'study')).stdout).toContain('any(runsConverged(runs=500), maxEvaluations(');
  });

  test('stops runs, and makes checkpoints, also by files as users of GloMPO know them', async () => {
    using home = project({ 'task.mjs': source });
    const { path: cwd } = home;
    const here = ['--optimizers-on', 'inline', '--slots', '1', '--max-evaluations', '1000000'];
    const study = start([...run, ...here], { cwd });
    await study.appears(/^\d.* [1-9]\d* evaluations/m);
    writeFileSync(join(cwd, 'study', 'STOP_1'), '');
    await study.appears(/run 1 \(cmaes\) killed after .*: stopped from outside/);
    writeFileSync(join(cwd, 'study', 'STOP_77'), '');
    await study.appears(/STOP_77: .*there is no run 77/);
    expect(await glompo(['stop', 'study'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    await study.finished;
  });

  test.each([
    [['stop'], 'expected glompo stop DIR [RUN]'],
    [['stop', 'nowhere'], 'there is none (no study.db)'],
    [['pause', 'study'], 'RUN: expected the number of a run, got nothing'],
    [['pause', 'study', 'one'], 'RUN: expected the number of a run, got "one"'],
    [['change', 'study'], 'expected what shall be different'],
    [['change', 'study', '--slots', 'two'], '--slots: expected an integer of at least 0, got "two"'],
    [['change', 'study', '--hunter', 'x()'], '--hunter: unknown flag'],
    [['inject', 'study'], 'POINT: expected one point'],
    [['inject', 'study', '1,2', '--run', '1'], '--run: an optimizer hears of a point with its value'],
    [['inject', 'study', '1,2', '--value', 'low'], '--value: expected a number, got "low"'],
    [['status'], 'expected glompo status DIR'],
    [['status', 'nowhere'], 'there is none (no study.db)'],
  ])('wrong usage is told: %s', async (words, message) => {
    const { code, stderr, stdout } = await glompo(words, {});
    expect(stderr).toContain(message);
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe('');
  });
});
