import { test } from 'vitest';
import { eventsToCut, goesOnFromAnything, goesOnFromBudget, goesOnFromKill, names } from './one-slot.test.fixture.js';

const patience = 600_000;

test.each(names)(
  'a study whose budget ends at any evaluation goes on as if it had not: %s',
  { timeout: patience },
  async name => {
    for (let cut = 1; cut < 690; cut += cut < 200 ? 1 : 3) await goesOnFromBudget(name, cut);
  },
);

test.each(names)(
  'a study that is killed at any event goes on as if it had not been: %s',
  { timeout: patience },
  async name => {
    const { first, last } = await eventsToCut(name);
    for (let cut = first; cut < last; cut++) await goesOnFromKill(name, cut);
  },
);

test.each(names)('several sessions, however each ends, are one study: %s', { timeout: patience }, name =>
  goesOnFromAnything(name, 60),
);
