import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { glompo, project, taskSource } from '../glompo.test.fixture.js';

interface Told {
  readonly findings: readonly { readonly about: string; readonly text: string; readonly level: string }[];
  readonly backends: readonly {
    readonly backend: string;
    readonly problem?: string;
    readonly programs?: boolean;
    readonly alone?: { readonly blockedShare: number; readonly processorShare: number };
  }[];
  readonly proposal: {
    readonly placement: { readonly optimizers: string; readonly trials: string };
    readonly slots: number;
  } | null;
  readonly command: string | null;
}

/** What the doctor says of a task, by what each finding is about, and its exit code. */
async function examined(source: string, args: readonly string[] = []) {
  using home = project({ 'mine.task.js': source });
  const { code, stdout, stderr } = await glompo(['doctor', './mine.task.js', '--json', ...args], { cwd: home.path });
  const told = JSON.parse(stdout || `{ "error": ${JSON.stringify(stderr)} }`) as Told;
  const about = (what: string) => told.findings.flatMap(({ about, text }) => (about === what ? [text] : [])).join('\n');
  return { code, told, about, left: readdirSync(home.path) };
}

const sleep = 'const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));';

test('pure computing runs on threads', async () => {
  const { code, told, about } = await examined(
    taskSource('x => { const end = performance.now() + 10; while (performance.now() < end); return x[0] ** 2; }'),
    ['--slots', '2'],
  );
  expect(about('time')).toContain('computes all the time');
  expect(about('values')).toBe('the same point gives the same value');
  expect(told.proposal?.placement.trials).toBe('with-optimizer');
  expect(['threads', 'processes']).toContain(told.proposal?.placement.optimizers);
  expect(code).toBe(0);
});

test('what waits without blocking its thread runs inline, with many slots', async () => {
  const { told, about } = await examined(`${sleep} ${taskSource('async x => { await sleep(50); return x[0] ** 2; }')}`);
  expect(about('time')).toMatch(/blocks its thread for (less than 1|\d) %/);
  // Evaluations of 30 ms and more are in a pool.
  expect(told.proposal?.placement).toEqual({ optimizers: 'inline', trials: 'inline' });
  expect(told.proposal?.slots).toBeGreaterThan(4);
});

test('what waits and blocks its thread has a process for each slot', async () => {
  const waiting = (ms: number) => `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms})`;
  const placed = async (ms: number) => {
    const { told, about } = await examined(taskSource(`x => { ${waiting(ms)}; return x[0] ** 2; }`));
    expect(about('time')).toContain('blocks its thread all the time, and hardly computes');
    expect(told.proposal?.slots).toBeGreaterThan(4);
    return told.proposal?.placement;
  };
  expect(await placed(10)).toEqual({ optimizers: 'processes', trials: 'with-optimizer' });
  // Evaluations of 30 ms and more are in a pool.
  expect(await placed(40)).toEqual({ optimizers: 'threads', trials: 'processes' });
});

test('chance that no seed repeats is told, and chance from the seed of the context is told apart', async () => {
  const random = await examined(taskSource('x => x[0] ** 2 + Math.random()'));
  expect(random.about('values')).toMatch(
    /^the same point gives different values \(\S+, then \S+\): draw chance from context/,
  );
  const seeded = await examined(taskSource('(x, { seed }) => x[0] ** 2 + seed / 2 ** 32'));
  expect(seeded.about('values')).toBe(
    'the same point gives different values by context.seed, and the same one with the same seed',
  );
});

test('failures are counted and told', async () => {
  const { code, about } = await examined(
    taskSource('(x, { seed }) => { if (seed % 10 < 3) throw new Error("engine stalled"); return x[0] ** 2; }'),
  );
  expect(about('failures')).toMatch(/^\d+ % of the evaluations failed; the last one: the task threw: engine stalled$/);
  expect(code).toBe(0);
});

test('what it prints is counted, and does not reach stdout', async () => {
  const { about } = await examined(
    taskSource('x => { for (let i = 0; i < 20; i++) console.log("step", i); return x[0] ** 2; }'),
  );
  expect(about('prints')).toBe('about 20 lines per evaluation, such as: step 0');
});

