import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';
import { exportFlags } from './flags.js';

test('a study is exported in every format, also after a kill, and leaves a summary at its end', async () => {
  using home = project({
    'task.mjs': taskSource('([x]) => x * x'),
    'slow.mjs': taskSource('() => new Promise(() => {})'),
  });
  const { path: cwd } = home;
  const args = ['--slots', '1', '--optimizers-on', 'inline', '--max-evaluations', '50', '--quiet'];
  expect((await glompo(['run', './task.mjs', '--dir', 'study', ...args], { cwd })).code).toBe(0);
  const summary = () => readFileSync(join(cwd, 'study/glompo_manager_log.yml'), 'utf8');
  expect(summary()).toContain('Function Evaluations: 50');
  expect((await glompo(['resume', 'study', '--max-evaluations', '60', '--quiet'], { cwd })).code).toBe(0);
  expect(summary()).toContain('Function Evaluations: 60');
  const files = { hdf5: 'glompo_log.h5', csv: 'trials.csv', parquet: 'trials.parquet', json: 'study.json' };
  const exports = Object.entries(files).map(async ([format, file]) => {
    const { code, stdout } = await glompo(['export', 'study', '--format', format], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringMatching(`^study/${file}: 60 evaluations, [\\d.]+ MB\n$`)]);
  });
  await Promise.all(exports);
  expect(readFileSync(join(cwd, 'study/trials.csv'), 'utf8').split('\r\n')).toHaveLength(62);
  const again = await glompo(['export', 'study', '--format', 'csv'], { cwd });
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('study/trials.csv is there already')]);
  expect((await glompo(['export', 'study', '--format', 'csv', '--force'], { cwd })).code).toBe(0);
  const elsewhere = await glompo(['export', 'study', '--format', 'csv', '--to', 'none/a.csv'], { cwd });
  expect([elsewhere.code, elsewhere.stderr]).toEqual([1, expect.stringContaining('its folder does not exist')]);

  const killed = start(['run', './slow.mjs', '--dir', 'killed', '--slots', '1', '--optimizers-on', 'threads'], { cwd });
  await killed.appears(/^\d/m);
  killed.child.kill('SIGKILL');
  await killed.finished;
  await killed.gone();
  expect((await glompo(['export', 'killed', '--format', 'yml'], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, 'killed/glompo_manager_log.yml'), 'utf8')).toContain('it has not ended');
});

test('what is missing or unknown is said, and help has a word on every flag', async () => {
  const said = async (...args: readonly string[]) => (await glompo(args)).stderr;
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /expected glompo export DIR/],
    [['nothing'], /--format: expected one of hdf5, csv, .*, got nothing/],
    [['nothing', '--format', 'cvs'], /got "cvs"; did you mean "csv"/],
    [['nothing', '--format', 'csv'], /nothing: there is none/],
    [['nothing', '--fromat', 'csv'], /--fromat: unknown flag; did you mean "--format"/],
  ];
  await Promise.all(cases.map(async ([args, words]) => expect(await said('export', ...args)).toMatch(words)));
  const { stdout } = await glompo(['help', 'export']);
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const { name } of exportFlags) {
    expect(stdout).toContain(`--${name}`);
    expect(readme).toContain(`\`--${name}`);
  }
});
