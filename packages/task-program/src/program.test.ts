import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramOptions, program } from '@glompo/task-program';
import { describe, expect, test } from 'vitest';
import { bench, failureOf, folderWith } from './bench.test.fixture.js';

const bounds = { a: [-10, 10], b: [-10, 10] } as const;
/** A task whose program is a script of sh, with the point as its arguments. */
const sh = (script: string, options: Omit<ProgramOptions, 'bounds'> = {}) =>
  bench(program(['sh', '-c', script, 'script', '{x}'], { bounds, ...options }));

describe('the point goes in', () => {
  test('by arguments, exactly', async () => {
    await using task = await sh('echo "$1 $2 $#" >&2; test "$1" = 0.1 && test "$2" = -1e-7 && test $# = 2 && echo 1');
    expect(await task.evaluate([0.1, -1e-7])).toEqual({ value: 1 });
  });

  test('by name, and with what is known of the trial', async () => {
    const check = 'test "$1" = "b=2,a=1" && test "$2" = 3/17/1017 && test "$3" = "$PWD" && echo 1';
    const words = ['sh', '-c', check, 'check', 'b={b},a={a}', '{run}/{trial}/{seed}', '{directory}'];
    await using task = await bench(program(words, { bounds }));
    expect(await task.evaluate([1, 2], { trial: 17 })).toEqual({ value: 1 });
  });

  test('by a template', async () => {
    using folder = folderWith({ 'in.template': '{{set}} {a} {b}\n' });
    const options: ProgramOptions = { bounds, template: { 'conf/in.dat': 'in.template' }, baseDirectory: folder.path };
    await using task = await bench(program(['sh', '-c', 'cmp $0 conf/in.dat && cut -d" " -f2 $0', '{input}'], options));
    expect(await task.evaluate([2.5, 1])).toEqual({ value: 2.5 });
  });

  test('by a JSON file, if the command has {input} and there is no template', async () => {
    const script =
      'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); require("fs").writeFileSync(process.argv[2], JSON.stringify({ value: r.x[0] + r.parameters.b }))';
    await using task = await bench(program([process.execPath, '-e', script, '{input}', '{output}'], { bounds }));
    expect(await task.evaluate([2.5, 1])).toEqual({ value: 3.5 });
  });

  test.each([
    ['numbers', '1 2\n'],
    ['{b}\n{x}\n', '2\n1 2\n'],
  ])('on stdin: %j', async (stdin, text) => {
    await using task = await sh('cat > got; test "$(cat got; echo .)" = "$TEXT." && echo 1', {
      stdin,
      env: { TEXT: text },
    });
    expect(await task.evaluate([1, 2])).toEqual({ value: 1 });
  });

  test('on stdin as JSON', async () => {
    await using task = await sh(`printf '{"value": 1, "extras": '; cat; echo '}'`, { stdin: 'json', output: 'json' });
    const { extras } = await task.evaluate([1, 0.3], { trial: 4, wants: ['gradient'] });
    expect(extras).toEqual({
      x: [1, 0.3],
      parameters: { a: 1, b: 0.3 },
      run: 3,
      trial: 4,
      seed: 1004,
      wants: ['gradient'],
    });
  });
});

