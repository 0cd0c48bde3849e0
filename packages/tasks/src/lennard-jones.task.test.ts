import type { Evaluation } from '@glompo/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownMinimum } from './known-minima.js';
import lennardJones from './lennard-jones.task.js';

const context = {
  signal: new AbortController().signal,
  run: 1,
  trial: 1,
  seed: 1,
  directory: '',
  wants: ['gradient'] as const,
};

function cluster(atoms: number) {
  const task = lennardJones({ atoms });
  return { task, evaluate: (x: Float64Array) => task.evaluate(x, context) as Evaluation & { gradient: Float64Array } };
}

/** Steepest descent: slow, and enough for shapes that only breathe. */
function relaxed(atoms: number, shape: readonly (readonly number[])[]): { energy: number; slope: number } {
  const { evaluate } = cluster(atoms);
  const x = Float64Array.from(shape.flat());
  for (let step = 0; step < 2000; step++) {
    const { gradient } = evaluate(x);
    for (let i = 0; i < x.length; i++) x[i]! -= 5e-4 * gradient[i]!;
  }
  const { value, gradient } = evaluate(x);
  return { energy: value, slope: Math.max(...gradient.map(Math.abs)) };
}

/** All points whose coordinates are those of `corner` in a cyclic order, with any signs. */
function withSigns(corner: readonly [number, number, number], scale: number): number[][] {
  const points = new Map<string, number[]>();
  for (const [sx, sy, sz] of [0, 1, 2, 3, 4, 5, 6, 7].map(k => [k & 1, k & 2, k & 4].map(bit => (bit ? -1 : 1)))) {
    const signed = [corner[0] * sx!, corner[1] * sy!, corner[2] * sz!];
    for (let turn = 0; turn < 3; turn++) {
      const point = signed.map((_, k) => scale * signed[(k + turn) % 3]! + 0);
      points.set(point.join(), point);
    }
  }
  return [...points.values()];
}

describe('known shapes', () => {
  test('13 atoms as an icosahedron have the published energy', () => {
    const golden = (1 + Math.sqrt(5)) / 2;
    const shape = [[0, 0, 0], ...withSigns([0, 1, golden], 0.57)];
    expect(shape).toHaveLength(13);
    const { energy, slope } = relaxed(13, shape);
    expect(slope).toBeLessThan(1e-6);
    expect(energy).toBeCloseTo(knownMinimum('lennard-jones', { atoms: 13 })!.value, 10);
    expect(energy).toBeCloseTo(-44.326801, 6);
  });

  test('38 atoms as a truncated octahedron have the published energy', () => {
    const mirrored = withSigns([0, 2, 1], 0.78).map(([x, y, z]) => [y!, x!, z!]);
    const shape = [
      ...withSigns([1, 0, 0], 0.78),
      ...withSigns([1, 1, 1], 0.78),
      ...withSigns([0, 2, 1], 0.78),
      ...mirrored,
    ];
    expect(shape).toHaveLength(38);
    const { energy, slope } = relaxed(38, shape);
    expect(slope).toBeLessThan(1e-6);
    expect(energy).toBeCloseTo(knownMinimum('lennard-jones', { atoms: 38 })!.value, 10);
    expect(energy).toBeCloseTo(-173.928427, 6);
  });
});

test('the lowest energies are the published ones with more digits', () => {
  const published: readonly (readonly [atoms: number, energy: number])[] = [
    [5, -9.103852],
    [6, -12.712062],
    [7, -16.505384],
    [8, -19.821489],
    [9, -24.11336],
    [10, -28.422532],
    [11, -32.76597],
    [12, -37.9676],
    [13, -44.326801],
    [14, -47.845157],
    [15, -52.322627],
    [16, -56.815742],
    [17, -61.317995],
    [18, -66.530949],
    [19, -72.659782],
    [20, -77.177043],
    [21, -81.684571],
    [22, -86.809782],
    [23, -92.844472],
    [24, -97.348815],
    [25, -102.372663],
    [26, -108.315616],
    [38, -173.928427],
  ];
  for (const [atoms, energy] of published) {
    const { value } = knownMinimum('lennard-jones', { atoms })!;
    expect(Number(value.toFixed(6))).toBe(energy);
    expect(value).not.toBe(energy);
  }
});

test('a pair has energy −1 at distance 2^(1/6), 0 at 1, and vanishes far away', () => {
  const { evaluate } = cluster(2);
  const pair = (r: number) => evaluate(Float64Array.of(0, 0, 0, r, 0, 0)).value;
  expect(pair(2 ** (1 / 6))).toBeCloseTo(-1, 14);
  expect(pair(1)).toBe(0);
  expect(pair(1e200)).toBeCloseTo(0, 100);
});

test('wherever atoms are, on top of each other too, energy and gradient are finite', () => {
  const { task, evaluate } = cluster(5);
  const { low, high } = task.parameters[0]!;
  const coordinate = fc.oneof(
    fc.constantFrom(0, -0, low, high, 1e-300, 1e-11),
    fc.double({ min: low, max: high, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(coordinate, { minLength: 15, maxLength: 15 }), x => {
      const { value, gradient } = evaluate(Float64Array.from(x));
      expect(Number.isFinite(value)).toBe(true);
      expect(gradient.every(Number.isFinite)).toBe(true);
      expect(Number.isFinite(gradient.reduce((sum, g) => sum + g * g, 0))).toBe(true);
    }),
  );
  const { value } = evaluate(new Float64Array(15));
  expect(value).toBeCloseTo(4e121, -117);
});

test('the energy does not change when the cluster moves, turns or swaps atoms, and the forces add up to nothing', () => {
  const { evaluate } = cluster(4);
  const coordinates = fc
    .array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), { minLength: 12, maxLength: 12 })
    .map(x => x.map(xi => xi / 2 ** 29));
  fc.assert(
    fc.property(coordinates, fc.double({ min: -1, max: 1, noNaN: true }), (x, shift) => {
      const here = evaluate(Float64Array.from(x));
      fc.pre(Math.abs(here.value) < 1e4);
      const same = (value: number) =>
        expect(Math.abs(value - here.value) / (1 + Math.abs(here.value))).toBeLessThan(1e-9);
      same(evaluate(Float64Array.from(x, xi => xi + shift)).value);
      same(evaluate(Float64Array.from(x, (_, i) => x[(i + 3) % 12]!)).value);
      same(evaluate(Float64Array.from(x, (xi, i) => (i % 3 === 0 ? -x[i + 1]! : i % 3 === 1 ? x[i - 1]! : xi))).value);
      const scale = Math.max(1, ...here.gradient.map(Math.abs));
      for (const axis of [0, 1, 2]) {
        const force = here.gradient.reduce((sum, g, i) => (i % 3 === axis ? sum + g : sum), 0);
        expect(Math.abs(force) / scale).toBeLessThan(1e-12);
      }
    }),
  );
});

test('coordinates are named by atom and axis, in a cube whose half edge is the radius of the container of Wales and Doye', () => {
  const { parameters } = lennardJones({ atoms: 38 });
  expect(parameters).toHaveLength(114);
  expect(parameters.slice(0, 4).map(p => p.name)).toEqual(['x1', 'y1', 'z1', 'x2']);
  expect(parameters[113]).toMatchObject({ name: 'z38', low: -parameters[0]!.high });
  expect(parameters[0]!.high).toBeCloseTo(2.647, 3);
});
