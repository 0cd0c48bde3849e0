import { expect, it } from 'vitest';
import { Paving } from './paving.js';

it('raises the places where walks stood, by a fraction of the temperature for each move', () => {
  const paving = new Paving(0.5, 8);
  expect(paving.heightAt(3.2)).toBe(0);
  paving.stoodAt(3.2);
  paving.stoodAt(3.9);
  // Values of the same unit, an eighth of the temperature, are one place.
  expect([2.9, 3, 3.5, 4].map(value => paving.heightAt(value))).toEqual([0, 8, 8, 0]);
  expect(new Paving(0.5, 8, paving.notes).heightAt(3.5)).toBe(8);
});

it('raises nothing where nothing is added', () => {
  for (const paving of [new Paving(0, 8), new Paving(0.5, 0)]) {
    paving.stoodAt(3);
    expect(paving.heightAt(3)).toBe(0);
    expect(paving.notes).toEqual([]);
  }
});

it('remembers the best thousand', () => {
  const paving = new Paving(1, 8);
  for (let value = 0; value < 1100; value++) paving.stoodAt(value);
  expect(paving.notes).toHaveLength(1000);
  expect([999, 1000].map(value => paving.heightAt(value))).toEqual([8, 0]);
});
