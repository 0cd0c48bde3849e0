import { expect, test } from 'vitest';
import { isInstanceOfSeed, listProblems, problemOfSeed } from './problem-list.js';
import { suites } from './suites.js';

const list = async (functions: string, dims?: readonly number[], instances?: readonly number[]) =>
  (await listProblems(functions, { dims, instances, fallback: [1, 2] })).map(({ text }) => text);

test('functions are calls, names with dimensions, or names that get them from --dims', async () => {
  expect(await list('rastrigin:10, levy(dims=3), sphere', [2, 5])).toEqual([
    'rastrigin(dims=10)',
    'levy(dims=3)',
    'sphere(dims=2)',
    'sphere(dims=5)',
  ]);
});

test('a range in a call is written out', async () => {
  expect(await list('sphere(dims=2..4)')).toEqual(['sphere(dims=2)', 'sphere(dims=3)', 'sphere(dims=4)']);
});

test('what is named twice is there once', async () => {
  expect(await list('rastrigin:2, rastrigin(dims=2..3)')).toEqual(['rastrigin(dims=2)', 'rastrigin(dims=3)']);
});

test('a problem has one name, however it is written', async () => {
  expect(
    await list('rastrigin, rastrigin:10, rastrigin(10), rastrigin(shift=false, dims=10), rastrigin(dims=1e1)'),
  ).toEqual(['rastrigin(dims=10)']);
  expect(await list('shekel, shekel(foxholes=10), shekel(7), langermann')).toEqual([
    'shekel()',
    'shekel(foxholes=7)',
    'langermann()',
  ]);
  expect(await list('bbob(instance=3), bbob(dims=10, function=1, instance=3)')).toEqual([
    'bbob(function=1, dims=10, instance=3)',
  ]);
  expect(await list('sphere(shift=true, rotation=true, dims=2), sphere(2, true, true)', undefined, [1])).toEqual([
    'sphere(dims=2, shift=true, rotation=true, instance=1)',
  ]);
  expect(await list('sphere(2..3)')).toEqual(['sphere(dims=2)', 'sphere(dims=3)']);
});

test('options of a list are those of each of its functions', async () => {
  const slow = await list('classic(delay=0.001)');
  expect(slow).toHaveLength(suites.classic?.length as number);
  expect(slow.slice(5, 7)).toEqual(['levy(dims=10, delay=0.001)', 'langermann(delay=0.001)']);
  await expect(list('classic(10)')).rejects.toThrow('classic(10): a list takes options by their names');
});

test('the word seed stands for the seed of the run', () => {
  expect(problemOfSeed('rastrigin(dims=10, turned=seed)', 17)).toBe('rastrigin(dims=10, turned=17)');
});

test('each seed may have an instance of its own, which are added up', async () => {
  const given = 'sphere(dims=2, shift=true, instance=seed)';
  const problems = await listProblems(given, { dims: undefined, instances: undefined, fallback: [1, 2] });
  expect(problems).toEqual([{ text: given, group: given, instance: null }]);
  expect(problems.map(isInstanceOfSeed)).toEqual([true]);
  expect(problemOfSeed(given, 17)).toBe('sphere(dims=2, shift=true, instance=17)');
});

test('unknown functions, and flags that nothing waits for, are refused', async () => {
  await expect(list('rastrigen')).rejects.toThrow('--functions: unknown "rastrigen"; did you mean "rastrigin"?');
  await expect(list('sphere(dims=2)', [5])).rejects.toThrow('--dims: none of the functions is waiting for it');
  await expect(list('sphere', undefined, [1])).rejects.toThrow('--instances: none of the functions');
});

test('functions have instances where these differ: shifted or turned, or by their nature', async () => {
  const of = async (functions: string) =>
    (await listProblems(functions, { dims: undefined, instances: [1, 2], fallback: [] })).map(({ text }) => text);
  expect(await of('sphere(dims=2, shift=true),bbob(function=3, dims=2)')).toEqual([
    'sphere(dims=2, shift=true, instance=1)',
    'sphere(dims=2, shift=true, instance=2)',
    'bbob(function=3, dims=2, instance=1)',
    'bbob(function=3, dims=2, instance=2)',
  ]);
});

test.each(Object.keys(suites))('the suite %s is of functions that there are', async name => {
  expect((await listProblems(name, { dims: undefined, instances: undefined, fallback: [1] })).length).toBeGreaterThan(
    1,
  );
});
