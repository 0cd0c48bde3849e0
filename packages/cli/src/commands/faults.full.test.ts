import { describe, expect, test } from 'vitest';
import { glompo, project, taskSource } from '../glompo.test.fixture.js';

const base = ['run', './task.js', '--seed', '1', '--slots', '2', '--optimizer', 'random-search'];
const onThreads = [...base, '--optimizers-on', 'threads'];
const onProcesses = [...base, '--optimizers-on', 'processes'];

async function run(evaluate: string, args: readonly string[]) {
  using home = project({ 'task.js': `import { kill, pid } from 'node:process'; ${taskSource(evaluate)}` });
  return await glompo(args, { cwd: home.path });
}

describe.concurrent('evaluations that fail', () => {
  const sometimes =
    'x => { if (x[0] > 0.5) throw new Error("engine: code " + Math.round(9 * x[0])); return x[0] ** 2; }';
  const always = 'x => { throw new Error("no licence"); }';

  test('are counted, and told by kind', async () => {
    const { code, stdout } = await run(sometimes, [...onThreads, '--max-evaluations', '200']);
    expect(stdout).toMatch(/^evaluations {2}200 \(\d+ failed\), in /m);
    expect(stdout).toMatch(/^failed {7}\d+ × such as: the task threw: engine: code \d$/m);
    expect(code).toBe(0);
  });

  test('end their run, if that is wanted; the study goes on', async () => {
    const args = [...onThreads, '--max-evaluations', '200', '--failed-trials', 'end-run'];
    const { code, stdout, stderr } = await run(sometimes, [...args, '--json']);
    const { runs, evaluations, outcomes } = JSON.parse(stdout);
    expect({ code, evaluations }).toEqual({ code: 0, evaluations: 200 });
    expect(runs.failed).toBeGreaterThan(0);
    expect(runs.failed).toBeLessThanOrEqual(outcomes.failed);
    expect(stderr).toMatch(/run \d+ \(random-search\) failed after \d+ trials?: .*engine: code \d/);
  });

  test('end the study, if that is wanted: it has failed, and says why, with the best so far', async () => {
    const args = [...onThreads, '--max-evaluations', '2000', '--failed-trials', '2:end-study'];
    const { code, stdout, stderr } = await run(sometimes, [...args, '--json']);
    const { error, value, outcomes } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: 'GLOMPO_TRIALS_FAILED', message: expect.stringContaining('engine: code ') });
    expect(value).toBeTypeOf('number');
    expect(outcomes.failed).toBeGreaterThan(1);
    expect(stderr).toMatch(/^glompo: .*engine: code \d.*\n(.*\n)*the best so far:\n$/m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(1);
  });

  test('end the study with exit code 1 if no other ones come', async () => {
    const { code, stdout } = await run(always, [...onThreads, '--max-evaluations', '20']);
    expect(stdout).toMatch(/^no result {4}all 20 evaluations failed; the last failure: the task threw: no licence\n/);
    expect(code).toBe(1);
  });
});

describe.concurrent('evaluations that hang', () => {
  const busy = 'x => { if (x[0] > 0.8) for (;;); return x[0] ** 2; }';
  const awaiting = 'x => x[0] > 0.8 ? new Promise(() => setInterval(() => {}, 1e6)) : x[0] ** 2';
  const limits = ['--max-evaluations', '30', '--trial-timeout', '1', '--abort-grace', '0.01'];

  test.each([
    ['busy on threads', busy, onThreads],
    ['busy on processes', busy, onProcesses],
    ['awaiting on threads', awaiting, onThreads],
    ['busy in a pool of processes', busy, [...onThreads, '--trials-on', 'processes']],
  ])('are ended after --trial-timeout: %s', async (_, evaluate, args) => {
    const { code, stdout, stderr } = await run(evaluate, [...args, ...limits, '--live-runs', '2']);
    expect(stdout).toMatch(/^evaluations {2}30 \(\d+ timed out\), in /m);
    expect(stdout).toMatch(/^timed out {4}\d+ × .*had not ended after 1 s$/m);
    expect(stdout).toMatch(/^workers {6}\d+ replaced, freed after /m);
    expect(stdout).not.toContain('left behind');
    expect(stderr).toMatch(/ worker \d+ of (threads|processes) replaced: .*; freed after /);
    expect(code).toBe(0);
  });

  test('give the same trials as those that do not hang, but for themselves', async () => {
    const args = ['run', './task.js', '--optimizers-on', 'processes', '--optimizer', 'random-search', '--seed', '1'];
    const one = [...args, '--slots', '1', '--live-runs', '1', ...limits, '--json'];
    const results = await Promise.all([run(busy, one), run(busy.replace('for (;;);', 'return Infinity;'), one)]);
    const [hanging, plain] = results.map(({ stdout }) => JSON.parse(stdout));
    expect(hanging.outcomes.timedOut).toBeGreaterThan(0);
    expect(plain).toMatchObject({ value: hanging.value, point: hanging.point, evaluations: 30 });
  });
});

