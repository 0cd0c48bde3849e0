import { expect, test } from 'vitest';
import { listProblems, problemOfSeed } from './problem-list.js';

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

test('the word seed stands for the seed of the run', () => {
  expect(problemOfSeed('rastrigin(dims=10, turned=seed)', 17)).toBe('rastrigin(dims=10, turned=17)');
});

test('unknown functions, and flags that nothing waits for, are refused', async () => {
  await expect(list('rastrigen')).rejects.toThrow('--functions: unknown "rastrigen"; did you mean "rastrigin"?');
  await expect(list('sphere(dims=2)', [5])).rejects.toThrow('--dims: none of the functions is waiting for it');
  await expect(list('sphere', undefined, [1])).rejects.toThrow('--instances: none of the functions');
});
