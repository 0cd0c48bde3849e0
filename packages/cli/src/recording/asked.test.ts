import type { Selector } from '@glompo/core';
import { expect, test } from 'vitest';
import { readArgs } from '../args/read-args.js';
import { runFlags } from '../commands/run-flags.js';
import { openRegistry } from '../plugins/open-registry.js';
import { chooseOptimizers } from '../study/choose-optimizers.js';
import { defaultSelectorText } from '../study/default-selector-text.js';
import { askedOf, changed, readAsked } from './asked.js';

const args = (...words: string[]) => readArgs(words, runFlags);

test('a study goes on with the defaults that it began with, whatever they are now', async () => {
  const asked = askedOf(args('rastrigin', '--seed', '1'), {});
  expect(readAsked(asked).args.defaultSelector).toBe(defaultSelectorText);
  // As an earlier version has recorded it: its own, and of the first ones that is not said.
  const earlier = readAsked({ ...asked, defaultSelector: 'cycle(nelder-mead())' }).args;
  const { defaultSelector: _, ...without } = asked;
  const first = readAsked(without).args;
  const registry = openRegistry(import.meta.dirname);
  const selectorOf = ({ flags, defaultSelector }: typeof earlier) =>
    chooseOptimizers([], flags.get('selector')?.[0], registry, defaultSelector) as Promise<Selector>;
  expect((await selectorOf(earlier)).name).toBe('cycle');
  expect((await selectorOf(first)).choices.map(({ optimizer }) => (optimizer as { name: string }).name)).toEqual([
    'step',
    'cmaes',
  ]);
  // Through sessions of it, with other things changed; what is asked for goes before.
  const next = changed(earlier, args('rastrigin', '--max-evaluations', '9'));
  expect(readAsked(askedOf(next, {})).args.defaultSelector).toBe('cycle(nelder-mead())');
  expect((await selectorOf(changed(earlier, args('rastrigin', '--selector', 'random')))).name).toBe('random');
});