describe('the value comes out', () => {
  test.each<[string, string, ProgramOptions['output']]>([
    ['of the last line that is a number', 'echo 7; echo 2.5; echo done', undefined],
    ['of a line without an end', 'printf 2.5', undefined],
    ['of JSON', `echo '{"value": 2.5}'`, 'json'],
    ['of a file of JSON', `echo '{"value": 2.5}' > o.json; echo 3`, { file: 'o.json' }],
    ['of a file with a number', 'echo 2.5 > out; echo 3', { file: 'out' }],
    ['by a pattern', 'echo cost: 3; echo cost: 2.5 J', { pattern: /cost: (\S+)/ }],
    ['by a pattern in a file', 'echo cost=2.5 > log', { file: 'log', pattern: '^cost=(.*)$' }],
  ])('%s', async (_, script, output) => {
    await using task = await sh(script, { output });
    expect(await task.evaluate([1, 2])).toEqual({ value: 2.5 });
  });

  test('with gradient, residuals and extras', async () => {
    const json = '{"value": Infinity, "gradient": [1, -2], "residuals": [0.5], "extras": {"steps": 3}}';
    await using task = await sh(`echo '${json}'`, { output: 'json' });
    expect(await task.evaluate([1, 2], { wants: ['gradient'] })).toEqual({
      value: Number.POSITIVE_INFINITY,
      gradient: Float64Array.of(1, -2),
      residuals: Float64Array.of(0.5),
      extras: { steps: 3 },
    });
  });

  test('also with an exit code that is accepted', async () => {
    await using task = await sh('echo 2; exit 3', { acceptExitCodes: [0, 3] });
    expect(await task.evaluate([1, 2])).toEqual({ value: 2 });
  });

  test('of a program that does not read its stdin, or not all of it', async () => {
    await using task = await sh('exec 0<&-; echo 1', { stdin: `${'x'.repeat(1_000_000)}{x}` });
    expect(await task.evaluate([1, 2])).toEqual({ value: 1 });
  });

  test('of a program that goes on after it has closed its stdout, when it ends', async () => {
    await using task = await sh('echo 1; exec 1>&-; exec 2>&-; sleep 0.05; echo > finished', {
      keep: 'none',
      output: undefined,
    });
    expect(await task.evaluate([1, 2])).toEqual({ value: 1 });
  });
});

describe('a failure says what happened', () => {
  test.each<[string, string, ProgramOptions, string | RegExp]>([
    [
      'an exit code',
      'echo 1; echo one >&2; echo two >&2; exit 3',
      {},
      /^sh -c .*: exit code 3 \(accepted: 0\); the last on stderr: one \| two$/s,
    ],
    [
      'a program in it that is not there',
      'no-such-program',
      {},
      'exit code 127: a program that it calls was not found',
    ],
    ['a signal', 'kill -SEGV $$', {}, 'was ended by signal SIGSEGV: it has crashed'],
    ['no output', ':', {}, 'stdout is empty: expected a line that is a number'],
    ['garbage', 'echo hello', {}, 'no line of stdout is a number; the last one is "hello"'],
    ['NaN', 'echo NaN', {}, 'the value in stdout is NaN, which cannot be minimised'],
    ['broken JSON', `echo '{"value":'`, { output: 'json' }, 'the JSON in stdout cannot be read'],
    [
      'a file that was not written',
      'echo > other',
      { output: { file: 'out' } },
      'it has not written out; its directory has other',
    ],
    [
      'a folder that is not there',
      'echo 1',
      { cwd: '/no/such/folder' },
      'cannot be started: the folder /no/such/folder does not exist',
    ],
    ['its time', 'echo 1; exec sleep 100', { timeout: 0.05 }, 'did not end within 0.05 s (timeout) and was ended'],
    ['too much output', 'yes', { maxOutputMb: 0.5 }, 'wrote more than 0.5 MB to stdout (maxOutputMb) and was ended'],
    [
      'too large a file',
      'head -c 1000000 /dev/zero > out',
      { maxOutputMb: 0.5, output: { file: 'out' } },
      'out has more than 0.5 MB (maxOutputMb)',
    ],
  ])('%s', async (_, script, options, message) => {
    await using task = await sh(script, options);
    const failure = await failureOf(task.evaluate([1, 2]));
    if (typeof message === 'string') expect(failure).toContain(message);
    else expect(failure).toMatch(message);
  });

  test('arguments that are too long', async () => {
    const parameters = Array.from(
      { length: 200_000 },
      (_, i) => ({ kind: 'real', name: `p${i}`, low: 0, high: 1 }) as const,
    );
    await using task = await bench(program('echo {x}', { parameters }));
    expect(await failureOf(task.evaluate(parameters.map(() => 0.123456789012345)))).toContain(
      'its arguments are too long: give the point on stdin or by {input}',
    );
  });

  test('a program that is gone, or cannot be run any more', async () => {
    using folder = folderWith({ simulate: '#!/bin/sh\necho 1\n' });
    const options = { bounds, baseDirectory: folder.path };
    await using task = await bench(program('./simulate {x}', options));
    expect(await task.evaluate([1, 2])).toEqual({ value: 1 });
    const file = join(folder.path, 'simulate');
    chmodSync(file, 0o644);
    expect(await failureOf(task.evaluate([1, 2]))).toContain(
      `${file} is not executable: chmod +x it, or name what runs it`,
    );
    rmSync(file);
    expect(await failureOf(task.evaluate([1, 2]))).toContain(`${file} does not exist`);
  });

  test('100 MB of output does not become 100 MB of memory', async () => {
    await using task = await sh('head -c 100000000 /dev/zero; head -c 100000000 /dev/zero >&2; echo', {
      maxOutputMb: 1,
    });
    const before = process.memoryUsage().rss;
    expect(await failureOf(task.evaluate([1, 2]))).toContain('wrote more than 1 MB');
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
  });
});

