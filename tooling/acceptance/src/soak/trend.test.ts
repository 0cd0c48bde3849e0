import { createRandom } from '@glompo/core';
import { expect, test } from 'vitest';
import { trendOf } from './trend.js';

const random = createRandom(1);
const noise = (size: number) => Array.from({ length: 40 }, () => size * (random.uniform() - 0.5));

test('a series that rises is told by its slope, whatever lies on top of it', () => {
  const { perStep, z } = trendOf(noise(10).map((each, i) => each + 2 * i + (i === 20 ? 1000 : 0)));
  expect(perStep).toBeCloseTo(2, 0);
  expect(z).toBeGreaterThan(4);
});

test('a series that does not rise has no trend, also where it ends high', () => {
  const flat = noise(10);
  flat[39] = 1000;
  const { perStep, z } = trendOf(flat);
  expect(Math.abs(perStep)).toBeLessThan(0.2);
  expect(Math.abs(z)).toBeLessThan(3);
  expect(trendOf([]).z).toBe(0);
});

test('a series that has come to rest after a rise is flat enough', () => {
  const settled = noise(10).map((each, i) => each + 100 * (1 - Math.exp(-i / 3)));
  expect(trendOf(settled).perStep).toBeLessThan(1);
});