describe.concurrent('evaluations that end their worker', () => {
  const deadly = 'x => { if (x[0] > 0.8) kill(pid, "SIGKILL"); return x[0] ** 2; }';

  test('are made again, then they have failed; nothing else is lost', async () => {
    const { code, stdout, stderr } = await run(deadly, [...onProcesses, '--max-evaluations', '40', '--json']);
    const { outcomes, retried, replaced, evaluations } = JSON.parse(stdout);
    expect(outcomes.failed).toBeGreaterThan(0);
    expect(outcomes.ok + outcomes.failed).toBe(evaluations);
    expect(retried).toBeGreaterThanOrEqual(2 * outcomes.failed);
    expect(replaced).toBeGreaterThanOrEqual(3 * outcomes.failed);
    expect(stderr).toMatch(/ lost: .*SIGKILL.*; made again/);
    expect(code).toBe(0);
  });

  test('have failed at once with --retries 0', async () => {
    const args = [...onProcesses, '--max-evaluations', '40', '--retries', '0'];
    const { code, stdout } = await run(deadly, args);
    expect(stdout).toMatch(/^evaluations {2}40 \(\d+ failed\), in /m);
    expect(stdout).toMatch(/^workers {6}\d+ replaced/m);
    expect(stdout).toMatch(/^failed {7}\d+ × such as: its worker died with it: /m);
    expect(code).toBe(0);
  });
});

describe.concurrent('what workers print', () => {
  const chatty =
    'x => { process.stdout.write("hel"); console.log("lo \\x1b[31mred\\x1b[0m\\tfield"); return x[0] ** 2; }';

  test('is counted by lines and runs', async () => {
    const { stderr } = await run(chatty, [...onThreads, '--max-evaluations', '20', '--live-runs', '2']);
    expect(stderr).toMatch(/^workers printed 20 lines in 2 runs: --verbose shows them$/m);
  });

  test.each([
    ['threads', onThreads],
    ['processes', onProcesses],
  ])('is shown with --verbose by whole lines with their run: %s', async (_, args) => {
    const { stderr, stdout } = await run(chatty, [...args, '--max-evaluations', '20', '--live-runs', '2', '--verbose']);
    expect(stderr.match(/^\[run [12]\] hello red field$/gm)).toHaveLength(20);
    expect(stderr).not.toContain('--verbose shows them');
    expect(stdout).toContain('left behind  nothing\n');
  });

  test('of 100 MB nothing is kept but the number of lines', async () => {
    using home = project({
      'task.js': taskSource(
        'x => { for (let i = 0; i < 100; i++) console.log("y".repeat(99_999)); return x[0] ** 2; }',
      ),
    });
    const { code, stderr } = await glompo([...onProcesses, '--max-evaluations', '10'], {
      cwd: home.path,
      env: { NODE_OPTIONS: '--max-old-space-size=100' },
    });
    expect(stderr).toContain('workers printed 1,000 lines');
    expect(code).toBe(0);
  });

  test('is shown, its end, where the study failed', async () => {
    const { code, stderr } = await run(
      'x => { console.error("licence server: unreachable"); throw new Error("no licence"); }',
      [...onThreads, '--max-evaluations', '3', '--live-runs', '1', '--no-hunters'],
    );
    expect(stderr).toContain('the last that run 1 printed:\nlicence server: unreachable\n');
    expect(code).toBe(1);
  });
});

describe.concurrent('an optimizer that breaks down', () => {
  const optimizer = (ask: string) => `export default {
      name: 'mine', api: 1, module: import.meta.url, traits: { asynchronous: false, kinds: ['real'] },
      parse: () => ({}), create: () => ({ ask() { ${ask} }, tell() {}, stop: undefined, snapshot: () => ({}) }),
    };`;

  test('each time, at once: the study stops with one message', async () => {
    using home = project({
      'package.json': { type: 'module', name: 'mine', glompo: { api: 1, optimizers: { mine: './mine.js' } } },
      'mine.js': optimizer('throw new Error("singular matrix");'),
    });
    const { code, stderr, stdout } = await glompo(
      ['run', 'sphere', '--optimizer', 'mine', '--optimizers-on', 'threads', '--slots', '2'],
      { cwd: home.path },
    );
    expect(stderr + stdout).toContain('singular matrix');
    expect(code).toBe(1);
  });
});
