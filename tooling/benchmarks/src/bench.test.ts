import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../dist/bench.js', import.meta.url));

function bench(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('--json prints one object with the machine and the bars that were asked for, and nothing else', () => {
  const { status, stdout, stderr } = bench('--only', 'B9,B1', '--json', '--smoke');
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^B1, about .*\nB9, about .*\n$/) });
  const { machine, bars, ...rest } = JSON.parse(stdout);
  expect(rest).toEqual({});
  expect(machine).toEqual({
    cpu: expect.any(String),
    cores: expect.any(Number),
    memoryBytes: expect.any(Number),
    node: process.version,
    loadAverage: [expect.any(Number), expect.any(Number), expect.any(Number)],
  });
  expect(Object.keys(bars)).toEqual(['B1', 'B9']);
  expect(bars.B1).toEqual({
    what: expect.stringContaining('zero-cost 10-D sphere'),
    value: { logOff: expect.any(Number), logged: expect.any(Number) },
    reach: { logOff: 1_500_000, logged: 300_000 },
    sense: { logOff: 'at least', logged: 'at least' },
    unit: 'evaluations/s',
    ok: expect.any(Boolean),
    samples: { logOff: [bars.B1.value.logOff], logged: [bars.B1.value.logged] },
    seconds: expect.any(Number),
    notes: [],
  });
  expect(bars.B1.value.logged).toBeGreaterThan(0);
  expect(bars.B9.unit).toEqual({ withHistory: 'µs', without: 'µs', ratio: 'ratio' });
});

test('the table has rows by name, for each task', () => {
  const args = ['--task', 'sleep', '--row', 'inline/inline,threads/threads', '--repeat', '1', '--json', '--smoke'];
  const { status, stdout } = bench('parallelism', ...args);
  expect(status).toBe(0);
  const { parallelism } = JSON.parse(stdout);
  expect(Object.keys(parallelism)).toEqual(['sleep']);
  expect(Object.keys(parallelism.sleep.rows)).toEqual(['inline/inline', 'threads/threads']);
  const { perSecond, utilisation, effective, bytes, secondsToStart, placements, samples } =
    parallelism.sleep.rows['threads/threads'];
  expect(utilisation).toBeGreaterThan(0);
  expect(effective).toBeGreaterThan(0);
  // Each trial lasts 50 ms and a little.
  expect(perSecond).toBeCloseTo((16 * utilisation) / 0.0505, -2);
  expect(bytes).toBeGreaterThan(10e6);
  expect(secondsToStart).toBeGreaterThan(0);
  expect(placements).toEqual(['threads/threads']);
  expect(samples.length).toBe(1);
});

test('for people, each figure stands beside what it must reach', () => {
  const { status, stdout } = bench('--only', 'b9', '--smoke');
  expect(status).toBe(0);
  expect(stdout).toMatch(/ cores, \d+ GiB, Node v\d+.*load average before: /);
  expect(stdout).toMatch(/^B9 {2}one hunt .*\n {2}withHistory {2}.* µs .*≤ 50\.0 µs {2}(ok|NOT REACHED) /m);
});

test('arguments that nobody can follow end with status 2 and a sentence, and nothing on stdout', () => {
  expect(bench('--only', 'B99')).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^bench: --only: unknown "B99": expected B1, B2, .*\nnpm run bench /),
  });
});
