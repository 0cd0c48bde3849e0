import { expect, test } from 'vitest';
import { glompo, project } from '../glompo.test.fixture.js';

test.each([
  ['awaits something that never comes', 'await new Promise(() => {});'],
  ['ends the process', 'process.exit(0);'],
])('a study file that %s is a failure that says so', async (_, text) => {
  using home = project({ 'study.config.mjs': text });
  const { code, stdout, stderr } = await glompo(['run', 'study.config.mjs'], { cwd: home.path });
  expect(stderr).toBe(
    'glompo: ended before it was done: a file that was imported has called process.exit(), or awaits something that never comes\n',
  );
  expect(stdout).toBe('');
  expect(code).toBe(1);
});
