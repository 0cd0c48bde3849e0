import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { project, start, taskSource } from '../glompo.test.fixture.js';

const waiting = taskSource('async x => { await new Promise(resolve => setTimeout(resolve, 20)); return x[0] ** 2; }');

const runStuck = ['run', './stuck.js', '--max-seconds', '600', '--json', '--verbose', '--slots', '2'];

/** Computes for ever; on processes, where that is ended, too, it starts a program before. */
function stuck(on: string): string {
  const program = on === 'processes' ? "spawn('sleep', ['600'], { stdio: 'ignore' });" : '';
  return `import { spawn } from 'node:child_process'; import { writeSync } from 'node:fs';
    ${taskSource(`() => { ${program} writeSync(2, 'in it\\n'); for (;;); }`)}`;
}

describe.concurrent('an interrupted study', () => {
  test.each([
    ['SIGINT', ['--optimizers-on', 'threads']],
    ['SIGTERM', ['--optimizers-on', 'threads', '--trials-on', 'processes']],
    ['SIGHUP', ['--optimizers-on', 'inline']],
  ] as const)('%s: ends in order, with the best so far and exit code 130', async (signal, placement) => {
    using home = project({ 'waiting.js': waiting });
    const study = start(['run', './waiting.js', '--max-seconds', '600', '--json', ...placement], { cwd: home.path });
    await study.appears(/best [\d.e-]+ /);
    study.child.kill(signal);
    const { code, stdout, stderr } = await study.finished;
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ reason: { by: 'user', message: 'interrupted' }, value: expect.any(Number) });
    expect(result.runs.started).toBe(result.runs.stopped + result.runs.converged + result.runs.killed);
    expect(stderr).toContain('stopping; once more ends it at once');
    expect(code).toBe(130);
  });

  test('a task that computes for ever in a worker does not hold it up, and what it has started ends with it', async () => {
    using home = project({ 'stuck.js': stuck('processes') });
    const study = start([...runStuck, '--optimizers-on', 'processes'], { cwd: home.path });
    await study.appears(/in it/);
    study.child.kill('SIGINT');
    const { code, stdout } = await study.finished;
    expect(JSON.parse(stdout)).toMatchObject({ value: null, reason: { by: 'user' }, leftBehind: [] });
    expect(code).toBe(130);
    await study.gone();
  });

  test.each([
    ['processes', 'with-optimizer'],
    ['threads', 'processes'],
    ['threads', 'with-optimizer'],
  ])('the second signal does not wait for anything, and leaves nothing behind: %s, %s', async (optimizers, trials) => {
    using home = project({ 'stuck.js': stuck(trials === 'with-optimizer' ? optimizers : trials) });
    const placement = ['--optimizers-on', optimizers, '--trials-on', trials];
    // So long would the end in order take.
    const study = start([...runStuck, ...placement, '--abort-grace', '600'], { cwd: home.path });
    await study.appears(/in it/);
    study.child.kill('SIGINT');
    await study.appears(/stopping/);
    study.child.kill('SIGINT');
    expect(await study.finished).toMatchObject({ code: 130, stdout: '' });
    await study.gone();
  });

  // Whoever computes does not hear that the manager is gone; the others hear it at once, and end by themselves.
  test.each([
    ['computes', 'for (;;);'],
    ['waits', 'await new Promise(() => {});'],
    ['cannot print any more', "for (;;) writeSync(2, 'still there\\n');"],
    ['exits', "process.on('disconnect', () => process.exit()); await new Promise(() => {});"],
  ])('what a worker has started ends with a manager that is killed: one that %s', async (_, rest) => {
    using home = project({
      'starts.js': `import { spawn } from 'node:child_process'; import { writeSync } from 'node:fs';
        ${taskSource(`async () => { spawn('sleep', ['600'], { stdio: 'ignore' }); writeSync(2, 'in it\\n'); ${rest} }`)}`,
    });
    const args = ['run', './starts.js', '--max-seconds', '600', '--verbose', '--slots', '2'];
    const study = start([...args, '--optimizers-on', 'processes'], { cwd: home.path });
    await study.appears(/in it/);
    study.child.kill('SIGKILL');
    await study.finished;
    await study.gone();
  });

  test('what a worker has started ends with it also where it hears of the end by a write that fails while the manager is taken down', async () => {
    // A manager that is killed gives its memory back before it closes anything: the worker is there first.
    using home = project({
      'starts.js': `import { spawn } from 'node:child_process'; import { existsSync, writeSync } from 'node:fs';
        const broken = () => { throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }); };
        const waiting = () => {
          if (!existsSync(new URL('./go', import.meta.url))) return setTimeout(waiting, 5);
          process.kill(process.ppid, 'SIGKILL');
          setImmediate(broken);
        };
        ${taskSource(`async () => { spawn('sleep', ['600'], { stdio: 'ignore' }); writeSync(2, 'in it\\n'); waiting(); await new Promise(() => {}); }`)}`,
    });
    const args = ['run', './starts.js', '--max-seconds', '600', '--verbose', '--slots', '1'];
    const study = start([...args, '--optimizers-on', 'processes'], { cwd: home.path });
    await study.appears(/in it/);
    writeFileSync(join(home.path, 'go'), '');
    await study.finished;
    await study.gone();
  });

  test('the second signal ends it at once, also when it has not begun', async () => {
    using home = project({
      'loading.js': 'console.error("loading"); setInterval(() => {}, 1e6); await new Promise(() => {});',
    });
    const study = start(['run', './loading.js', '--optimizers-on', 'processes', '--slots', '1', '--verbose'], {
      cwd: home.path,
    });
    await study.appears(/loading/);
    study.child.kill('SIGINT');
    await study.appears(/stopping/);
    study.child.kill('SIGINT');
    expect(await study.finished).toMatchObject({ code: 130, stdout: '' });
    await study.gone();
  });
});
