import { createRandom } from '@glompo/core';
import { expect, test } from 'vitest';
import { randomRotation } from './random-rotation.js';

test('its rows are at right angles and of length 1, to the last digits', () => {
  for (const n of [1, 2, 3, 10, 40]) {
    const q = randomRotation(n, createRandom(n));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let k = 0; k < n; k++) product += q[i * n + k]! * q[j * n + k]!;
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-14);
      }
    }
  }
});

test('no direction is preferred: each entry has mean 0 and variance 1/n', () => {
  const n = 3;
  const random = createRandom(1);
  const sums = new Float64Array(n * n);
  const squares = new Float64Array(n * n);
  const many = 20_000;
  for (let k = 0; k < many; k++) {
    for (const [i, entry] of randomRotation(n, random).entries()) {
      sums[i]! += entry / many;
      squares[i]! += (entry * entry) / many;
    }
  }
  for (const mean of sums) expect(Math.abs(mean)).toBeLessThan(0.02);
  for (const square of squares) expect(Math.abs(square - 1 / n)).toBeLessThan(0.02);
});
