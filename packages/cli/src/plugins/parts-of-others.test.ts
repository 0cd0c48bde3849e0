import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';
import { openSession } from '../session.test.fixture.js';

const session = openSession();
afterAll(() => session.close());

const core = JSON.stringify(import.meta.resolve('@glompo/core'));
const conditions = JSON.stringify(import.meta.resolve('@glompo/core/conditions'));

/** A hunter or checker with one option. */
const condition = (name: string, test: string) => `defineCondition({
  name: '${name}', description: 'once it has seen enough', first: 'least',
  options: { least: { type: 'integer', default: 5, description: 'how much is enough' } },
  test: ${test},
})`;
const worn = condition(
  'worn',
  '({ victim }, { least }) => victim.trials >= least ? { message: "worn after " + least } : undefined',
);
const enough = condition(
  'enough',
  '({ evaluations }, { least }) => evaluations >= least ? { message: least + " are enough" } : undefined',
);
const half = `definePart({
  name: 'half', description: 'Starts each run in the middle of the upper half.', options: {},
  create: () => ({ name: 'half', next: () => ({ point: Float64Array.of(0.5) }) }),
})`;
const alone = `Object.assign(() => {}, { part: {
  name: 'alone', description: 'Starts the last of its optimizers only.', options: {},
  nested: { name: 'optimizers', expected: 'an optimizer such as cmaes(sigma=0.3)', min: 1 },
  create: (_, choices) => ({ name: 'alone', choices: choices.slice(-1), next: () => ({ type: 'spawn', choice: choices.at(-1) }) }),
} })`;
const imports = `import { definePart } from ${core};\nimport { defineCondition } from ${conditions};\n`;

const user = {
  'package.json': { type: 'module', dependencies: { mine: '*' } },
  'node_modules/mine/package.json': {
    name: 'mine',
    type: 'module',
    glompo: {
      api: 1,
      hunters: { worn: './worn.js', broken: './broken.js' },
      checkers: { enough: './enough.js' },
      selectors: { alone: './alone.js' },
      startPoints: { half: './half.js' },
    },
  },
  'node_modules/mine/worn.js': `${imports}export default ${worn};`,
  'node_modules/mine/broken.js': 'throw new Error("it is broken");',
  'node_modules/mine/enough.js': `${imports}export default ${enough};`,
  'node_modules/mine/alone.js': `export default ${alone};`,
  'node_modules/mine/half.js': `${imports}export default ${half};`,
  'own.js': `${imports}import { appendFileSync } from 'node:fs';
    appendFileSync('imported', 'x');
    export default ${worn.replace('worn', 'tired')};
    export const plenty = ${enough.replace('enough', 'plenty')};
    export const first = { name: 'first', api: 1, module: import.meta.url, traits: { asynchronous: false, kinds: ['real'] },
      parse: options => options,
      create: ({ start }) => ({ ask: () => [{ x: start.point.slice() }], tell() {}, stop: undefined, snapshot: () => null }) };
    export const note = 'no part';`,
  'task.js': taskSource('x => x[0] ** 2'),
  'slow.js': taskSource('x => new Promise(resolve => setTimeout(resolve, 20, x[0] ** 2))'),
  'nothing.js': 'export const a = 5;',
  'wrong.js': `${imports}export default ${worn.replace("'worn'", "'minTrials'")};`,
  'syntax.js': 'let x = ;',
  'null.js': 'throw null;',
};
const inline = ['--optimizers-on', 'inline', '--slots', '1', '--live-runs', '4', '--seed', '1', '--quiet'];

