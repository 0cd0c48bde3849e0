import { describe, expect, it, test } from 'vitest';
import type { Start } from '../contracts/decision.js';
import { createRandom } from '../random/streams.js';
import { acceptanceProbability } from './annealing.js';
import { annealing } from './index.js';
import { atWork } from './rule.test.fixture.js';
import { cooling, visit, widthAt } from './visiting-distribution.js';

const standsAt = (start: Start) => (start.reason?.data as { from?: number } | undefined)?.from;
const inTheMiddle = [1, 1, 3];

describe('annealing', () => {
  it('begins at the end of a run from a random point, and moves from there', () => {
    const work = atWork(annealing());
    const [first, second] = [work.start(), work.start()];
    expect([first, second].map(({ origin }) => origin)).toEqual([
      { rule: 'annealing', chain: 1, move: 0 },
      { rule: 'annealing', chain: 1, move: 0 },
    ]);
    work.end(first, undefined);
    expect(standsAt(work.start())).toBeUndefined();
    work.end(second, 5);
    const start = work.start();
    expect(start.reason?.message).toBe('move 1, from 5, at 1 of the first temperature');
    expect(start.origin).toEqual({ rule: 'annealing', chain: 1, move: 1 });
    expect(work.start().reason?.message).toBe('move 2, from 5, at 0.5 of the first temperature');
  });

  it('goes to what is lower always, and to what is higher by the law of acceptance', () => {
    let up = 0;
    for (let seed = 0; seed < 3000; seed++) {
      const work = atWork(annealing({ temperature: 8, acceptance: -5 }), { seed });
      work.end(work.start(), 5);
      work.end(work.start(), 4);
      expect(standsAt(work.start())).toBe(4);
      // The move after that is the third, at a third of the temperature: 1 − 6 · 0.3 · 3 / 8.
      work.end(work.start(), 4.3);
      if (standsAt(work.start()) === 4.3) up++;
    }
    // A standard deviation is 0.006.
    expect(Math.abs(up / 3000 - (1 - (6 * 0.3 * 3) / 8) ** (1 / 6))).toBeLessThan(0.03);
  });

  it('is as hot at first as the minima differ, where no temperature is given', () => {
    const accepts = (rise: number, seed: number) => {
      const work = atWork(annealing({ acceptance: 1 }), { seed });
      work.end(work.start(), 0);
      work.end(work.start(), -2);
      const second = work.start();
      work.end(second, -2 + rise);
      return standsAt(work.start()) !== -2;
    };
    // Changes of 2 and 4 so far: their mean is 3, and the second move at half of 30.
    const accepted = Array.from({ length: 3000 }, (_, seed) => accepts(4, seed)).filter(Boolean).length;
    expect(Math.abs(accepted / 3000 - Math.exp(-4 / 15))).toBeLessThan(0.04);
  });

  it('is not too hot for ever after one huge difference', () => {
    for (const huge of [1e6, 1e300, 1.7e308]) {
      let up = 0;
      for (let seed = 0; seed < 400; seed++) {
        const work = atWork(annealing({ acceptance: 1 }), { seed });
        work.end(work.start(), huge);
        for (const value of [-1, -2, -3]) work.end(work.start(), value);
        // Changes of that size and 1, 1: as hot as for 10, 1 and 1. A rise of 1000 is then refused.
        work.end(work.start(), 997);
        if (standsAt(work.start()) === 997) up++;
      }
      expect(up).toBe(0);
    }
  });

  it('refuses what is worse by more than a number can say', () => {
    const work = atWork(annealing({ acceptance: 1 }));
    work.end(work.start(), -1.7e308);
    for (let k = 0; k < 20; k++) work.end(work.start(), 1.7e308);
    expect(standsAt(work.start())).toBe(-1.7e308);
  });

  it('refuses a run without a value, and ignores what ends after it has begun anew', () => {
    const work = atWork(annealing({ temperature: 0, restart: 0.3 }));
    work.end(work.start(), 5);
    work.end(work.start(), undefined);
    const late = work.start();
    expect(standsAt(late)).toBe(5);
    work.end(undefined, 4);
    expect(standsAt(work.start())).toBe(4);
    // The fourth move would be at a quarter.
    const anew = work.start();
    expect(anew.reason?.message).toBe('from a random point');
    work.end(late, -99);
    expect(work.start().reason?.message).toBe('from a random point');
    work.end(anew, 80);
    expect(work.start().reason?.message).toBe('move 1, from 80, at 1 of the first temperature');
  });

  it('jumps ever less far, in search coordinates, and still across the box now and then', () => {
    const jumps = (move: number) => {
      const lengths: number[] = [];
      for (let seed = 0; seed < 1500; seed++) {
        const work = atWork(annealing({ step: 0.05 }), { seed });
        work.end(work.start(), 5, inTheMiddle);
        for (let k = 1; k < move; k++) work.start();
        const { point } = work.start();
        lengths.push(Math.abs((point[0] as number) - 1) / 4);
        expect(Math.abs(Math.log10(point[1] as number)) / 8).toBeLessThanOrEqual(0.5);
      }
      return lengths.sort((a, b) => a - b);
    };
    // Of a Cauchy distribution half lie within the width; reflections at the ends change that by little.
    const [early, late] = [jumps(1), jumps(10)];
    expect(early[750]).toBeGreaterThan(0.04);
    expect(early[750]).toBeLessThan(0.06);
    expect(late[750]).toBeGreaterThan(0.004);
    expect(late[750]).toBeLessThan(0.006);
    // Further than a quarter of the range: (2/π) · arctan(width / 0.25), 0.126 and 0.0127.
    const far = (lengths: number[]) => lengths.filter(length => length > 0.25).length / 1500;
    expect(far(early)).toBeGreaterThan(0.07);
    expect(far(early)).toBeLessThan(0.15);
    expect(far(late)).toBeGreaterThan(0.004);
    expect(far(late)).toBeLessThan(0.025);
  });
});