describe('a program that cannot be started is refused from the beginning', () => {
  const obstacle = (command: string, folder: string) =>
    failureOf((async () => program(command, { bounds, baseDirectory: folder }))());

  test('it says why', async () => {
    using folder = folderWith({ simulate: '#!/no/such/interpreter\n', 'data.txt': '' });
    chmodSync(join(folder.path, 'data.txt'), 0o644);
    expect(await obstacle('no-such-program {x}', folder.path)).toMatch(
      /^program: command: there is no program "no-such-program" in PATH \(.*\): install it, or give its path$/,
    );
    expect(await obstacle('simulate {x}', folder.path)).toContain(`but a file in ${folder.path}: write ./simulate`);
    expect(await obstacle('./simulate {x}', folder.path)).toContain(
      'is to be run by /no/such/interpreter, as its first line says',
    );
    expect(await obstacle('./data.txt {x}', folder.path)).toContain('is not executable');
    expect(await obstacle('./none {x}', folder.path)).toContain('none does not exist');
    expect(await obstacle('./ {x}', folder.path)).toContain('is not a file');
  });
});

describe('the private directory', () => {
  test('is another one each time, empty, and removed', async () => {
    await using task = await sh('test -z "$(ls -A)" && touch mark && echo 1');
    await task.evaluate([1, 2]);
    await task.evaluate([1, 2]);
    expect(readdirSync(task.folder)).toEqual([]);
  });

  test('is kept for failures if that is asked for, with a report, and the message says where', async () => {
    using folder = folderWith({});
    await using task = await sh('echo something > trace; echo $1; exit $1', {
      keep: 'failed',
      baseDirectory: folder.path,
    });
    await task.evaluate([0, 2]);
    for (const name of ['3-1', '3-1-2']) {
      const place = join(folder.path, 'kept-trials', name);
      expect(await failureOf(task.evaluate([4, 2]))).toMatch(
        new RegExp(`exit code 4 .*; its files are kept in ${place}$`, 's'),
      );
      expect(readFileSync(join(place, 'trace'), 'utf8')).toBe('something\n');
      expect(JSON.parse(readFileSync(join(place, 'glompo-trial.json'), 'utf8'))).toMatchObject({
        point: { a: 4, b: 2 },
        trial: 1,
        failure: expect.stringContaining('exit code 4'),
        stdout: '4\n',
      });
    }
    expect(readdirSync(join(folder.path, 'kept-trials'))).toEqual(['3-1', '3-1-2']);
    expect(readdirSync(task.folder)).toEqual([]);
  });

  test('is kept for all trials if that is asked for', async () => {
    using folder = folderWith({});
    const keepIn = join(folder.path, 'all');
    await using task = await sh('echo 1', { keep: 'all', keepIn });
    await task.evaluate([0, 2], { trial: 5 });
    expect(existsSync(join(keepIn, '3-5', 'glompo-trial.json'))).toBe(true);
  });

  test('is not where it runs if another folder is named', async () => {
    using folder = folderWith({ value: '4\n' });
    await using task = await sh('cat value', { cwd: folder.path });
    expect(await task.evaluate([0, 2])).toEqual({ value: 4 });
  });
});

test('variables of its environment are what the options say', async () => {
  await using task = await sh('echo $LEVEL', { env: { LEVEL: '7' } });
  expect(await task.evaluate([0, 2])).toEqual({ value: 7 });
});

test('overlapping evaluations do not disturb each other', async () => {
  await using task = await sh('echo $1 > v; cat v');
  const values = await Promise.all([1, 2, 3, 4].map(i => task.evaluate([i, 0], { trial: i })));
  expect(values.map(({ value }) => value)).toEqual([1, 2, 3, 4]);
});
