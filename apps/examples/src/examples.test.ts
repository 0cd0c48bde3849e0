import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Runs an example as a user does, as it is built. */
async function run(name: string, ...args: string[]): Promise<string> {
  const file = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...args]);
  expect(stderr).toBe('');
  return stdout;
}

const figure = (text: string, before: string) => Number(new RegExp(`${before} (-?[\\d.e-]+)`).exec(text)?.[1]);

test('minimize finds the minimum of Rastrigin’s function in five lines', async () => {
  expect(Number.parseFloat(await run('minimize'))).toBeLessThan(1e-6);
});

test('the customised study starts both kinds of optimizers, kills with reasons, and reaches its target', async () => {
  const said = await run('custom-study');
  expect(said).toMatch(/run \d+ starts: cmaes/);
  expect(said).toMatch(/run \d+ starts: lbfgs/);
  expect(figure(said, 'lowest value')).toBeLessThan(1e-6);
});

test('the study of the asynchronous objective finds the deeper of its two valleys', async () => {
  const said = await run('async-objective');
  expect(figure(said, 'lowest value')).toBeCloseTo(1.0, 1);
  expect(figure(said, 'temperature')).toBeCloseTo(300, -1);
});

test('the task in TypeScript is loaded as it is', async () => {
  const said = await run('typescript-task');
  // dE/dy = 0: each spring is stretched by the weights below it over its stiffness.
  expect(figure(said, 'at')).toBeCloseTo(-(1 + 3 / 4), 3);
});

test('two copies of a task that writes files have a directory each, and none fails', async () => {
  const said = await run('files');
  expect(said).toContain('0 trials failed, 2 directories');
});

test('the Lennard-Jones demo finds the cluster of 13 atoms', async () => {
  const { value, difference, runs } = JSON.parse(
    await run('lennard-jones-demo', '--atoms', '13', '--seed', '1', '--json'),
  );
  expect(value).toBeCloseTo(-44.326801, 5);
  expect(Math.abs(difference)).toBeLessThan(2e-6);
  expect(runs.started).toBe(runs.killed + runs.converged + runs.failed + runs.stopped);
});
