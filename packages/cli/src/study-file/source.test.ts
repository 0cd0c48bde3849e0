import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { project } from '../glompo.test.fixture.js';
import { readSource } from './source.js';

const home = project({});
afterAll(() => home[Symbol.dispose]());

let count = 0;

/** What is said about a file with this text. */
async function mistakeIn(text: string, extension: string): Promise<string> {
  const file = join(home.path, `source-${count++}.${extension}`);
  writeFileSync(file, text);
  const failure: unknown = await readSource(file, 'F').then(
    () => undefined,
    error => error,
  );
  return failure instanceof Error ? `${failure.name}: ${failure.message}` : 'no mistake';
}

test('a file of several documents is a mistake in our own words', async () => {
  expect(await mistakeIn('task: sphere\n---\ntask: rastrigin\n', 'yaml')).toBe(
    'GlompoError: F:2:1: expected one study, but here another YAML document begins',
  );
});

test('keys that are no words cause no warnings of the library', async () => {
  const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  expect(await mistakeIn('task: sphere\n? [a, b]\n: 1\n', 'yaml')).toBe('no mistake');
  expect(warning).not.toHaveBeenCalled();
  warning.mockRestore();
});

test('a study in code whose fields cannot be read is a mistake of the file', async () => {
  expect(
    await mistakeIn("export default { task: 'sphere', get seed() { throw new Error('no luck'); } };", 'config.mjs'),
  ).toBe('GlompoError: F: the fields of the study cannot be read: no luck');
});

test('a promise is no study', async () => {
  expect(await mistakeIn("export default Promise.resolve({ task: 'sphere' });", 'config.mjs')).toBe(
    'GlompoError: F: its default export is a promise: write export default await …',
  );
});

test('what goes wrong in a file of code is told with its line and column', async () => {
  const conditions = JSON.stringify(import.meta.resolve('@glompo/core/conditions'));
  const quota = `import { quota } from ${conditions};\nexport default {\n  hunters: quota(0, -1),\n};`;
  expect(await mistakeIn(quota, 'config.mjs')).toBe(
    'GlompoError: 2 mistakes:\n  F:3:12: quota: kills: expected a positive integer, got 0\n  F:3:12: quota: evaluations: expected a positive integer, got -1',
  );
  expect(await mistakeIn('export default {\n  slots: two };', 'config.mjs')).toBe(
    'GlompoError: F:2:10: the study file cannot be imported: two is not defined',
  );
});
