import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownMinimum } from '@glompo/tasks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { benchQuality } from './bench-quality.js';
import { readResults } from './results-file.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glompo-quality-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function quality(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const status = await benchQuality([...args, '--python', '/nowhere/python3'], {
    out: text => out.push(text),
    err: text => err.push(text),
  });
  return { status, out: out.join(''), err: err.join('') };
}

const file = () => join(folder, 'q.jsonl');
const small = ['--functions', 'sphere(dims=2),rastrigin:3', '--budget', '400', '--workers', '2'];
const some = (...args: string[]) => quality(...small, '--seeds', '0-1', '--results', file(), ...args);

test('every run is a row, what cannot be measured is said, and a page tells of all of it', async () => {
  const { status, out, err } = await some('--methods', 'managed,bipop,dual_annealing');
  expect(status).toBe(0);
  expect(err).toContain('dual_annealing is left out: /nowhere/python3 is not installed\n8 runs, for development\n');
  const { sessions, runs } = readResults(file());
  expect(runs.map(({ id }) => id).sort()).toEqual(
    ['bipop', 'managed'].flatMap(label =>
      ['rastrigin(dims=3)', 'sphere(dims=2)'].flatMap(problem => [0, 1].map(seed => `${label}|${problem}|${seed}`)),
    ),
  );
  expect(sessions).toMatchObject([
    { purpose: 'development', skipped: { dual_annealing: expect.any(String) }, versions: { node: process.version } },
  ]);
  expect(out).toContain('defaults may have been settled on them, so this is no evidence: 0–1.');
  expect(out).toContain('8 runs, all that were asked for; none failed.');
  const page = readFileSync(join(folder, 'q.html'), 'utf8');
  expect(page.match(/<svg /g)?.length).toBe(3);
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
});

test('instances of a function have a minimum each, and are added up', async () => {
  const functions = ['--functions', 'bbob(function=1..2)', '--dims', '2', '--instances', '2-3'];
  const how = ['--methods', 'managed,bipop', '--budget', '10000', '--seeds', '0', '--workers', '2'];
  const { status, out } = await quality(...functions, ...how, '--results', file(), '--json');
  expect(status).toBe(0);
  const { runs } = readResults(file());
  for (const method of ['managed', 'bipop'])
    for (const number of [1, 2])
      for (const instance of [2, 3]) {
        const problem = `bbob(function=${number}, dims=2, instance=${instance})`;
        const { value } = knownMinimum('bbob', { function: number, dims: 2, instance })!;
        const row = runs.find(({ id }) => id === `${method}|${problem}|0`)!;
        expect(row).toMatchObject({
          ...{ problem, group: `bbob(function=${number}, dims=2)`, instance },
          ...{ dimensions: 2, minimum: value, solved: true },
        });
        expect(Math.abs(row.best! - value)).toBeLessThanOrEqual(1e-8);
      }
  expect(runs).toHaveLength(8);
  expect(new Set(runs.map(({ minimum }) => minimum)).size).toBe(4);
  const both = { managed: { runs: 2, solved: 2 }, bipop: { runs: 2, solved: 2 } };
  expect(JSON.parse(out)).toMatchObject({
    ...{ instances: [2, 3], runs: 8, missing: 0 },
    summaries: { 'bbob(function=1, dims=2)': both, 'bbob(function=2, dims=2)': both },
  });
});

test('a second call goes on, after a cut-off line too, and more seeds come beside', async () => {
  const methods = ['--methods', 'bipop'];
  await some(...methods);
  const whole = readFileSync(file());
  truncateSync(file(), whole.length - 10);
  expect((await some(...methods, '--report')).out).toContain('1 more were asked for and are not there yet');
  expect((await some(...methods)).err).toContain('3 runs are there\n1 runs, for development\n');
  const again = readResults(file());
  expect(new Set(again.runs.map(({ id }) => id)).size).toBe(4);
  expect((await some(...methods, '--seeds', '0-2')).err).toContain('4 runs are there\n2 runs');
  expect((await some(...methods, '--seeds', '0-2', '--json')).out).toContain('"runs":6,"missing":0');
});

test('a run that is in the results twice counts once', async () => {
  await some('--methods', 'bipop');
  const text = readFileSync(file(), 'utf8');
  writeFileSync(file(), `${text + text.split('\n')[1]}\n`);
  expect((await some('--report', '--json')).out).toContain('"runs":4,"missing":0');
});

