import { expect, test } from 'vitest';
import { hostEnvironment } from '../node/host-environment.js';
import { parametersFromBounds } from '../space/parameters.js';
import { evaluateTrial } from './trial.js';

const throws = {
  get value(): number {
    throw new Error('read too early');
  },
};

test.each([
  ['at once', () => throws],
  ['later', async () => throws],
])('a result that cannot be read, given %s, is a failed trial', async (_, evaluate) => {
  const task = { parameters: parametersFromBounds([[0, 1]]), evaluate };
  const site = { task, studySeed: 1, environment: hostEnvironment() };
  const { signal } = new AbortController();
  const trial = { run: 1, ordinal: 1, wants: [], signal };
  expect(await evaluateTrial(site, Float64Array.of(0.5), trial)).toEqual({
    failure: 'the task threw: read too early',
  });
});
