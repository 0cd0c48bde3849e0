import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unfinishedFile } from './unfinished-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glompo-core-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what programs leave that were killed is removed by the next one, and nothing else', async () => {
  const child = spawn(process.execPath, ['--eval', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  const ours = unfinishedFile(folder);
  const dead = ours.replace(`-${process.pid}-`, `-${child.pid}-`);
  const elsewhere = dead.replace(/\.glompo-[0-9a-f]+/, '.glompo-abc');
  const old = `${elsewhere}-journal`;
  const others = ['.glompo-x.tmp', '.trials.csv.part', 'note'].map(name => join(folder, name));
  for (const file of [ours, dead, `${dead}-journal`, elsewhere, old, ...others]) writeFileSync(file, '');
  utimesSync(old, 0, 0);
  unfinishedFile(folder);
  expect(readdirSync(folder).sort()).toEqual([ours, elsewhere, ...others].map(file => basename(file)).sort());
  expect(unfinishedFile(join(folder, 'none'))).toMatch(/\.tmp$/);
});
