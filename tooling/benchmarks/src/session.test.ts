import { expect, test } from 'vitest';
import { type Sample, Session } from './session.js';

const session = () => new Session({ smoke: false, say: () => {}, patience: 0 });

test('samples are taken in turn, every other round backwards', async () => {
  const order: string[] = [];
  const samples = await session().interleave(['a', 'b'], 3, async (name, round) => {
    order.push(`${name}${round}`);
    return { value: round, others: 0 };
  });
  expect(order).toEqual(['a0', 'b0', 'b1', 'a1', 'a2', 'b2']);
  expect(samples).toEqual({ a: [0, 1, 2], b: [0, 1, 2] });
});

test('disturbed samples are taken again, of those that were disturbed only, and not for ever', async () => {
  const others: Record<string, number[]> = { quiet: [], once: [0.9], always: [0.5, 0.6, 0.1, 0.2] };
  const bench = session();
  const samples = await bench.interleave(['quiet', 'once', 'always'], 2, async (name, round): Promise<Sample> => {
    return { value: round, others: others[name]?.[round] ?? 0.01 };
  });
  expect(samples).toEqual({ quiet: [0, 1], once: [1, 2], always: [2, 3] });
  expect(bench.notes).toEqual(['always: other programs took 10 %, 20 % of the cores in 2 of 2 samples']);
});

test('on a machine that others keep busy nothing is taken again', async () => {
  let asked = 0;
  await session().interleave(['a', 'b'], 3, async () => ({ value: ++asked, others: 0.5 }));
  expect(asked).toBe(6);
});

test('what could not be measured is not tried again', async () => {
  let asked = 0;
  const samples = await session().interleave(['a'], 2, async () => {
    asked++;
    return undefined;
  });
  expect({ asked, samples }).toEqual({ asked: 2, samples: { a: [] } });
});
