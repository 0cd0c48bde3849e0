import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';

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
