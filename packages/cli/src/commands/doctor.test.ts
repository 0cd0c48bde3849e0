import { describe, expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';

describe.concurrent('glompo doctor', () => {
  test('tells what a task is like, and proposes a command that runs it', async () => {
    using home = project({
      'busy task.js': taskSource(
        'x => { const end = performance.now() + 3; while (performance.now() < end); return x[0] ** 2; }',
      ),
    });
    const { code, stdout, stderr } = await glompo(['doctor', './busy task.js', '--slots', '2'], { cwd: home.path });
    expect(stderr).toBe('evaluating on processes\nevaluating on threads\nevaluating inline\n');
    expect(stdout).toMatch(/^task +\.\/busy task\.js, 1 parameter\n/);
    // On a busy machine it waits for a processor, and seems not to compute.
    expect(stdout).toMatch(/^time +an evaluation takes \S+ ms/m);
    expect(stdout).toMatch(/^values +the same point gives the same value$/m);
    for (const backend of ['processes', 'threads', 'inline'])
      expect(stdout).toMatch(new RegExp(`^${backend} +works`, 'm'));
    expect(stdout).toMatch(/^expected +\d+ % of the slots' time/m);
    const command = /^run it by +glompo (run .*)$/m.exec(stdout)?.[1] ?? '';
    expect(command).toMatch(/^run '\.\/busy task\.js' --optimizers-on \w+ --trials-on [\w-]+ --slots 2$/);
    expect(code).toBe(0);
    const words = command.match(/'[^']*'|\S+/g)?.map(word => word.replace(/'/g, '')) ?? [];
    const ran = await glompo([...words, '--max-evaluations', '20', '--json'], { cwd: home.path });
    expect(JSON.parse(ran.stdout)).toMatchObject({ evaluations: 20, slots: 2 });
  });

  test('--json prints one object, and nothing else', async () => {
    const { code, stdout, stderr } = await glompo(['doctor', 'rastrigin', '--dims', '3', '--json', '--quiet']);
    expect(stdout).toMatch(/^\{.*\}\n$/);
    const told = JSON.parse(stdout);
    expect(told).toMatchObject({ task: 'rastrigin', parameters: ['x1', 'x2', 'x3'] });
    expect(told.backends.map((each: { backend: string }) => each.backend)).toEqual(['processes', 'threads', 'inline']);
    for (const each of told.backends) {
      expect(each).toMatchObject({ failed: 0, lost: 0, startSeconds: expect.any(Number), alone: expect.any(Object) });
      expect(each.alone.median).toBeGreaterThan(0);
    }
    expect(told.findings[0]).toMatchObject({ about: 'time', level: 'fact' });
    expect(told.proposal).toMatchObject({
      placement: { optimizers: expect.any(String), trials: expect.any(String) },
      reason: { by: 'measurement', message: expect.any(String) },
    });
    expect(told.command).toMatch(/^glompo run rastrigin --dims 3 --optimizers-on /);
    expect([code, stderr]).toEqual([0, '']);
  });

  test('takes expressions, with bounds', async () => {
    const { code, stdout } = await glompo(['doctor', '--bounds=-1:1', '--quiet', '--', '-x*y']);
    expect(stdout).toMatch(/^task +-x\*y, 2 parameters\n/);
    expect(stdout).toMatch(/glompo run --bounds=-1:1 .* -- '-x\*y'$/m);
    expect(code).toBe(0);
  });

  test('ends in order when it is interrupted', async () => {
    using home = project({ 'endless.js': taskSource('() => { console.error("begun"); for (;;); }') });
    const { child, finished, appears } = start(['doctor', './endless.js'], { cwd: home.path });
    await appears(/evaluating on processes/);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await finished;
    expect(stderr).toContain('stopping; once more ends it at once');
    expect(stderr).toContain('glompo: the measuring of the task was interrupted');
    expect([code, stdout]).toEqual([130, '']);
  });
});

describe.concurrent('a mistake is one clear sentence, as in glompo run', () => {
  test.each<[string, string[], string]>([
    ['no task', ['doctor'], 'TASK is missing: glompo doctor TASK'],
    ['an unknown flag', ['doctor', 'sphere', '--slotz', '2'], '--slotz: unknown flag; did you mean "--slots"?'],
    [
      'a flag of another command',
      ['doctor', 'sphere', '--hunt-every', '2'],
      '--hunt-every: unknown flag; glompo help doctor',
    ],
    ['slots 0', ['doctor', 'sphere', '--slots', '0'], '--slots: expected a positive integer, got "0"'],
    ['no time', ['doctor', 'sphere', '--max-seconds', '0'], '--max-seconds: expected a number above 0, got "0"'],
    ['an unknown task', ['doctor', 'rastrgin'], 'did you mean "rastrigin"?'],
    ['a module that is not there', ['doctor', './nope.task.js'], 'nope.task.js does not exist'],
    [
      'an option that the task does not have',
      ['doctor', 'rastrigin(dim=3)'],
      'unknown option "dim"; did you mean "dims"?',
    ],
    [
      'too few bounds',
      ['doctor', 'sphere', '--dims', '3', '--bounds', '0:1,0:1'],
      "expected one pair for each of the task's 3",
    ],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await glompo([...args, ...(args.length > 1 ? ['--quiet'] : [])]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([2, '']);
  });
});
