import { expect, test } from 'vitest';
import { fewAtOnce } from './few-at-once.js';

test('everything is done, in order, never more than the limit at once', async () => {
  let under = 0;
  let most = 0;
  const begun: number[] = [];
  await fewAtOnce([1, 2, 3, 4, 5], 2, async item => {
    begun.push(item);
    most = Math.max(most, ++under);
    await Promise.resolve();
    under--;
  });
  expect(begun).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

test('after a failure nothing is begun, and what is under way is awaited', async () => {
  const begun: number[] = [];
  let finished = false;
  const work = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error('first');
    await new Promise(resolve => setImmediate(resolve));
    finished = true;
  };
  await expect(fewAtOnce([1, 2, 3], 2, work)).rejects.toThrow('first');
  expect(begun).toEqual([1, 2]);
  expect(finished).toBe(true);
});
