import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// npm puts node_modules/.bin first: a `node` there would run every script of the project, unseen.
test('no dependency brings a node that npm scripts would run instead of the one that runs npm', () => {
  expect(existsSync(fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url)))).toBe(false);
});
