import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlainObject } from '@glompo/core';
import { expect, test } from 'vitest';
import { readArgs } from '../args/read-args.js';
import { runFlags } from '../commands/run-flags.js';
import { project } from '../glompo.test.fixture.js';
import { openRegistry } from '../plugins/open-registry.js';
import { argsOfStudyFile } from '../study-file/args-of-study-file.js';
import { askedOf, changed, readAsked } from './asked.js';
import { recordedFile } from './recorded-file.js';

const source = `const patient = { name: 'patient', options: {}, test: () => undefined };
export default { task: 'rastrigin', seed: 7, hunters: ['minTrials(5)', patient], stop: 'runsConverged(3)' };`;

const now = (...words: string[]) => ({ ...readArgs(words, runFlags), task: undefined });

/** What the record of a study from this file holds. */
async function recordOf(home: { readonly path: string }, file = 'my.config.mjs') {
  const place = { registry: openRegistry(home.path), workingDirectory: home.path, studyFolder: join(home.path, 'rec') };
  mkdirSync(place.studyFolder, { recursive: true });
  const asked: PlainObject = askedOf(await argsOfStudyFile(file, place), {});
  return { place, asked: readAsked(asked) };
}

test('a record keeps the texts of a study file, and takes its objects from the file', async () => {
  using home = project({ 'my.config.mjs': source });
  const { place, asked } = await recordOf(home);
  expect(asked.args.positionals).toEqual(['rastrigin']);
  expect(Object.fromEntries(asked.args.flags)).toEqual({ seed: ['7'], stop: ['runsConverged(3)'] });
  const file = await recordedFile(asked.file, { now: now(), place });
  expect(file?.objects.get('hunter')).toEqual(['minTrials(5)', expect.objectContaining({ name: 'patient' })]);
  expect(changed({ ...asked.args, file }, now('--no-hunters')).file?.objects.size).toBe(0);
});

test('a study file without objects is not read again', async () => {
  using home = project({ 'my.yaml': 'task: rastrigin\nhunters: [minTrials(5)]\n' });
  const { asked } = await recordOf(home, 'my.yaml');
  expect(asked.file).toBeUndefined();
  expect(asked.args.flags.get('hunter')).toEqual(['minTrials(5)']);
});

test('a study file that has changed, or is not the user’s own, is not imported unless it is confirmed or needed', async () => {
  using home = project({ 'my.config.mjs': source });
  const { place, asked } = await recordOf(home);
  appendFileSync(join(home.path, 'my.config.mjs'), '\n// more');
  await expect(recordedFile(asked.file, { now: now(), place })).rejects.toThrow('has changed since');
  expect(await recordedFile(asked.file, { now: now('--accept-changed-task'), place })).toBeDefined();
  expect(await recordedFile(asked.file, { now: now('--hunter', 'minTrials(9)'), place })).toBeUndefined();

  const stranger = 'throw new Error("was imported");';
  writeFileSync(join(place.studyFolder, 'x.config.mjs'), stranger);
  for (const path of ['./rec/x.config.mjs', '../x.config.mjs', 'data:text/javascript,1'])
    await expect(
      recordedFile({ path, hash: undefined, objects: ['hunter'] }, { now: now('--accept-changed-task'), place }),
    ).rejects.toThrow(/is in the folder of the study|cannot be read/);
});
