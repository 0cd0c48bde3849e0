import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { glompo, project } from '../glompo.test.fixture.js';

const simulate = `#!/usr/bin/env node
const [x, y] = process.argv.slice(2).map(Number);
console.error('simulating');
console.log('value');
console.log((x - 1) ** 2 + (y + 2) ** 2);
`;
const server = `require('node:readline').createInterface({ input: process.stdin }).on('line', line => {
  const { id, parameters: { x, y } } = JSON.parse(line);
  console.log(JSON.stringify({ id, value: (x - 1) ** 2 + (y + 2) ** 2 }));
});`;
const files = { 'simulate.cjs': simulate, 'server.cjs': server, 'in.template': '{x}\n{y}\n' };
const bounds = ['--bounds', 'x=-5:5,y=-5:5'];
const few = ['--max-evaluations', '5', '--seed', '5', '--slots', '1', '--live-runs', '1', '--json'];

test('glompo run --command makes the same trials in every placement, however the program is asked', async () => {
  using home = project(files);
  const found = new Set<string>();
  const by = [
    ['node simulate.cjs {x} {y}', '--optimizers-on', 'inline'],
    ['node simulate.cjs {0} {1}', '--optimizers-on', 'threads'],
    ['node simulate.cjs {point}', '--optimizers-on', 'processes'],
    [
      'sh -c \'node "$0" $(cat "$1")\' ./simulate.cjs {input}',
      '--template',
      'in.dat=in.template',
      '--trials-on',
      'threads',
    ],
    ['node server.cjs', '--persistent', '--optimizers-on', 'inline', '--trials-on', 'processes'],
  ] as const;
  for (const [command, ...flags] of by) {
    const { code, stdout, stderr } = await glompo(['run', '--command', command, ...bounds, ...few, ...flags], {
      cwd: home.path,
    });
    const { task, parameters, value, point, evaluations, failed, outcomes } = JSON.parse(stdout || '{}');
    expect({ code, task, parameters, evaluations, failed: failed ?? outcomes.failed }, stderr).toEqual({
      code: 0,
      task: command,
      parameters: ['x', 'y'],
      evaluations: 5,
      failed: 0,
    });
    found.add(JSON.stringify([value, point]));
  }
  expect(found.size).toBe(1);
}, 120_000);

describe.concurrent('glompo run --command', () => {
  test('takes the options of programs as flags and by --task-option', async () => {
    using home = project(files);
    const { code, stdout, stderr } = await glompo(
      [
        'run',
        ...['--command', "sh -c 'echo it=$LEVEL; exit 3' sh {x}", '--bounds=-5:5', '--dims', '3'],
        ...['--output-pattern', '^it=(.*)$', '--task-option', 'exit-codes=3', '--env', 'LEVEL=7,OTHER=a=b'],
        ...['--optimizers-on', 'inline', ...few],
      ],
      { cwd: home.path },
    );
    expect({ code, value: JSON.parse(stdout).value }, stderr).toEqual({ code: 0, value: 7 });
  });

  test('keeps the folders of failures where it is asked to', async () => {
    using home = project(files);
    const flags = ['--keep', 'failed', '--keep-in', 'bad', '--optimizers-on', 'inline', ...few];
    const { code, stderr } = await glompo(['run', '--command', 'false {point}', ...bounds, ...flags], {
      cwd: home.path,
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`exit code 1 (accepted: 0); its files are kept in ${join(home.path, 'bad', '1-1')}`);
    expect(existsSync(join(home.path, 'bad', '1-5', 'glompo-trial.json'))).toBe(true);
  });

  test.each([
    [['node simulate.cjs {x} {z}', ...bounds], '--command: {z} stands for nothing; did you mean {x} or {y}?'],
    [['node simulate.cjs {x}', ...bounds], '--command: "y" goes nowhere: put {y} for one, or {point} for all of them'],
    [['node simulate.cjs {x} | tail', ...bounds], '--command: "|" at character 23 joins programs in a shell'],
    [['./simulat {x}', '--bounds', 'x=0:1'], 'simulat does not exist'],
    [['no-such-program {x}', '--bounds', 'x=0:1'], '--command: there is no program "no-such-program" in PATH'],
    [['echo {x}'], '--command: --bounds are missing: they name its parameters'],
    [['echo {x}', '--bounds', '0:1'], '--bounds: one pair for all parameters of --command, but how many are there?'],
    [['echo {x}', '--bounds', 'x=1:0'], '--bounds: x: the bounds are reversed'],
    [['echo {x}', '--bounds', 'x=0:1', '--timeot', '3'], '--timeot: unknown flag; did you mean "--timeout"?'],
    [['echo {x}', '--bounds', 'x=0:1', '--timeout', 'two'], '--command: timeout: expected a number above 0, got "two"'],
    [
      ['echo {x}', '--bounds', 'x=0:1', '--template', 'a'],
      '--template: expected NAME=PATH, several by commas, got "a"',
    ],
    [
      ['echo', '--persistent', '--bounds', 'x=0:1', '--keep', 'all'],
      '--command: keep: a persistent program has no such option',
    ],
    [
      ['echo {x}', '--bounds', 'x=0:1', '--start-timeout', '1'],
      '--command: start-timeout: is for persistent programs only',
    ],
    [['echo {x}', 'sphere', '--bounds', 'x=0:1'], '--command: there is a TASK, too (sphere): give one of them'],
  ])('%j is refused before anything starts', async (args, message) => {
    using home = project(files);
    const { code, stdout, stderr } = await glompo(['run', '--command', ...args], { cwd: home.path });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('is told of by help, with its options', async () => {
    const { stdout } = await glompo(['help', 'run']);
    for (const said of ["--command 'PROGRAM ARGUMENTS'", '--output-pattern VALUE', '--persistent\n'])
      expect(stdout).toContain(said);
  });
});

test('glompo doctor --command proposes a command that has it', async () => {
  using home = project(files);
  const args = [
    'doctor',
    '--command',
    'node simulate.cjs {x} {y}',
    ...bounds,
    '--json',
    '--quiet',
    '--max-seconds',
    '5',
  ];
  const { stdout } = await glompo(args, { cwd: home.path });
  const { task, command } = JSON.parse(stdout);
  expect(task).toBe('node simulate.cjs {x} {y}');
  expect(command).toMatch(
    /^glompo run --command 'node simulate\.cjs \{x\} \{y\}' --bounds x=-5:5,y=-5:5 --optimizers-on /,
  );
});