test('copies that collide in the working directory run one at a time', async () => {
  const { told, about } = await examined(
    `import { readFileSync, writeFileSync } from 'node:fs'; ${sleep}
     ${taskSource(`async x => {
       writeFileSync('engine.out', String(x[0]));
       await sleep(5);
       return Number(readFileSync('engine.out', 'utf8'));
     }`)}`,
  );
  expect(about('files')).toContain('writes engine.out into the working directory');
  expect(about('values')).toContain('two copies at once disturb each other (processes, threads, inline)');
  expect(told.proposal?.slots).toBe(1);
  expect(told.command).toContain('--slots 1');
});

test('a directory of its own keeps copies apart, and nothing is left behind', async () => {
  const { told, about, left } = await examined(
    `import { readFileSync, writeFileSync } from 'node:fs'; import { join } from 'node:path'; ${sleep}
     ${taskSource(`async (x, { directory }) => {
       const file = join(directory, 'engine.out');
       writeFileSync(file, String(x[0]));
       await sleep(5);
       return Number(readFileSync(file, 'utf8'));
     }`)}`,
  );
  expect(about('files')).toBe('');
  expect(about('values')).toBe('the same point gives the same value');
  expect(told.proposal?.slots).toBeGreaterThan(1);
  expect(left.sort()).toEqual(['mine.task.js', 'package.json']);
});

test('a task that ends its process is a finding, and not the end of the doctor', async () => {
  const { code, told, about } = await examined(taskSource('() => process.exit(3)'));
  expect(about('processes')).toBe('does not work: it ends its worker: exit code 3');
  expect(about('threads')).toBe('does not work: it ends its worker: exit code 3');
  expect(about('inline')).toBe('does not work: it takes the whole process down: exit code 3');
  expect([code, told.proposal, told.command]).toEqual([1, null, null]);
});

test('a task that kills the process that it is in takes threads along, and not the doctor', async () => {
  const { code, about, told } = await examined(
    `import { isMainThread } from 'node:worker_threads';
     ${taskSource('x => { if (!isMainThread) process.kill(process.pid, "SIGKILL"); return x[0] ** 2; }')}`,
  );
  expect(about('threads')).toBe('does not work: it takes the whole process down: signal SIGKILL');
  expect(about('processes')).toContain('works');
  expect(told.proposal?.placement.optimizers).not.toBe('threads');
  expect(code).toBe(0);
});

test('a task that hangs is ended', async () => {
  const { code, about, told } = await examined(taskSource('() => { for (;;); }'), ['--max-seconds', '3']);
  expect(about('processes')).toMatch(
    /^does not work: an evaluation had not ended after 1\.5 s: it hangs, or needs more time/,
  );
  expect(about('inline')).toContain('it was not tried, since on processes an evaluation had not ended');
  expect([code, told.proposal]).toEqual([1, null]);
});

test('native code that does not work on a thread runs on processes', async () => {
  const { code, told, about } = await examined(
    taskSource(
      'x => { process.umask(0o22); const end = performance.now() + 2; while (performance.now() < end); return x[0] ** 2; }',
    ),
    ['--slots', '2'],
  );
  expect(about('threads')).toMatch(
    /^does not work: every evaluation failed there: .*umask.* is not supported in workers/,
  );
  expect(told.proposal?.placement).toEqual({ optimizers: 'processes', trials: 'with-optimizer' });
  expect(code).toBe(0);
});

test.runIf(process.platform === 'linux')('a task that starts programs runs on processes', async () => {
  const { told, about } = await examined(
    `import { execSync } from 'node:child_process'; ${taskSource("x => Number(execSync('echo ' + x[0] ** 2))")}`,
  );
  expect(about('programs')).toBe('starts programs');
  expect(told.backends[0]?.programs).toBe(true);
  expect(told.proposal?.placement.optimizers).toBe('processes');
});

test('a task that never gives a number gets no proposal', async () => {
  const { code, told, about } = await examined(taskSource('() => NaN'));
  expect(about('failures')).toBe('all evaluations failed; the last one: the task returned NaN');
  expect([code, told.proposal]).toEqual([1, null]);
});
