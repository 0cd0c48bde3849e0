import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { project, taskSource } from '../glompo.test.fixture.js';
import { openSession } from '../session.test.fixture.js';
import { packageModule } from './package-module.js';

const session = openSession();
afterAll(() => session.close());

const conditions = JSON.stringify(import.meta.resolve('@glompo/core/conditions'));
const hunter = (name: string) => `import { defineCondition } from ${conditions};
  export const ${name} = defineCondition({
    name: '${name}', description: 'at once', options: {}, test: () => ({ message: 'it is ${name}' }),
  });
  export default ${name};`;

/** Not among the dependencies of the project, so that nobody looks for their plugins. */
const packages = {
  'package.json': { name: 'engine', type: 'module' },
  'node_modules/listed/package.json': {
    ...{ name: 'listed', version: '2.0.0', type: 'module', exports: './absent.js' },
    glompo: { api: 1, hunters: { worn: './worn.js' }, tasks: { valley: './valley.js' } },
  },
  'node_modules/listed/worn.js': hunter('worn'),
  'node_modules/listed/valley.js': taskSource('x => x[0] ** 2'),
  'node_modules/@me/plain/package.json': {
    ...{ name: '@me/plain', type: 'module' },
    exports: { '.': { types: './x.d.ts', import: './dist/main.js' }, './more/*': { import: './dist/*.js' } },
  },
  'node_modules/@me/plain/dist/main.js': hunter('tired'),
  'node_modules/@me/plain/dist/more.js': hunter('weary'),
  'node_modules/bare/package.json': { name: 'bare' },
  'studies/study.yaml': 'task: valley\nplugins: [listed, "@me/plain/more/more"]\nhunters: [worn, weary]\nslots: 1\n',
};
const how = ['--optimizers-on', 'inline', '--live-runs', '2', '--hunt-every', '5', '--max-evaluations', '40', '--json'];

describe('--plugin takes the name of a package', () => {
  test.each([
    ['listed', 'worn'],
    ['./node_modules/listed', 'worn'],
    ['@me/plain', 'tired'],
    ['@me/plain/more/more', 'weary'],
    ['node_modules/@me/plain/dist/more.js', 'weary'],
  ])('%s', async (plugin, name) => {
    using home = project(packages);
    const words = ['run', 'sphere', '--slots', '1', ...how, '--quiet', '--plugin', plugin, '--hunter', name];
    const { stdout, stderr } = await session.glompo(words, home.path);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).runs.killed).toBeGreaterThan(1);
  });

  test('and so does a study file, which looks from its own folder; its tasks are there, too', async () => {
    using home = project(packages);
    const study = await session.glompo(['run', 'studies/study.yaml', ...how, '--dir', 'there'], home.path);
    const { evaluations, runs } = JSON.parse(study.stdout);
    expect([study.code, evaluations]).toEqual([0, 40]);
    expect(runs.killed).toBeGreaterThan(1);
    const resume = ['resume', 'there', '--max-evaluations', '60', '--quiet', '--json'];
    expect((await session.glompo(resume, home.path)).stderr).toMatch(/unknown task "valley"/);
    const plugins = ['--plugin', 'listed', '--plugin', '@me/plain/more/more'];
    expect(JSON.parse((await session.glompo([...resume, ...plugins], home.path)).stdout).evaluations).toBe(60);
    // Below the folder with the packages, which nobody sees from above.
    const above = join(home.path, '..');
    const far = await session.glompo(['run', join(home.path, 'studies/study.yaml'), ...how, '--quiet'], above);
    expect([far.stderr, far.code]).toEqual(['', 0]);
    rmSync(join(home.path, 'node_modules/@me'), { recursive: true });
    const gone = await session.glompo(['run', 'studies/study.yaml', ...how], home.path);
    expect(gone.stderr).toContain(
      'study.yaml:2:19: plugins[1]: "@me/plain/more/more" is no file, and no package of that name is installed (npm install @me/plain)',
    );
  });

  test.each([
    ['lsted', '"lsted" is no file, and no package of that name is installed (npm install lsted)'],
    ['@me/plain/less', '"@me/plain/less": the package @me/plain has no such module'],
    ['bare', '"bare" is a package that has neither plugins (glompo in its package.json) nor a module to import'],
    ['studies', '"studies" is neither a file nor the folder of a package'],
    ['./absent', '"./absent" does not exist'],
  ])('%s is refused', async (plugin, message) => {
    using home = project(packages);
    const { code, stderr } = await session.glompo(['run', 'sphere', '--plugin', plugin], home.path);
    expect([code, stderr]).toEqual([2, `glompo: --plugin: ${message}\n`]);
  });
});

test('the module of a package is that which an import finds', () => {
  using home = project({ 'index.js': '', 'a.js': '', 'b.js': '', 'lib/c.js': '' });
  const module = (json: object, subpath = '.') =>
    packageModule({ name: 'p', directory: home.path, json: { ...json } }, subpath)?.slice(home.path.length + 1);
  expect(module({})).toBe('index.js');
  expect(module({ main: 'a' })).toBe('a.js');
  expect(module({ main: './lib/c.js' })).toBe('lib/c.js');
  expect(module({ main: './absent.js' })).toBe('index.js');
  expect(module({}, './lib/c.js')).toBe('lib/c.js');
  expect(module({ exports: './a.js' })).toBe('a.js');
  expect(module({ exports: [{ browser: './b.js' }, './a.js'] })).toBe('a.js');
  expect(module({ exports: { require: './b.js', node: { import: './a.js' } } })).toBe('a.js');
  expect(module({ exports: { '.': { default: './a.js' }, './b': './b.js' } }, './b')).toBe('b.js');
  expect(module({ exports: { './lib/*': './lib/*.js' } }, './lib/c')).toBe('lib/c.js');
  expect(module({ exports: { './lib/*': './lib/*.js' } })).toBeUndefined();
  expect(module({ exports: './a.js' }, './b.js')).toBeUndefined();
  expect(module({ exports: '../../etc/passwd' })).toBeUndefined();
});