test('what is worse is accepted by the law of generalised annealing', () => {
  expect(acceptanceProbability(-1, 1, -5)).toBe(1);
  expect(acceptanceProbability(0, 0, -5)).toBe(1);
  expect(acceptanceProbability(1, 12, -5)).toBeCloseTo(0.5 ** (1 / 6), 12);
  expect(acceptanceProbability(2, 12, -5)).toBe(0);
  expect(acceptanceProbability(3, 2, 1)).toBeCloseTo(Math.exp(-1.5), 12);
  expect(acceptanceProbability(3, 2, 1 + 1e-9)).toBeCloseTo(Math.exp(-1.5), 6);
  expect(acceptanceProbability(3, 2, 2)).toBeCloseTo(1 / (1 + 1.5), 12);
  for (const q of [-5, 1, 2]) expect(acceptanceProbability(1, 0, q)).toBe(0);
  for (const q of [-5, 1, 2]) expect(acceptanceProbability(Infinity, 1, q)).toBe(0);
  for (const q of [-5, 1, 2]) expect(acceptanceProbability(Infinity, Infinity, q)).toBe(1);
});

test('it cools as the visiting distribution asks, from 1 at the first move', () => {
  for (const q of [1.0001, 1.5, 2, 2.62, 2.99]) expect(cooling(q, 1)).toBe(1);
  expect(cooling(2, 8)).toBeCloseTo(1 / 8, 12);
  expect(cooling(1.5, 8)).toBeCloseTo((Math.SQRT2 - 1) / 2, 12);
  // Near 1 by the logarithm, as S. Geman & D. Geman did.
  expect(cooling(1 + 1e-9, 7)).toBeCloseTo(1 / 3, 6);
  expect(widthAt(2, 0.25)).toBe(0.25);
  expect(widthAt(1.5, 0.125)).toBeCloseTo(0.25, 12);
});

test('jumps are of a Student distribution', () => {
  // Quartiles of |t| with 1 and with 5 degrees of freedom; and with 3 in every coordinate of several.
  for (const [q, dimensions, median, upper] of [
    [2, 1, 1, 2.4142],
    [4 / 3, 1, 0.7267, 1.3009],
    [1.5, 3, 0.7649, 1.4226],
  ] as const) {
    const random = createRandom(3);
    const last = dimensions - 1;
    const sizes = Array.from({ length: 20_000 }, () => Math.abs(visit(q, dimensions, random)[last] as number));
    sizes.sort((a, b) => a - b);
    expect(sizes[10_000]).toBeGreaterThan(0.97 * median);
    expect(sizes[10_000]).toBeLessThan(1.03 * median);
    expect(sizes[15_000]).toBeGreaterThan(0.96 * upper);
    expect(sizes[15_000]).toBeLessThan(1.04 * upper);
  }
});
