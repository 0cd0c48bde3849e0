import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { claimDirectory, directoryPrefix, sweepDirectories } from './worker-directory.js';

test('directories of processes that are no more are removed, and no others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'worker-directory-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  const make = (name: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'file'), '');
    return join(folder, name);
  };
  const stale = [make(`${directoryPrefix()}${child.pid}-3-abc`), make(`${directoryPrefix()}${child.pid}-xyz`)];
  const kept = [
    make(`${directoryPrefix()}${process.pid}-3-abc`),
    make(`${directoryPrefix()}1-3-abc`),
    make(`${directoryPrefix()}abc`),
    make(`glompo-00000000-${child.pid}-3-abc`),
    make('glompo-something'),
  ];
  await sweepDirectories(folder);
  expect(stale.filter(existsSync)).toEqual([]);
  expect(kept.filter(existsSync)).toEqual(kept);
});

test('a directory is named for the process that claims it, and removed', async () => {
  const { path, remove } = claimDirectory(3);
  expect(path).toContain(`${directoryPrefix()}${process.pid}-3-`);
  mkdirSync(path);
  await remove();
  expect(existsSync(path)).toBe(false);
});
