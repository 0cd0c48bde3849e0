import { afterAll, describe, expect, test } from 'vitest';
import { project } from '../glompo.test.fixture.js';
import { openSession } from '../session.test.fixture.js';

const session = openSession();
afterAll(() => session.close());

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
