import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dependencyProblems } from './dependency-problems.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glompo-checks-'));
  write('package.json', { workspaces: ['packages/*', 'apps/*'] });
  write('packages/core/package.json', {
    name: '@glompo/core',
    exports: {
      '.': { default: './dist/index.js' },
      './node': { default: './dist/node/index.js' },
      './package.json': './package.json',
    },
  });
  write('packages/core/src/index.ts', `export * from './random.js';`);
  write('packages/core/src/random.ts', 'export const random = 4;');
  write('packages/core/src/node/index.ts', `import { cpus } from 'node:os'; export const cores = () => cpus().length;`);
  write('packages/testing/package.json', plugin('@glompo/testing'));
  write('packages/swarm/package.json', plugin('@glompo/swarm', { devDependencies: { '@glompo/testing': '*' } }));
  write('packages/swarm/src/index.ts', `import { random } from '@glompo/core'; export const swarm = random;`);
  write('packages/swarm/src/swarm.test.ts', `import '@glompo/testing'; import './index.js';`);
  write('packages/other/package.json', plugin('@glompo/other'));
  write('packages/cli/package.json', {
    name: 'glompo',
    dependencies: { '@glompo/core': '^0.1.0', '@glompo/swarm': '^0.1.0' },
  });
  write('packages/cli/src/index.ts', `import '@glompo/swarm';`);
  write('apps/example/package.json', { name: 'example', dependencies: { glompo: '*' } });
});

afterEach(() => rmSync(root, { recursive: true }));

test('a workspace in order has no problems', () => {
  expect(dependencyProblems(root)).toEqual([]);
});

describe('between packages', () => {
  test.each([
    ['an import', `import { swarm } from '@glompo/swarm';`],
    ['a subpath', `export * from '@glompo/swarm/deep';`],
    ['an import of a type', `import type { Swarm } from '@glompo/swarm';`],
    ['a type that names a module', `export type Swarm = import('@glompo/swarm').Swarm;`],
    ['a dynamic import', `const swarm = await import('@glompo/swarm');`],
    ['a module augmentation', `declare module '@glompo/swarm' {}`],
  ])('%s of a plugin is refused in core and in another plugin', (_, statement) => {
    write('packages/core/src/random.ts', statement);
    write('packages/other/src/index.ts', statement);
    expect(dependencyProblems(root)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/packages\/core\/src\/random\.ts: imports @glompo\/swarm.*core knows no other package/),
        expect.stringMatching(/packages\/other\/src\/index\.ts: imports @glompo\/swarm.*never another plugin/),
      ]),
    );
  });

  test('a plugin does not use another plugin in its tests', () => {
    write('packages/other/src/other.test.ts', `import '@glompo/swarm';`);
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('packages/other/src/other.test.ts')]);
  });

  test('a plugin uses the testing kit in its tests only', () => {
    write('packages/swarm/src/index.ts', `import '@glompo/testing';`);
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('packages/swarm/src/index.ts')]);
  });

  test.each(['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'])(
    '%s of a plugin do not name another plugin',
    field => {
      write('packages/other/package.json', { ...plugin('@glompo/other'), [field]: { '@glompo/swarm': '*' } });
      expect(dependencyProblems(root)).toContainEqual(
        expect.stringContaining(`packages/other/package.json: ${field} names @glompo/swarm`),
      );
    },
  );

  test('core does not name the testing kit, not even for its tests', () => {
    write('packages/core/package.json', { name: '@glompo/core', devDependencies: { '@glompo/testing': '*' } });
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('devDependencies names @glompo/testing')]);
  });

  test('nobody uses an app', () => {
    write('packages/cli/src/index.ts', `import 'example';`);
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('packages/cli/src/index.ts: imports example')]);
  });

  test.each([undefined, '^0.1.0', '*'])('a plugin that takes core as a peer with the range %s is refused', range => {
    write('packages/other/package.json', { name: '@glompo/other', peerDependencies: { '@glompo/core': range } });
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('must name @glompo/core ">=0.1.0 <1.0.0"')]);
  });

  test('a plugin does not bring its own core', () => {
    write('packages/other/package.json', plugin('@glompo/other', { dependencies: { '@glompo/core': '^0.1.0' } }));
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('core is a peer of a plugin')]);
  });
});

