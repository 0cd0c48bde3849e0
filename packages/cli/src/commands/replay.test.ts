import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { glompo, project } from '../glompo.test.fixture.js';
import { exitCodeOf } from '../output/report-error.js';
import { replay } from './replay.js';
import { replayFlags } from './replay-flags.js';

const home = project({
  'unlucky.mjs': `import { defineCondition } from '@glompo/core/conditions';
export default defineCondition({
  name: 'unlucky',
  description: 'is unlucky',
  options: {},
  test: ({ victim }) => (victim.trials > 300 && victim.id % 2 === 0 ? { message: 'its number is even' } : undefined),
});`.replace('@glompo/core/conditions', new URL('../../../core/dist/conditions/index.js', import.meta.url).href),
});
const cwd = home.path;
const hunter = 'all(minTrials(500), valueAnnealing(0.2))';
const ran = (...args: readonly string[]) =>
  glompo(['run', ...args, '--seed', '3', '--slots', '1', '--optimizers-on', 'inline', '--quiet'], { cwd });
/** What the command says within this process. */
async function said(...args: readonly string[]): Promise<string> {
  const out: string[] = [];
  const streams = { out: (text: string) => out.push(text) } as unknown as Parameters<typeof replay>[1];
  expect(await replay(args, streams)).toBe(0);
  return out.join('').replace(/\n {4,}/g, ' ');
}
const study = join(cwd, 'study');

beforeAll(async () => {
  const task = [
    'schwefel',
    '--dims',
    '10',
    '--max-evaluations',
    '30000',
    '--optimizer',
    'cmaes',
    '--hunt-every',
    '500',
  ];
  expect((await ran(...task, '--hunter', hunter, '--dir', 'study')).code).toBe(0);
});
afterAll(() => home[Symbol.dispose]());