describe('parts of a package', () => {
  test('are named as the built-in ones are, of every kind', async () => {
    using home = project(user);
    const task = ['run', './task.js', ...inline, '--json', '--hunt-every', '10'];
    const parts = ['--hunter', 'all(minTrials(2), worn(8))', '--stop', 'any(enough(60))', '--start', 'half'];
    const choice = ['--selector', 'alone(cmaes(), random-search())', '--dir', 'study'];
    const { stdout, stderr, code } = await session.glompo([...task, ...parts, ...choice], home.path);
    expect([stderr, code]).toEqual(['', 0]);
    const { reason, evaluations, runs } = JSON.parse(stdout);
    expect({ reason: reason.because[0], evaluations }).toEqual({
      reason: { by: 'enough', message: '60 are enough' },
      evaluations: 60,
    });
    expect(runs.killed).toBeGreaterThan(1);
    const { stdout: shown } = await session.glompo(['export', 'study', '--format', 'json'], home.path);
    expect(shown).toContain('study.json');
  });

  test('are rules of start points in selectors, too', async () => {
    using home = project(user);
    const run = ['run', './task.js', ...inline, '--selector', 'starting(random-search(maxPoints=1), at=half())'];
    const { stdout, stderr, code } = await session.glompo([...run, '--json', '--stop', 'runsStarted(3)'], home.path);
    expect([stderr, code]).toEqual(['', 0]);
    expect(JSON.parse(stdout).point).toEqual([0.5]);
  });

  test('are listed with their package, options and defaults; one that is broken hides no other', async () => {
    using home = project(user);
    const { stdout } = await session.glompo(
      ['list', 'hunters', 'checkers', 'selectors', 'start-points', '--json'],
      home.path,
    );
    const lists = JSON.parse(stdout) as Record<string, readonly { name: string; package?: string }[]>;
    const others = Object.values(lists).map(list => list.filter(each => each.package !== undefined));
    expect(others).toEqual([
      [
        { name: 'broken', package: 'mine', problem: expect.stringContaining('it is broken') },
        {
          name: 'worn',
          package: 'mine',
          description: 'Says yes once it has seen enough.',
          options: [
            { name: 'least', expected: 'an integer', default: 5, required: false, description: 'how much is enough' },
          ],
        },
      ],
      [expect.objectContaining({ name: 'enough' })],
      [expect.objectContaining({ name: 'alone', nested: 'an optimizer such as cmaes(sigma=0.3)' })],
      [expect.objectContaining({ name: 'half', options: [] })],
    ]);
    const { stdout: said } = await session.glompo(['list', 'hunters'], home.path);
    expect(said).toContain('  worn(least=5)  [mine]\n      Says yes once it has seen enough.\n');
  });

  test('are found again when a study goes on, and named where they are not installed any more', async () => {
    using home = project(user);
    const { path } = home;
    const study = ['run', './task.js', ...inline, '--hunter', 'worn(8)', '--stop', 'enough(30)', '--dir', 'study'];
    await session.glompo([...study, '--hunt-every', '10', '--optimizer', 'cmaes'], path);
    const resume = ['resume', 'study', '--quiet', '--json'];
    const resumed = await session.glompo([...resume, '--stop', 'enough(90)'], path);
    const { evaluations, runs } = JSON.parse(resumed.stdout);
    expect([resumed.code, evaluations]).toEqual([0, 90]);
    expect(runs.killed).toBeGreaterThan(1);
    rmSync(join(path, 'node_modules/mine'), { recursive: true });
    const { code, stderr } = await session.glompo([...resume, '--max-evaluations', '99'], path);
    expect(stderr).toMatch(
      /^glompo: 2 mistakes:\n {2}--stop: unknown checker "enough"; known: all, any, .*\n {2}--hunter: unknown hunter "worn"; known: /,
    );
    expect(code).toBe(2);
  });
});

describe('the parts of a file', () => {
  test('are named on the command line beside --plugin, and so are its optimizers', async () => {
    using home = project(user);
    const own = ['--plugin', './own.js', '--hunter', 'tired(3)', '--stop', 'any(plenty(20), enough(30))'];
    const { stdout, code } = await session.glompo(
      ['run', './task.js', ...inline, ...own, '--hunt-every', '5', '--optimizer', 'first()', '--json'],
      home.path,
    );
    const { reason, runs } = JSON.parse(stdout);
    expect([code, reason.because[0].by]).toEqual([0, 'plenty']);
    expect(runs.killed).toBeGreaterThan(1);
  });

  test('may be selectors with options by place, beside --optimizer', async () => {
    using home = project({
      ...user,
      'favourite.js': `import { defineSelector } from ${JSON.stringify(import.meta.resolve('@glompo/core/selectors'))};
        export default defineSelector({
          name: 'favourite', description: 'Starts one of them.', options: { which: { type: 'integer', description: 'which' } },
          next: (_, { which }, { choices }) => ({ type: 'spawn', choice: choices[which] }),
        });`,
    });
    const run = ['run', './task.js', ...inline, '--plugin', './favourite.js', '--optimizer', 'cmaes', '--optimizer'];
    const words = [...run, 'random-search', '--selector', 'favourite(1)', '--max-evaluations', '20', '--dir', 'study'];
    expect(await session.glompo(words, home.path)).toMatchObject({ code: 0 });
    const { stdout } = await session.glompo(['status', 'study', '--json'], home.path);
    expect(stdout).toContain('random-search');
    expect(stdout).not.toContain('"name":"cmaes"');
  });

  test('are not imported because a record says so', async () => {
    using home = project(user);
    const { path } = home;
    const study = ['run', './task.js', ...inline, '--plugin', './own.js', '--hunter', 'tired(3)', '--dir', 'study'];
    await glompo([...study, '--max-evaluations', '20'], { cwd: path });
    rmSync(join(path, 'imported'));
    const resume = ['resume', 'study', '--json'];
    // In a process that has not imported it for the study.
    const refused = await session.glompo([...resume, '--max-evaluations', '30'], path);
    expect(refused.stderr).toMatch(
      /^glompo: --hunter: unknown hunter "tired"; .*; the study was started with --plugin \.\/own\.js, which is imported only if you give it again\n$/,
    );
    expect(refused.code).toBe(2);
    for (const words of [['status'], ['export', '--format', 'yml'], ['change', '--max-evaluations', '9']])
      await session.glompo([words[0] as string, 'study', ...words.slice(1)], path);
    const without = await session.glompo([...resume, '--hunter', 'minTrials(9)', '--max-evaluations', '40'], path);
    expect(without.stderr).toContain('--plugin ./own.js is not imported again: nothing that is asked for needs it\n');
    expect(JSON.parse(without.stdout).evaluations).toBe(40);
    expect(existsSync(join(path, 'imported'))).toBe(false);
    const again = ['--plugin', './own.js', '--hunter', 'tired(3)', '--max-evaluations', '50'];
    expect(JSON.parse((await session.glompo([...resume, ...again], path)).stdout).evaluations).toBe(50);
    expect(existsSync(join(path, 'imported'))).toBe(true);
  });
});