describe('between files', () => {
  test('a circle is refused, also if it consists of types', () => {
    write('packages/swarm/src/a.ts', `import type { B } from './b.js'; export type A = B;`);
    write('packages/swarm/src/b.ts', `import { c } from './deep/c.js'; export type B = typeof c;`);
    write('packages/swarm/src/deep/c.ts', `export * from '../a.js'; export const c = 1;`);
    expect(dependencyProblems(root)).toEqual([
      'packages/swarm: files import each other in a circle: src/a.ts -> src/b.ts -> src/deep/c.ts -> src/a.ts',
    ]);
  });

  test('a relative import does not leave the package', () => {
    write('packages/swarm/src/a.ts', `import '../../other/src/index.js';`);
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('no source file of this package')]);
  });
});

describe("core's entries", () => {
  test.each(['node:os', 'os', 'workerpool'])('the root does not reach %s', specifier => {
    write('packages/core/src/random.ts', `import type { x } from '${specifier}';`);
    expect(dependencyProblems(root)).toEqual([
      `packages/core: the entry "." must run in a browser, but reaches src/index.ts -> src/random.ts -> ${specifier}`,
    ]);
  });

  describe('a #name that stands for another file on Node', () => {
    beforeEach(() => {
      write('packages/core/src/bare.ts', `export const cores = () => 1;`);
      write('packages/core/src/random.ts', `import { cores } from '#cores'; export const random = cores();`);
    });

    test('is followed as a browser does', () => {
      coreImports({ '#cores': { node: './dist/node/index.js', default: './dist/bare.js' } });
      expect(dependencyProblems(root)).toEqual([]);
    });

    test('is refused where a browser would load something of Node', () => {
      coreImports({ '#cores': { default: './dist/node/index.js' } });
      expect(dependencyProblems(root)).toEqual([
        expect.stringContaining('src/random.ts -> src/node/index.ts -> node:os'),
      ]);
    });

    test('is refused where its file for Node closes a circle', () => {
      coreImports({ '#cores': { node: './dist/random.js', default: './dist/bare.js' } });
      expect(dependencyProblems(root)).toEqual([expect.stringContaining('src/random.ts -> src/random.ts')]);
    });

    test('is refused where it stands for nothing', () => {
      expect(dependencyProblems(root)).toEqual([expect.stringContaining('imports #cores, which is no source file')]);
    });
  });

  test('an entry that does not exist is named', () => {
    rmSync(join(root, 'packages/core/src/index.ts'));
    expect(dependencyProblems(root)).toEqual([expect.stringContaining('which has no source')]);
  });
});

test('the pictures may use packages that run in a browser, and nothing of Node', () => {
  const exports = { '.': { default: './dist/index.js' }, './png': { default: './dist/png.js' } };
  write('packages/plot/package.json', plugin('@glompo/plot', { exports }));
  write('packages/plot/src/index.ts', `import { draw } from './draw.js'; export { draw };`);
  write('packages/plot/src/png.ts', `import fs from 'node:fs'; export const read = fs.readFileSync;`);
  write('packages/plot/src/draw.ts', `import { scale } from 'd3-scale'; export const draw = scale;`);
  expect(dependencyProblems(root)).toEqual([]);
  write('packages/plot/src/draw.ts', `import 'zlib'; export const draw = 1;`);
  expect(dependencyProblems(root)).toEqual([
    'packages/plot: the entry "." must run in a browser, but reaches src/index.ts -> src/draw.ts -> zlib',
  ]);
});

function coreImports(imports: object): void {
  const manifest = JSON.parse(readFileSync(join(root, 'packages/core/package.json'), 'utf8')) as object;
  write('packages/core/package.json', { ...manifest, imports });
}

function plugin(name: string, more: object = {}): object {
  return { name, peerDependencies: { '@glompo/core': '>=0.1.0 <1.0.0' }, ...more };
}

function write(path: string, content: string | object): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}
