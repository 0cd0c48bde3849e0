import { expect, it } from 'vitest';
import type { Parameter } from '../contracts/parameter.js';
import { createRandom } from '../random/streams.js';
import { searchSpace } from '../space/search-space.js';
import { drawAllowance, hasReturned, moveOf } from './move.js';

const parameters: readonly Parameter[] = [
  { kind: 'real', name: 'a', low: 0, high: 10 },
  { kind: 'real', name: 'b', low: 1e-4, high: 1e4, scale: 'log' },
];
const move = { from: Float64Array.of(5, 1), value: 1, allowance: 1, temperature: 1, reach: 0.1 };

it('a rise is below the allowance by the probability of Metropolis', () => {
  const random = createRandom(7);
  for (const [rise, temperature] of [
    [1, 2],
    [3e-6, 1e-6],
    [0, 1],
  ] as const) {
    let accepted = 0;
    for (let i = 0; i < 10_000; i++) if (rise <= drawAllowance(temperature, random)) accepted++;
    // A standard deviation is at most 0.005.
    expect(accepted / 10_000).toBeCloseTo(Math.exp(-rise / temperature), 1.6);
  }
  expect(drawAllowance(0, random)).toBe(0);
});

it('has come back when every coordinate is nearer than half of the reach, logarithmic ones by their decades', () => {
  const space = searchSpace(parameters);
  // Half of the reach are half a unit and 0.4 decades.
  const at = (a: number, decades: number) => hasReturned(move, Float64Array.of(a, 10 ** decades), space);
  expect(at(5.49, -0.39)).toBe(true);
  expect(at(5.51, 0)).toBe(false);
  expect(at(5, 0.41)).toBe(false);
});

it('is what the rule says of the run, if it says so', () => {
  expect(moveOf({ rule: 'x', metropolis: move })).toBe(move);
  for (const origin of [undefined, null, 1, 'x', {}, { metropolis: {} }]) expect(moveOf(origin)).toBeUndefined();
});
