import { persistentProgram } from '@glompo/task-program';
import { describe, expect, test } from 'vitest';
import { bench, failureOf, folderWith, pythonFolder, withoutPython } from './bench.test.fixture.js';

/** A task that is a function in Python. */
async function served(source: string) {
  const folder = folderWith({ 'model.py': `from glompo_serve import serve\n${source}\n` });
  const task = await bench(
    persistentProgram('python3 model.py', {
      bounds: { a: [-9, 9], b: [-9, 9] },
      baseDirectory: folder.path,
      env: { PYTHONPATH: pythonFolder },
    }),
  );
  return {
    evaluate: task.evaluate,
    async [Symbol.asyncDispose]() {
      await task.close();
      folder[Symbol.dispose]();
    },
  };
}

describe.skipIf(withoutPython)(`glompo_serve.py${withoutPython ? ` (${withoutPython})` : ''}`, () => {
  test('serves a function that returns a number', async () => {
    await using task = await served('serve(lambda x: x[0] ** 2 + x[1])');
    expect(await task.evaluate([3, 1])).toEqual({ value: 10 });
    expect(await task.evaluate([0.1, 0])).toEqual({ value: 0.1 ** 2 });
  });

  test('gives it what it has arguments for', async () => {
    await using task = await served(
      'def f(x, seed, wants, *, parameters, other=1):\n  return {"value": 0, "extras": [seed, wants, parameters, other]}\nserve(f)',
    );
    expect((await task.evaluate([3, 1], { wants: ['residuals'] })).extras).toEqual([
      1001,
      ['residuals'],
      { a: 3, b: 1 },
      1,
    ]);
    await using all = await served('serve(lambda x, **context: {"value": 0, "extras": sorted(context)})');
    expect((await all.evaluate([3, 1])).extras).toEqual(['parameters', 'run', 'seed', 'trial', 'wants']);
  });

  test('takes gradients, residuals and what looks like numpy', async () => {
    await using task = await served(`
class Array:
  def __init__(self, values): self.values = values
  def tolist(self): return self.values
class Number(Array):
  def __float__(self): return float(self.values)
serve(lambda x: {"value": Number(1), "gradient": Array([1, float("nan")]), "residuals": (2, 3), "extras": {"a": [Array([4])]}, "mine": 1})`);
    expect(await task.evaluate([3, 1])).toEqual({
      value: 1,
      gradient: Float64Array.of(1, Number.NaN),
      residuals: Float64Array.of(2, 3),
      extras: { a: [[4]] },
    });
  });

  test('keeps apart what is printed, in Python, in C and by other programs, and what these read', async () => {
    await using task = await served(`
import os, subprocess, sys
def f(x):
  print("from print"); sys.stdout.write("{"); os.write(1, b"from C\\n")
  subprocess.run(["cat"], check=True); subprocess.run(["echo", "from echo"], check=True)
  return 1
serve(f)`);
    expect(await task.evaluate([3, 1])).toEqual({ value: 1 });
    expect(await task.evaluate([3, 1])).toEqual({ value: 1 });
  });

  test('tells what is raised, and where, and goes on', async () => {
    await using task = await served('def f(x):\n  return 1 / x[0]\nserve(f)');
    expect(await failureOf(task.evaluate([0, 1]))).toMatch(
      /^python3 \S+model\.py: ZeroDivisionError: .* \(model\.py, line 3, in f\)$/,
    );
    expect(await task.evaluate([2, 1])).toEqual({ value: 0.5 });
  });

  test.each([
    ['float("inf")', Number.POSITIVE_INFINITY],
    ['10 ** 400', 'OverflowError'],
    ['float("nan")', 'the function returned NaN'],
    ['-float("inf")', 'the value in its answer is "-Infinity", which cannot be minimised'],
    ['None', 'TypeError'],
    ['{"gradient": [1, 2]}', "KeyError: 'value'"],
    ['{"value": 1, "extras": object()}', 'TypeError: Object of type object is not JSON serializable'],
    ['exit(4)', 'ended before it had answered (exit code 4)'],
  ])('%s', async (result, expected) => {
    await using task = await served(`serve(lambda x: ${result})`);
    if (typeof expected === 'number') expect(await task.evaluate([0, 0])).toEqual({ value: expected });
    else expect(await failureOf(task.evaluate([0, 0]))).toContain(expected);
  });

  test('a program that fails before it serves says why', async () => {
    await using task = await served('import no_such_module');
    expect(await failureOf(task.evaluate([0, 0]))).toMatch(
      /ended before it had answered \(exit code 1\); the last on stderr: .*No module named 'no_such_module'/,
    );
  });
});
