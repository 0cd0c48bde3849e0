import { knownMinimum } from '@glompo/tasks';
import { expect, it } from 'vitest';
import { readLennardJonesArguments } from './lennard-jones-arguments.js';

it('asks for the evidence of 38 atoms where nothing else is said', () => {
  const { problem, seeds, methods } = readLennardJonesArguments([]);
  expect(problem.atoms).toBe(38);
  expect(problem.target).toBe(knownMinimum('lennard-jones', { atoms: 38 })?.value);
  expect([seeds[0], seeds.at(-1), seeds.length]).toEqual([10000, 10029, 30]);
  expect(methods).toEqual(['plain', 'managed']);
});

it('takes a target for clusters whose minimum is not known here, and no unknown methods', () => {
  expect(readLennardJonesArguments(['--atoms', '75', '--target=-397.492331']).problem.target).toBe(-397.492331);
  expect(() => readLennardJonesArguments(['--atoms', '75'])).toThrow('--target: is needed');
  expect(() => readLennardJonesArguments(['--methods', 'good'])).toThrow('--methods: expected plain, managed');
  expect(() => readLennardJonesArguments(['--seconds', '0'])).toThrow('--seconds: expected a positive number');
});