describe('glompo replay', () => {
  test('repeats the kills of a study by its own hunters, and says so', async () => {
    const { code, stdout, stderr } = await glompo(['replay', 'study'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    const [, kills] = /^recorded +30,000 +30,000 +\S+ +(\d+)$/m.exec(stdout) ?? [];
    expect(Number(kills)).toBeGreaterThan(4);
    expect(stdout).toMatch(new RegExp(`^own +30,000 +30,000 +0 +\\S+ +${kills} +0 +0 +0$`, 'm'));
    expect(stdout).toContain('up to its first other decision a replay');
    expect(stdout).toContain(`  kills what was killed: ${kills} runs\n`);
  });

  test('compares several alternatives in one table', async () => {
    const text = await said(
      ...[study, '--no-hunters'],
      ...['--try', 'impatient(hunter=minTrials(1000), huntEvery=100)'],
      ...['--try', 'often(huntEvery=50)'],
      ...['--try', 'few(spawnUntil=runsStarted(5))', '--try', 'short(stop=maxEvaluations(5000))'],
      ...['--try', "other(selector='cycle(cmaes(sigma=0.2))')", '--try', 'same(selector=cycle(cmaes))'],
    );
    expect(
      text
        .split('\n')
        .slice(1, 9)
        .map(line => line.split(' ')[0]),
    ).toEqual(['recorded', 'own', 'given', 'impatient', 'often', 'few', 'short', 'other']);
    expect(text).toMatch(
      /^given: hunter=none\n {2}decides otherwise from evaluation .*\n.*unknown what they would have found$/m,
    );
    expect(text).toMatch(/^impatient: .*, huntEvery=100\n(.*\n)* {2}[\d,]+ evaluations would have been free: /m);
    expect(text).toMatch(
      /^ {2}starts no run from evaluation [\d,]+ on: 5 runs started \(limit 5\); \d+ runs? of the record/m,
    );
    expect(text).toMatch(/^ {2}stops at evaluation 5,000 with best value [\d.]+: 5000 of at most 5000/m);
    expect(text).toContain('it chooses cmaes(sigma=0.2) where cmaes(sigma=0.3) was recorded: unknown from there on');
    expect(text).toMatch(/^same: selector=cycle\(cmaes\)\n {2}chooses as recorded: \d+ runs$/m);
  });

  test('--json has every run with its reasons, and hunters of your own may be tried', async () => {
    const plugin = ['--plugin', join(cwd, 'unlucky.mjs'), '--hunter', 'unlucky'];
    const { recorded, alternatives } = JSON.parse(await said(study, ...plugin, '--json'));
    expect(recorded).toMatchObject({ evaluations: 30000, strict: true, huntEvery: 500 });
    expect(recorded.best.point).toHaveLength(10);
    const [own, given] = alternatives;
    expect([own.name, own.counts.agreed, own.freed]).toEqual(['own', recorded.kills, 0]);
    expect(given).toMatchObject({ name: 'given', decides: { hunter: 'unlucky()' } });
    const [first] = given.fates.filter(({ verdict }: { verdict: string }) => verdict !== 'spared');
    expect([first.run % 2, first.reason.message]).toEqual([0, 'its number is even']);
  });

  test('hunters that a record names and nobody has given are not looked for', async () => {
    const plugin = ['--plugin', './unlucky.mjs', '--hunter', 'unlucky'];
    expect((await ran('sphere', '--dims', '2', '--max-evaluations', '2000', ...plugin, '--dir', 'mine')).code).toBe(0);
    const mine = join(cwd, 'mine');
    expect(await said(mine)).toContain('Its own hunters are not asked again: unknown hunter "unlucky"');
    await expect(said(mine, '--try', 'often(huntEvery=10)')).rejects.toThrow(
      'often: other times of hunts, but no hunters: its own cannot be asked again (unknown hunter "unlucky"',
    );
    expect(await said(mine, '--plugin', join(cwd, 'unlucky.mjs'))).toContain('own: hunter=unlucky()');
  });

  test.each([
    [[], 'expected glompo replay DIR, got 0 of them'],
    [['study', '--huntr', 'any'], '--huntr: unknown flag; did you mean "--hunter"'],
    [['study', '--hunter', 'minTrails(3)'], '--hunter: unknown hunter "minTrails"; did you mean "minTrials"'],
    [['study', '--hunt-every', '0'], '--hunt-every: expected a positive integer, got "0"'],
    [['study', '--try', 'a(hunter=minTrials(5)'], '--try: expected'],
    [['study', '--try', 'a(hunters=none)'], '--try: a: unknown key "hunters"; did you mean "hunter"'],
    [
      ['study', '--try', 'a'],
      '--try: a: expected what it decides otherwise by name, such as a(hunter=minTrials(2000))',
    ],
    [['study', '--try', 'a(huntEvery=two)'], '--try: a: huntEvery: expected a positive integer, got two'],
    [['study', '--try', 'a(selector=cycel)'], '--try: a: selector: unknown selector "cycel"; did you mean "cycle"'],
    [['study', '--try', 'own(hunter=none)'], '--try: the name own is taken'],
    [['study', '--try', 'a(hunter=none)', '--try', 'a(huntEvery=1)'], '--try: the name a is taken'],
    [['.'], 'there is none (no study.db)'],
  ])('%j: wrong usage', async (args, message) => {
    const own = args.map((arg, i) => (i === 0 ? join(cwd, arg) : arg));
    const streams = { out: () => expect.fail() } as unknown as Parameters<typeof replay>[1];
    const error = await replay(own, streams).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(message);
    expect(exitCodeOf(error)).toBe(2);
  });

  test('a record without its trials is refused', async () => {
    const less = ['--detail', 'none', '--dir', 'less'];
    expect((await ran('sphere', '--dims', '2', '--max-evaluations', '500', ...less)).code).toBe(0);
    const { code, stderr } = await glompo(['replay', 'less'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('a replay needs every trial')]);
  });

  test('a word on every flag, in the README and in the help', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const section = /### `glompo replay`(.*?)\n### /s.exec(readme)?.[1] ?? '';
    const { stdout: help } = await glompo(['help', 'replay']);
    for (const { name } of replayFlags) {
      expect(help).toContain(`--${name}`);
      expect(section).toContain(`\`--${name}`);
    }
  });
});
