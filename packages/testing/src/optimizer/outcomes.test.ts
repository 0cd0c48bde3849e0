import { type OptimizerContext, type Plain, parseOptions } from '@glompo/core';
import { expect, test } from 'vitest';
import { moved, otherPlugin, plugin, setAt, wrap } from '../broken/changed-walk.js';
import { ConformanceError } from '../cases/expect.js';
import { optimizerConformance } from './suite.js';

test('says what was wrong with the figures', async () => {
  const outside = moved((x, { space }) => setAt(x, 1 % space.dimensions, 7));
  const found = optimizerConformance({ plugin: outside }).find(each => each.name.startsWith('proposes finite'));
  await expect(found?.run()).rejects.toThrow('1 dimensions: point 1: coordinate 1 is 7, outside of [-3, 5]');
  await expect(found?.run()).rejects.toBeInstanceOf(ConformanceError);
});

test('does not ask an asynchronous optimizer to be independent of the split', async () => {
  const asynchronous = { ...plugin.traits, asynchronous: true };
  for (const change of [{ traits: asynchronous }, { traitsOf: () => asynchronous }]) {
    const cases = optimizerConformance({ plugin: otherPlugin(change) });
    const split = cases.find(each => each.name === 'proposes the same points however they are split over ask and tell');
    expect(await split?.run()).toEqual({ gap: 'declares itself asynchronous' });
  }
});

test('skips injection where there is none, and a stop where it does not come', async () => {
  const endless = otherPlugin({
    create: (context: OptimizerContext, options: Plain, state?: Plain) =>
      wrap(plugin.create(context, { ...(options as object), smallest: 0 }, state), () => ({
        inject: undefined as never,
      })),
  });
  const outcomes = await Promise.all(optimizerConformance({ plugin: endless }).map(each => each.run()));
  expect(outcomes.filter(Boolean)).toEqual([
    { gap: 'it did not stop within 3000 trials' },
    { gap: 'it has no inject()' },
  ]);
});

test('parses options that are required', async () => {
  const spec = { population: { type: 'integer', description: 'how many', min: 1 } } as const;
  const demanding = otherPlugin({
    parse: (given: unknown) => parseOptions(spec, given, 'walk'),
    create: (context: OptimizerContext, options: Plain, state?: Plain) =>
      plugin.create(context, plugin.parse(options), state),
  });
  for (const each of optimizerConformance({ plugin: demanding, options: { population: 5 } })) {
    await expect(each.run(), each.name).resolves.toBeUndefined();
  }
});
