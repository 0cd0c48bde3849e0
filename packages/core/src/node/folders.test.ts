import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder, removeFolders } from './folders.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'glompo-core-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('folders are made that are not there, and can be removed again as long as nothing is in them', () => {
  const deep = join(home, 'a', 'b', 'c');
  const made = makeFolder(deep);
  expect(made).toEqual([deep, join(home, 'a', 'b'), join(home, 'a')]);
  expect(makeFolder(deep)).toEqual([]);
  writeFileSync(join(home, 'a', 'note'), '');
  removeFolders(made);
  expect(readdirSync(join(home, 'a'))).toEqual(['note']);
});

test('what is no folder is refused, and nothing is left', () => {
  writeFileSync(join(home, 'file'), '');
  expect(() => makeFolder(join(home, 'file'))).toThrowError(/EEXIST/);
  expect(() => makeFolder(join(home, 'file', 'x'))).toThrowError(/ENOTDIR/);
  expect(() => makeFolder(join(home, 'new', 'x'.repeat(300)))).toThrowError(/ENAMETOOLONG/);
  expect(readdirSync(home)).toEqual(['file']);
});

test.skipIf(!existsSync('/proc/self'))('where nobody can make any, it comes to an end', () => {
  expect(() => makeFolder('/proc/x')).toThrowError(/ENOENT/);
  expect(() => makeFolder('/proc/x/y')).toThrowError(/ENOENT/);
});
