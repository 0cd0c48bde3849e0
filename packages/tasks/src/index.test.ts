import { readFileSync } from 'node:fs';
import { createRegistry, type Task, type TaskModule } from '@glompo/core';
import * as built from '@glompo/tasks';
import { describe, expect, test } from 'vitest';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  name: string;
  glompo: { api: number; tasks: Record<string, string> };
};
const factories = Object.fromEntries(
  Object.entries(built).filter(([name]) => name !== 'knownMinimum'),
) as unknown as Record<string, (options?: object) => TaskModule>;
const camelCase = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

test('the manifest names the functions that the package exports', () => {
  expect(Object.keys(manifest.glompo.tasks).map(camelCase).sort()).toEqual(Object.keys(factories).sort());
});

describe.each(Object.entries(manifest.glompo.tasks))('%s', (name, path) => {
  const module = new URL(`../${path}`, import.meta.url).href;

  test('is found by name, imported by a worker, and evaluates', async () => {
    const registry = createRegistry().addManifest({ package: manifest.name, api: 1, tasks: { [name]: module } });
    const found = registry.task(name);
    const { default: create } = (await import(found.module)) as { default: (options: object) => Task };
    const task = create(found.options ?? {});
    const middle = Float64Array.from(task.parameters, ({ low, high }) => low + 0.3 * (high - low));
    const signal = new AbortController().signal;
    const value = await task.evaluate(middle, { signal, run: 1, trial: 1, seed: 1, wants: [], directory: '' });
    expect(Number.isFinite(value)).toBe(true);
  });

  test('travels as the URL of its module and plain options with all defaults filled in', () => {
    const travelling = factories[camelCase(name)]!();
    expect(travelling.module).toBe(module);
    expect(structuredClone(travelling)).toEqual(travelling);
    expect(Object.keys(travelling.options ?? {}).length).toBeGreaterThan(0);
  });

  test('refuses wrong options where it is made and where it is loaded, in the same words', async () => {
    const { default: create } = (await import(module)) as { default: (options: object) => Task };
    const expected = new RegExp(`^${name}: unknown option "dimz"`);
    expect(() => factories[camelCase(name)]!({ dimz: 3 })).toThrow(expected);
    expect(() => create({ dimz: 3 })).toThrow(expected);
  });
});

test('a mistake in an option names the function, the option and what it should be', () => {
  expect(() => built.rastrigin({ dims: 0 })).toThrow('rastrigin: dims: expected an integer from 1 to 100000, got 0');
  expect(() => built.rosenbrock({ dims: 1 })).toThrow('rosenbrock: dims: expected an integer from 2 to 100000, got 1');
  expect(() => built.lennardJones({ atoms: 1 })).toThrow(
    'lennard-jones: atoms: expected an integer from 2 to 10000, got 1',
  );
});
