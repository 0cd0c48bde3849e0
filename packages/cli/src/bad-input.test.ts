import { afterAll, describe, expect, test } from 'vitest';
import { glompo, project, taskSource } from './glompo.test.fixture.js';
import { openSession } from './session.test.fixture.js';

const parameter = (low: unknown, high: unknown, kind = 'real') =>
  `export default { parameters: [{ kind: '${kind}', name: 'x', low: ${low}, high: ${high} }], evaluate: x => x[0] };`;

const home = project({
  'square.js': taskSource('x => x[0] ** 2'),
  'syntax.js': 'let x = ;',
  'throws-on-import.js': 'throw new Error("no licence for the engine");',
  'misses-an-import.js': 'import "./absent.js"; export default {};',
  'nothing.js': 'export const task = 1;',
  'no-task.js': 'export default 3;',
  'no-evaluate.js': 'export default { parameters: [] };',
  'reversed.js': parameter(2, 1),
  'equal.js': parameter(2, 2),
  'nan.js': parameter('NaN', 2),
  'infinite.js': parameter(0, 'Infinity'),
  'empty.js': 'export default { parameters: [], evaluate: x => 1 };',
  'whole.js': parameter(0, 9, 'category'),
});
const session = openSession();
afterAll(() => {
  session.close();
  home[Symbol.dispose]();
});

test.each([
  ['run'],
  ['run', 'sphere', '--dir'],
  ['run', 'sphere', '--plugin'],
  ['run', '--dir', 'there', '--from'],
  ['run', '--bounds', 'x=0:1', '--command'],
  ['resume'],
  ['status'],
  ['stop'],
  ['checkpoint'],
  ['checkpoint', '.'],
  ['export', '.', '--format', 'csv', '--to'],
  ['plot'],
  ['plot', '.', '--to'],
  ['replay'],
  ['doctor'],
  ['inject'],
  ['list'],
])('a NUL character is an ordinary mistake: %j', async (...words) => {
  const { code, stderr, stdout } = await session.glompo([...words, 'a\0b'], home.path);
  const flag = words.at(-1)?.startsWith('--') ? `${words.at(-1)}: ` : '';
  expect(stderr).toBe(`glompo: ${flag}expected a text without NUL characters, got "a\\u0000b"\n`);
  expect([code, stdout]).toEqual([2, '']);
});

