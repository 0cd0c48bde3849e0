import { test } from 'vitest';
import {
  eventsToCut,
  goesOnFromAnything,
  goesOnFromBudget,
  goesOnFromKill,
  names,
  repeatsItself,
} from './one-slot.test.fixture.js';

test.each(names)('a seed repeats the whole study, whatever the clock does: %s', repeatsItself);

test.each(names)('a study whose budget ends at any evaluation goes on as if it had not: %s', async name => {
  for (let cut = 5; cut < 640; cut += 41) await goesOnFromBudget(name, cut);
});

test.each(names)('a study that is killed at any event goes on as if it had not been: %s', async name => {
  const { first, last } = await eventsToCut(name);
  for (let cut = first; cut < last; cut += cut < first + 8 ? 1 : 17) await goesOnFromKill(name, cut);
});

test.each(names)('several sessions, however each ends, are one study: %s', name => goesOnFromAnything(name, 5));
