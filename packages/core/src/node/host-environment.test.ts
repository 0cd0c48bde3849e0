import { existsSync, statSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hostEnvironment } from '@glompo/core/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'host-environment-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return pathToFileURL(join(folder, name)).href;
}

test('a directory is made when it is first asked for, for its owner only, and removed with what is in it', async () => {
  const environment = hostEnvironment();
  const directory = environment.directory();
  expect(basename(directory)).toMatch(/^glompo-/);
  expect(environment.directory()).toBe(directory);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  await writeFile(join(directory, 'result'), '1');
  await environment.close();
  expect(existsSync(directory)).toBe(false);
});

test('a directory that is given is made there, and never shared', async () => {
  const path = join(folder, 'mine');
  const environment = hostEnvironment({ directory: path });
  expect(existsSync(path)).toBe(false);
  expect(environment.directory()).toBe(path);
  expect(() => hostEnvironment({ directory: path }).directory()).toThrow('EEXIST');
  await environment.close();
  expect(existsSync(path)).toBe(false);
});

test('TypeScript is imported in this thread, with the TypeScript that it imports', async () => {
  await file('two.mts', 'export const two: number = 2;');
  const url = await file('four.ts', `import { two } from './two.mts';\nexport default (two * two) satisfies number;`);
  expect(await hostEnvironment().importModule(url)).toMatchObject({ default: 4 });
});

test('TypeScript that is more than types is refused, on every Node alike', async () => {
  const url = await file('colour.ts', 'enum Colour { red }\nexport default Colour;');
  await expect(hostEnvironment().importModule(url)).rejects.toThrow(
    'TypeScript enum is not supported in strip-only mode',
  );
});

test.skipIf('typescript' in process.features && process.features.typescript)(
  'where amaro is needed and missing, the error says what to do',
  async () => {
    // A copy of what is built, where no package is installed.
    const built = fileURLToPath(new URL('..', import.meta.resolve('@glompo/core/node')));
    await cp(built, join(folder, 'core'), { recursive: true });
    await writeFile(join(folder, 'core', 'package.json'), await readFile(join(built, '..', 'package.json'), 'utf8'));
    const alone = (await import(pathToFileURL(join(folder, 'core/node/host-environment.js')).href)) as {
      hostEnvironment: typeof hostEnvironment;
    };
    const url = await file('task.ts', 'export default 1 as number;');
    await expect(alone.hostEnvironment().importModule(url)).rejects.toMatchObject({
      code: 'GLOMPO_TASK_MODULE',
      message: expect.stringMatching(/task\.ts is TypeScript.*npm i amaro.*Node 22\.18/),
    });
  },
);
