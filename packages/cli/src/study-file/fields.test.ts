import { afterAll, expect, test } from 'vitest';
import { runFlags } from '../commands/run-flags.js';
import { argsOfStudyFile } from './args-of-study-file.js';
import { fields, noFields } from './fields.js';
import { argsOf, openStudyFiles } from './study-file.test.fixture.js';

const studyFiles = openStudyFiles();
const { place, fileWith } = studyFiles;
afterAll(() => studyFiles.close());

/** Each field with a value, and the flags that say the same. */
const pairs: readonly (readonly [field: string, value: unknown, words: readonly string[]])[] = [
  [
    'optimizers',
    ['cmaes(sigma=0.3)', { name: 'lbfgs', options: {}, maxSlots: 2, trials: 'inline' }],
    ['--optimizer', 'cmaes(sigma=0.3)', '--optimizer', 'lbfgs(maxSlots=2, trials=inline())'],
  ],
  ['selector', { name: 'random' }, ['--selector', 'random()']],
  ['spawnUntil', 'runsStarted(20)', ['--spawn-until', 'runsStarted(20)']],
  ['optimizersOn', { name: 'threads', options: { maxHeapMb: 500 } }, ['--optimizers-on', 'threads(maxHeapMb=500)']],
  ['trialsOn', 'inline', ['--trials-on', 'inline']],
  ['slots', 2, ['--slots', '2']],
  ['liveRuns', { from: 4, upTo: 16 }, ['--live-runs', '4..16']],
  ['maxEvaluations', '20_000', ['--max-evaluations', '20_000']],
  ['maxSeconds', 0.5, ['--max-seconds', '0.5']],
  ['target', -1e-8, ['--target', '-1e-8']],
  ['stop', 'runsConverged(10)', ['--stop', 'runsConverged(10)']],
  [
    'hunters',
    [
      { name: 'all', conditions: ['minTrials(5)', { name: 'parameterDistance', options: { relative: 0.05 } }] },
      'minTrials(7)',
    ],
    ['--hunter', 'all(minTrials(5), parameterDistance(relative=0.05))', '--hunter', 'minTrials(7)'],
  ],
  ['huntEvery', 7, ['--hunt-every', '7']],
  ['spare', 0.2, ['--spare', '0.2']],
  ['share', { name: 'incumbent', options: { every: 9 } }, ['--share', 'incumbent(every=9)']],
  ['trialTimeout', 3, ['--trial-timeout', '3']],
  ['abortGrace', 2, ['--abort-grace', '2']],
  ['retries', 0, ['--retries', '0']],
  ['failedTrials', { inARow: 5, action: 'end-run' }, ['--failed-trials', '5:end-run']],
  ['finishKilled', true, ['--finish-killed']],
  ['spareWorker', false, ['--no-spare-worker']],
  [
    'start',
    [[1, -2.5], '@engine/points.txt', { name: 'random' }],
    ['--start', '1,-2.5', '--start', '@engine/points.txt', '--start', 'random()'],
  ],
  ['dims', 2, ['--dims', '2']],
  [
    'taskOptions',
    { a: 'true', b: [1, 'x y'], c: true, d: -0.5 },
    [
      '--task-option',
      'a="true"',
      '--task-option',
      'b=[1, "x y"]',
      '--task-option',
      'c=true',
      '--task-option',
      'd=-0.5',
    ],
  ],
  ['bounds', { x1: [-1, 2] }, ['--bounds', 'x1=-1:2']],
  ['seed', 42, ['--seed', '42']],
  ['dir', 'there', ['--dir', 'there']],
  ['durability', 'second', ['--durability', 'second']],
  ['detail', 'improvements', ['--detail', 'improvements']],
  ['checkpointEvery', '10m', ['--checkpoint-every', '10m']],
  ['checkpointAt', ['start', 'end'], ['--checkpoint-at', 'start,end']],
  ['checkpointKeep', 7, ['--checkpoint-keep', '7']],
  ['plugins', ['own.js', 'lib/more.js'], ['--plugin', 'own.js', '--plugin', 'lib/more.js']],
  ['checkpointName', 'a-{event}.db', ['--checkpoint-name', 'a-{event}.db']],
];

test('every flag of glompo run is a field, or known to be none', () => {
  const flags = [...[...fields.values()].flatMap(({ flag, none = [] }) => [flag, ...[none].flat()]), ...noFields];
  expect(flags.sort()).toEqual(runFlags.map(({ name }) => name).sort());
  // `command` is tried beside `task`, below.
  expect([...pairs.map(([field]) => field), 'command'].sort()).toEqual([...fields.keys()].sort());
});

test('a file says what the flags say, in each format', async () => {
  const study = Object.fromEntries([['task', 'rastrigin'], ...pairs.map(([field, value]) => [field, value])]);
  const flags = argsOf(['rastrigin', ...pairs.flatMap(([, , words]) => words)]);
  const json = JSON.stringify(study, undefined, 2);
  for (const [text, extension] of [
    [json, 'json'],
    [json, 'yaml'],
    [`export default ${json};`, 'config.mjs'],
    [`import { defineStudy } from 'glompo';\nexport default defineStudy(${json} as const);`, 'config.ts'],
  ] as const) {
    const args = await argsOfStudyFile(fileWith(text, extension), place);
    expect(args.file?.mistakes).toEqual([]);
    expect({ ...args, file: undefined }).toEqual({ ...flags, file: undefined });
  }
});

test.each(['hunters', 'spawnUntil', 'share'])('%s: none, or false, is the flag that says so', async field => {
  for (const value of ['none', false]) {
    const args = await argsOfStudyFile(fileWith(JSON.stringify({ task: 'x^2', [field]: value }), 'json'), place);
    expect(args.file?.mistakes).toEqual([]);
    const flag = { hunters: '--no-hunters', spawnUntil: '--no-spawn-until', share: '--no-share' }[field] as string;
    expect(args.flags).toEqual(argsOf([flag]).flags);
  }
});

test.each(pairs)('%s is its flag alone, too', async (field, value, words) => {
  const args = await argsOfStudyFile(fileWith(JSON.stringify({ task: 'x^2', [field]: value }), 'json'), place);
  expect(args.flags).toEqual(argsOf(words).flags);
});