test('a study that runs may be stopped by the checkers of packages and of its own file', async () => {
  using home = project(user);
  const { path: cwd } = home;
  const study = start(
    ['run', './slow.js', ...inline.slice(0, -1), '--plugin', './own.js', '--stop', 'plenty(1e6)', '--dir', 'study'],
    { cwd },
  );
  await study.appears(/^\d.* [1-9]\d* evaluations/m);
  const unknown = await session.glompo(['change', 'study', '--max-evaluations', '900000'], cwd);
  expect(unknown.stderr).toMatch(/unknown checker "plenty".*--plugin \.\/own\.js, which is imported only if you give/);
  const slower = await session.glompo(['change', 'study', '--plugin', './own.js', '--max-evaluations', '900000'], cwd);
  expect(slower).toMatchObject({ code: 0, stderr: '' });
  expect((await session.glompo(['change', 'study', '--stop', 'enough(2)'], cwd)).code).toBe(0);
  expect((await study.finished).stdout).toMatch(/^stopped +2 are enough/m);
});

test('all that is wrong with plugins, optimizers and a selector is told at once', async () => {
  using home = project({
    ...user,
    'more.js': `${imports}export const a = ${worn.replace('worn', 'tired')}; export const b = ${enough.replace('enough', 'plenty')};
      export const c = { api: 1, module: import.meta.url, get name() { throw new Error('no name today'); } };`,
  });
  const plugins = ['--plugin', './own.js', '--plugin', './more.js', '--plugin', './null.js'];
  const optimizers = ['--optimizer', 'cmaes(sigma=-1, weight=0, maxSlots=0, trials=proceses)', '--optimizer', 'stepp'];
  const words = [...plugins, ...optimizers, '--selector', 'random(weights=x)', '--hunter', 'all(5, minTrails(1))'];
  const { code, stderr } = await session.glompo(['run', './task.js', ...words], home.path);
  expect(stderr.split('\n').map(line => line.replace(/; (remove|known|did you mean).*/, ''))).toEqual([
    'glompo: 12 mistakes:',
    '  --plugin: two plugins have the name part "tired": one in ./own.js, one in ./more.js',
    '  --plugin: two plugins have the name part "plenty": one in ./own.js, one in ./more.js',
    '  --plugin: "./more.js" cannot be read: no name today',
    '  --plugin: "./null.js" cannot be imported: it has thrown null',
    '  --hunter: all: expected a condition such as minTrials(500), got 5',
    '  --hunter: unknown hunter "minTrails"',
    '  --optimizer: unknown backend "proceses"',
    '  --optimizer: cmaes: maxSlots: expected a positive integer, got 0',
    '  --optimizer: cmaes: weight: expected a positive number, got 0',
    '  --optimizer: cmaes: sigma: expected a number above 0 and of at most 1e+150, got -1',
    '  --optimizer: unknown optimizer "stepp"',
    expect.stringContaining('  --selector: random: '),
    '',
  ]);
  expect(code).toBe(2);
});

test.each([
  ['./absent.js', '--plugin: "./absent.js" does not exist'],
  ['.', '--plugin: "." is a package that has neither plugins'],
  ['https://x.org/a.js', '--plugin: "https://x.org/a.js" does not exist'],
  ['file://x.org/a.js', '--plugin: "file://x.org/a.js": expected a file of this machine'],
  ['./nothing.js', '--plugin: ./nothing.js exports no part and no optimizer: expected what defineCondition'],
  ['./syntax.js', '--plugin: "./syntax.js" cannot be imported: Unexpected token'],
  ['./null.js', '--plugin: "./null.js" cannot be imported: it has thrown null'],
  ['file:///a%00b', '--plugin: expected a text without NUL characters, got "file:///a%00b"'],
  ['./wrong.js', '--hunter: two parts have the name hunter "minTrials"'],
])('--plugin %s is refused', async (file, message) => {
  using home = project(user);
  const run = ['run', './task.js', ...inline, '--plugin', file, '--hunter', 'minTrials(5)'];
  const { code, stderr, stdout } = await session.glompo([...run, '--max-evaluations', '5'], home.path);
  expect(stderr).toContain(`glompo: ${message}`);
  expect([code, stdout]).toEqual([2, '']);
});