test('files that are not there are named before anything is measured', async () => {
  const said = async (...args: string[]) => {
    const { status, err } = await some('--methods', 'bipop', ...args);
    return { status, err };
  };
  const absent = join(folder, 'absent');
  for (const [flag, name, what] of [
    ['--results', join(absent, 'q.jsonl'), `the folder ${absent} does not exist`],
    ['--page', join(absent, 'q.html'), `the folder ${absent} does not exist`],
    ['--beside', join(folder, 'b.jsonl'), `${join(folder, 'b.jsonl')} does not exist`],
  ] as const)
    expect(await said(flag, name)).toEqual({ status: 2, err: `bench quality: ${flag}: ${what}\n` });
  expect(readResults(file()).runs).toEqual([]);
});

test('what must not be mixed is refused', async () => {
  await some('--methods', 'bipop');
  const before = readFileSync(file(), 'utf8');
  const refused = async (...args: string[]) => {
    const methods = args.includes('--methods') ? [] : ['--methods', 'bipop'];
    const { status, err, out } = await some(...methods, ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    return err;
  };
  expect(await refused('--budget', '500')).toContain('runs of another budget (400, now 500), which must not be mixed');
  expect(await refused('--target', '1e-4')).toContain('runs of another target');
  expect(await refused('--seeds', '10000')).toContain('runs of another purpose (development, now evidence)');
  expect(await refused('--seeds', '5,10000')).toContain('must not be mixed');
  expect(await refused('--methods', 'bipop: bipop(sigma=0.2)')).toContain(
    '"bipop" is bipop() there, and bipop(sigma=0.2) now',
  );
  writeFileSync(file(), before.replace(/"code":"\w+"/, '"code":"old"'));
  expect(await refused()).toContain('runs of another code of glompo (old, now ');
  writeFileSync(file(), '{"type":"tune"}\n');
  expect(await refused()).toContain('line 1 is no result of this instrument');
  expect(await refused('--methods', 'managed(huntEvry=3)', '--results', '-')).toContain('unknown option "huntEvry"');
});

test('a run can be made again from its row, and what differs is told', async () => {
  await some('--methods', 'managed');
  const id = 'managed|rastrigin(dims=3)|1';
  const repeat = () => quality('--results', file(), '--only-row', id);
  expect(await repeat()).toMatchObject({ status: 0, err: `${id}: every improvement as recorded\n` });
  writeFileSync(file(), readFileSync(file(), 'utf8').replaceAll('"improvements":[1,', '"improvements":[2,'));
  expect(await repeat()).toMatchObject({ status: 1, err: `${id}: NOT as recorded\n` });
  const flags = ['--methods', 'managed', '--functions', 'rastrigin:3', '--seeds', '1', '--budget', '400'];
  const { out } = await quality(...flags, '--results', '-');
  const [, row] = out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(row).toMatchObject({ id, type: 'run', budget: 400 });
  expect(row.improvements).toEqual(JSON.parse((await repeat()).out).improvements);
});

test('a run that takes too long is a row that failed, and the others go on', async () => {
  const endless = [
    '--functions',
    'sphere(dims=40)',
    '--budget',
    '100000000',
    '--target',
    '1e-300',
    '--row-seconds',
    '0.3',
  ];
  const { err } = await quality(
    ...endless,
    '--methods',
    'bipop',
    '--seeds',
    '0-1',
    '--workers',
    '1',
    '--results',
    file(),
  );
  expect(err).toContain('took longer than 0.3 s, and was ended');
  expect(readResults(file()).runs).toMatchObject([
    { id: 'bipop|sphere(dims=40)|0', solved: false, best: null, failure: expect.any(String) },
    { id: 'bipop|sphere(dims=40)|1' },
  ]);
});

test('results of other files stand beside, told apart where names are the same', async () => {
  await some('--methods', 'managed');
  const other = join(folder, 'other.jsonl');
  await some('--methods', 'managed,bipop', '--results', other);
  const { out } = await some('--report', '--beside', other, '--markdown');
  expect(out).toContain('### managed against managed (other.jsonl)');
  expect(out).toContain('### managed against bipop');
  expect(out).toContain('| rastrigin(dims=3) | managed (other.jsonl) |');
});