/** Nothing is started here: what is wrong is seen before, or while the task is loaded. */
describe('a user’s mistake is one clear sentence, exit code 2, and nothing on stdout', () => {
  test.each<[string, string[], string]>([
    ['no command', ['sphere'], 'unknown command "sphere"'],
    ['a mistyped command', ['rum', 'sphere'], 'unknown command "rum"; did you mean "run"?'],
    ['a flag before the command', ['--slots', '2'], '--slots: expected a command before it'],
    ['no task', ['run'], 'TASK is missing'],
    ['two tasks', ['run', 'x +', 'y'], 'expected one TASK, got 2: x + y'],
    ['an unknown flag', ['run', 'sphere', '--slotz', '2'], '--slotz: unknown flag; did you mean "--slots"?'],
    ['an unknown short flag', ['run', 'sphere', '-x'], '-x: unknown flag'],
    [
      'a flag without its value',
      ['run', 'sphere', '--target', '--quiet'],
      '--target: expected VALUE, such as --target 1e-8, got nothing',
    ],
    ['a flag twice', ['run', 'sphere', '--slots', '2', '--slots=3'], '--slots: is given twice'],
    ['a value for a switch', ['run', 'sphere', '--json=yes'], '--json: takes no value, got "yes"'],
    ['a word for a number', ['run', 'sphere', '--slots', 'two'], '--slots: expected a positive integer, got "two"'],
    ['slots 0', ['run', 'sphere', '--slots', '0'], '--slots: expected a positive integer, got "0"'],
    [
      'a fraction of an evaluation',
      ['run', 'sphere', '--max-evaluations', '1.5'],
      '--max-evaluations: expected a positive integer, got "1.5"',
    ],
    ['no time', ['run', 'sphere', '--max-seconds', '0'], '--max-seconds: expected a number above 0, got "0"'],
    ['a target that is no number', ['run', 'sphere', '--target', 'NaN'], '--target: expected a number, got "NaN"'],
    [
      'a negative seed',
      ['run', 'sphere', '--seed', '-1'],
      '--seed: expected an integer from 0 to 4294967295, got "-1"',
    ],
    ['no time for a trial', ['run', 'sphere', '--trial-timeout', '0'], '--trial-timeout: expected a number above 0'],
    [
      'endless time for a trial',
      ['run', 'sphere', '--trial-timeout', '1e9', '--optimizers-on', 'threads'],
      '--trial-timeout: expected seconds above 0 and up to 2000000, got 1000000000',
    ],
    [
      'a time limit where nothing can be ended',
      ['run', 'sphere', '--trial-timeout', '3', '--optimizers-on', 'threads', '--trials-on', 'inline'],
      '--trial-timeout: ',
    ],
    ['a negative grace', ['run', 'sphere', '--abort-grace', '-1'], '--abort-grace: expected a number of at least 0'],
    ['half a retry', ['run', 'sphere', '--retries', '.5'], '--retries: expected an integer of at least 0, got ".5"'],
    [
      'an unknown consequence',
      ['run', 'sphere', '--failed-trials', 'ignore'],
      '--failed-trials: expected worst, end-run, end-study, or the last two with so many in a row such as 5:end-run, got "ignore"',
    ],
    ['no trial in a row', ['run', 'sphere', '--failed-trials', '0:end-run'], '--failed-trials: expected worst,'],
    ['a number for worst', ['run', 'sphere', '--failed-trials', '3:worst'], '--failed-trials: expected worst,'],
    ['a value for a switch', ['run', 'sphere', '--finish-killed=no'], '--finish-killed: takes no value, got "no"'],
    [
      'an unknown optimizer',
      ['run', 'sphere', '--optimizer', 'cmaess'],
      '--optimizer: unknown optimizer "cmaess"; did you mean "cmaes"?',
    ],
    [
      'an unknown option',
      ['run', 'sphere', '--optimizer', 'cmaes(sigm=1)'],
      '--optimizer: cmaes: unknown option "sigm"; did you mean "sigma"?',
    ],
    [
      'an option of the wrong type',
      ['run', 'sphere', '--optimizer', 'cmaes(sigma=two)'],
      '--optimizer: cmaes: sigma: expected a number',
    ],
    [
      'an option out of range',
      ['run', 'sphere', '--optimizer', 'cmaes(sigma=-1)'],
      '--optimizer: cmaes: sigma: expected a number above 0',
    ],
    [
      'brackets that do not close',
      ['run', 'sphere', '--optimizer', 'cmaes(sigma=1'],
      '--optimizer: expected "," or ")" at the end:\n  cmaes(sigma=1\n',
    ],
    [
      '0 slots for an optimizer',
      ['run', 'sphere', '--optimizer', 'cmaes(maxSlots=0)'],
      '--optimizer: cmaes: maxSlots: expected a positive integer, got 0',
    ],
    [
      'an unknown backend',
      ['run', 'sphere', '--optimizers-on', 'thread'],
      '--optimizers-on: unknown backend "thread"; did you mean "threads"?',
    ],
    [
      'a measured place for one level only',
      ['run', 'sphere', '--optimizers-on', 'threads', '--trials-on', 'auto'],
      '--trials-on: auto chooses both places: leave --optimizers-on away, or name one here, too',
    ],
    [
      'a measured place with options',
      ['run', 'sphere', '--optimizers-on', 'auto(fast=true)'],
      '--optimizers-on: auto: takes no options',
    ],
    [
      'a measured place for one optimizer',
      ['run', 'sphere', '--optimizer', 'cmaes(trials=auto)'],
      '--optimizer: auto is for the whole study (--optimizers-on auto), got it for one optimizer',
    ],
    [
      'a word for live runs',
      ['run', 'sphere', '--live-runs', '4..many'],
      '--live-runs: expected a positive integer, or two of them such as 4..16, got "4..many"',
    ],
    [
      'reversed live runs',
      ['run', 'sphere', '--live-runs', '9..4'],
      '--live-runs: 9..4 is reversed: expected the smaller one first',
    ],
    [
      'optimizers with themselves',
      ['run', 'sphere', '--optimizers-on', 'with-optimizer'],
      '--optimizers-on: unknown backend "with-optimizer"',
    ],
    [
      'an option of a backend',
      ['run', 'sphere', '--trials-on', 'threads(heap=3)'],
      '--trials-on: threads: unknown option "heap"',
    ],
    [
      'an unknown hunter',
      ['run', 'sphere', '--hunter', 'minTrial(3)'],
      '--hunter: unknown hunter "minTrial"; did you mean "minTrials"?',
    ],
    [
      'hunters and none',
      ['run', 'sphere', '--hunter', 'minTrials', '--no-hunters'],
      '--no-hunters: there is a --hunter, too',
    ],
    [
      'an unknown checker',
      ['run', 'sphere', '--stop', 'maxSecond(3)'],
      '--stop: unknown checker "maxSecond"; did you mean "maxSeconds"?',
    ],
    [
      'an unknown selector',
      ['run', 'sphere', '--selector', 'cycl'],
      '--selector: unknown selector "cycl"; did you mean "cycle"?',
    ],
    ['a start that is no point', ['run', 'sphere', '--start', '1,b'], '--start: expected numbers such as 1,2,3'],
    [
      'a file of points that is not there',
      ['run', 'sphere', '--start', '@nope.json'],
      '--start: @nope.json: does not exist',
    ],
    [
      'a start with too few coordinates',
      ['run', './square.js', '--start', '1,2'],
      'point 1: expected 1 coordinates, one per parameter, got 2',
    ],
    ['a start out of bounds', ['run', './square.js', '--start', '7'], 'point 1: x = 7 is outside its bounds [-1, 1]'],
    [
      'reversed bounds',
      ['run', 'sphere', '--bounds', '5:-5'],
      '--bounds: the bounds are reversed: low 5 is above high -5',
    ],
    ['equal bounds', ['run', 'sphere', '--bounds', '5:5'], '--bounds: the bounds are equal (5)'],
    ['no bounds', ['run', 'sphere', '--bounds', ''], '--bounds: expected low:high'],
    ['NaN as a bound', ['run', 'sphere', '--bounds', '0:NaN'], '--bounds: a study needs finite bounds, got 0:NaN'],
    [
      'an infinite bound',
      ['run', 'sphere', '--bounds', 'x1=0:Infinity'],
      '--bounds: x1: a study needs finite bounds, got 0:Infinity',
    ],
    [
      'too few bounds',
      ['run', 'sphere', '--dims', '3', '--bounds', '0:1,0:1'],
      "--bounds: expected one pair for each of the task's 3 parameters, got 2",
    ],
    [
      'bounds of nobody',
      ['run', 'sphere', '--dims', '2', '--bounds', 'x3=0:1'],
      '--bounds: the task has no parameter "x3"',
    ],
    [
      'a task with reversed bounds',
      ['run', './reversed.js'],
      'parameter "x": the bounds are reversed: low 2 is above high 1',
    ],
    ['a task with equal bounds', ['run', './equal.js'], 'parameter "x": the bounds are equal (2)'],
    ['a task with NaN as a bound', ['run', './nan.js'], 'parameter "x": expected numbers as bounds, got [NaN, 2]'],
    [
      'a task with an infinite bound',
      ['run', './infinite.js'],
      'parameter "x": a study needs finite bounds, got [0, Infinity]',
    ],
    ['a task without parameters', ['run', './empty.js'], 'there are no parameters'],
    [
      'a kind of parameter that the optimizer does not know',
      ['run', './whole.js'],
      'parameter "x" is of kind "category", which optimizer "step" does not know',
    ],
    [
      'a mistyped task',
      ['run', 'rastrgin'],
      'unknown task "rastrgin": it is no file, no expression and no registered task; did you mean "rastrigin"?',
    ],
    ['a mistyped task with options', ['run', 'rastrgin(dims=3)'], 'unknown task "rastrgin"'],
    [
      'an option that the task does not have',
      ['run', 'rastrigin(dim=3)'],
      'rastrigin: unknown option "dim"; did you mean "dims"?',
    ],
    [
      'a flag that the task does not have',
      ['run', 'lennard-jones', '--atms', '3'],
      '--atms: unknown flag; did you mean "--atoms"?',
    ],
    [
      'an option of the task twice',
      ['run', 'rastrigin(dims=3)', '--dims', '4'],
      "--dims: the task's option dims is given twice",
    ],
    ['options for a task that takes none', ['run', './square.js', '--dims', '4'], 'takes no options, got "dims"'],
    ['dims for an expression', ['run', 'x^2', '--dims', '4'], 'an expression takes no options'],
    ['an expression with a mistake', ['run', 'x^2 + sin(y'], 'expression "x^2 + sin(y": at character 12'],
    ['a forbidden expression', ['run', 'import("fs")'], 'expression "import(\\"fs\\")": at character'],
    ['a module that does not exist', ['run', './nope.task.js'], 'nope.task.js does not exist'],
    [
      'a module that throws on import',
      ['run', './throws-on-import.js'],
      'throws-on-import.js failed while it was imported: no licence for the engine',
    ],
    [
      'a module that imports what does not exist',
      ['run', './misses-an-import.js'],
      'misses-an-import.js failed while it was imported: Cannot find module',
    ],
    [
      'a module with a mistake in its syntax',
      ['run', './syntax.js'],
      "syntax.js failed while it was imported: SyntaxError: Unexpected token ';' (running the file with node shows where",
    ],
    ['an expression that is no path, being too long for one', ['run', `${'x+'.repeat(5_001)}x`], 'expression "x+x+'],
    ['slots without end', ['run', 'sphere', '--slots', '1e9'], '--slots: expected at most 10000, got 1000000000'],
    [
      'more workers than a machine can have',
      ['run', 'sphere', '--slots', '5_000', '--optimizers-on', 'threads'],
      '--slots: backend "threads" starts a worker for each: expected at most 1024, got 5000',
    ],
    [
      'live runs without end',
      ['run', 'sphere', '--live-runs', '1e9'],
      '--live-runs: expected an integer from 1 to 10000',
    ],
    ['a folder of start points', ['run', 'sphere', '--start', '@.'], '--start: @.: is a folder, not a file'],
    ['a module that exports nothing', ['run', './nothing.js'], 'nothing.js has no default export'],
    ['a module that exports something else', ['run', './no-task.js'], 'expected a task { parameters, evaluate }'],
    ['a task without evaluate', ['run', './no-evaluate.js'], 'the task has no method evaluate(x), but undefined'],
    ['an unknown kind in a list', ['list', 'optimiser'], 'list: unknown kind "optimiser"; did you mean "optimizers"?'],
  ])('%s', async (_, args, message) => {
    const inline = args[0] === 'run' && !args.includes('--optimizers-on') ? ['--optimizers-on', 'inline'] : [];
    const { code, stdout, stderr } = await session.glompo([...args, ...inline], home.path);
    expect(stderr).toContain(`glompo: `);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect([code, stdout]).toEqual([2, '']);
  });
});

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

