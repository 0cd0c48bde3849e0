import { expect, test } from 'vitest';
import { createRandom } from '../random/streams.js';
import { reportMinima } from './report.js';
import { estimateUnseen } from './unseen.js';

test('of few runs nothing is concluded', () => {
  expect(estimateUnseen([])).toBeUndefined();
  expect(estimateUnseen([5, 4])).toBeUndefined();
  expect(estimateUnseen([5, 5])).toEqual({ nextIsNew: 0, expected: 18 / 6 });
});

test('how many there are is not estimated where nearly every run finds another one', () => {
  expect(estimateUnseen([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toEqual({ nextIsNew: 1 });
  expect(estimateUnseen([3, 1, 1, 1, 1, 1, 1, 1])).toEqual({ nextIsNew: 0.7 });
  expect(estimateUnseen([4, 1, 1, 1, 1, 1, 1, 1])).toEqual({ nextIsNew: 7 / 11, expected: 80 });
});

test('the estimates are right on average', () => {
  // Basins of these sizes; by chance some are not seen in 40 runs.
  const sizes = [0.3, 0.2, 0.15, 0.1, 0.1, 0.05, 0.04, 0.03, 0.02, 0.01];
  const random = createRandom(1);
  let told = 0;
  let unseen = 0;
  const studies = 2000;
  for (let study = 0; study < studies; study++) {
    const reached = sizes.map(() => 0);
    for (let run = 0; run < 40; run++) {
      const at = drawn(sizes, random.uniform());
      reached[at] = (reached[at] as number) + 1;
    }
    told += estimateUnseen(reached.filter(times => times > 0))?.nextIsNew ?? 0;
    unseen += sizes.reduce((sum, size, i) => sum + (reached[i] === 0 ? size : 0), 0);
  }
  // The mean over so many studies is known to about 0.001.
  expect(Math.abs(told - unseen) / studies).toBeLessThan(0.004);
});

/** Which of these shares of 1 this number lies in. */
function drawn(sizes: readonly number[], u: number): number {
  let sum = 0;
  return Math.max(
    0,
    sizes.findIndex(size => {
      sum += size;
      return u < sum;
    }),
  );
}

test('where more minima are found than are kept, nothing is said about those that are not seen', () => {
  const found = [{ value: 1, point: Float64Array.of(1), reached: 20, run: 1 }];
  expect(reportMinima(found).unseen).toEqual({ nextIsNew: 0, expected: 19 / 17 });
  expect(reportMinima(found, 3)).toEqual({ found, runs: 23, others: 3 });
});