describe('plugins', () => {
  const plugin = (name: string, glompo: unknown) => ({
    'package.json': { dependencies: { [name]: '*' } },
    [`node_modules/${name}/package.json`]: { name, version: '1.2.3', type: 'module', glompo },
  });

  test.each<[string, Record<string, string | object>, string]>([
    [
      'two with one name',
      plugin('their-cmaes', { api: 1, optimizers: { cmaes: './cmaes.js' } }),
      'two plugins have the name optimizer "cmaes": one in their-cmaes, one in @glompo/optimizer-cmaes',
    ],
    [
      'for another API',
      plugin('from-the-future', { api: 7, optimizers: { better: 5 } }),
      'from-the-future was built for plugin API 7, this glompo speaks plugin API 1',
    ],
    [
      'without an API',
      plugin('careless', { optimizers: {} }),
      'package "careless": glompo in package.json: api: expected the version of the plugin API',
    ],
    [
      'with a mistyped kind',
      plugin('careless', { api: 1, optimisers: {} }),
      'package "careless": glompo in package.json: unknown kind of plugin "optimisers"; did you mean "optimizers"?',
    ],
    [
      'outside of their package',
      plugin('thief', { api: 1, tasks: { mine: './../../../etc/x.js' } }),
      'package "thief": glompo in package.json: tasks: mine: expected a module inside of the package',
    ],
    [
      'of a package that cannot be read',
      { ...plugin('broken', {}), 'node_modules/broken/package.json': '{ "name": ' },
      'package "broken": glompo in package.json: its package.json cannot be read',
    ],
  ])('%s', async (_, files, message) => {
    using home = project(files);
    const { code, stderr, stdout } = await session.glompo(['run', 'sphere'], home.path);
    expect(stderr).toContain(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  test('whose module is no plugin say so when they are used, and not before', async () => {
    using home = project({
      ...plugin('empty', { api: 1, optimizers: { empty: './empty.js', gone: './gone.js' } }),
      'node_modules/empty/empty.js': 'export default {};',
    });
    const run = (optimizer: string) =>
      session.glompo(
        ['run', 'sphere', '--max-evaluations', '9', '--optimizers-on', 'inline', '--optimizer', optimizer],
        home.path,
      );
    expect((await run('cmaes')).code).toBe(0);
    expect(await run('empty')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('optimizer "empty" of empty was built for plugin API undefined'),
    });
    expect(await run('gone')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('optimizer "gone" of empty cannot be imported from'),
    });
    const { code, stdout } = await session.glompo(['list', 'optimizers'], home.path);
    expect(code).toBe(0);
    expect(stdout).toContain('Cannot be used: optimizer "gone" of empty cannot be imported');
    expect(stdout).toContain('cmaes(sigma=0.3');
  });
});
