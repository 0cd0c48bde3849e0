import { expect, test } from 'vitest';
import { MadeUpRecord, manyRuns } from '../made-up-record.test.fixture.js';
import { byClass, pointsOf, texts } from '../svg-document.test.fixture.js';
import { plotBest } from './plot-best.js';

test.each(['evaluations', 'seconds'] as const)(
  'the best so far never rises, to the end of the study: over %s',
  over => {
    const svg = plotBest(manyRuns(5, { bottom: -40 }), { over });
    const [path] = byClass(svg, 'best');
    const points = pointsOf(path as NonNullable<typeof path>);
    expect(points.map(([, y]) => y)).toEqual(points.map(([, y]) => y).toSorted((a, b) => a - b));
    expect(points.map(([x]) => x)).toEqual(points.map(([x]) => x).toSorted((a, b) => a - b));
    expect(points.at(-1)?.[0]).toBe(900 - 32);
    expect(texts(svg)).toContain(`${over} of the study`);
  },
);

test('the best value is named with its run and where it was found', () => {
  const record = new MadeUpRecord().start(1).trials(1, [5, -1.25, 3]).start(2).trials(2, [4]);
  expect(byClass(plotBest(record), 'found').map(({ text }) => text)).toContain('−1.25 (run 1, evaluation 2)');
});

test.each(['linear', 'log'] as const)('its axis says how it is scaled: %s', scale => {
  const svg = plotBest(manyRuns(2, { bottom: -40 }), { scale });
  expect(texts(svg).some(text => text.startsWith('best value') && text.includes('logarithmic'))).toBe(scale === 'log');
});

test('a study without a value gets a sentence', () => {
  expect(byClass(plotBest(new MadeUpRecord()), 'empty')[0]?.text).toContain('nothing to be seen yet');
  const failed = new MadeUpRecord().start(1).trials(1, [Number.NaN, Number.NaN]);
  expect(byClass(plotBest(failed), 'empty')[0]?.text).toBe('None of 2 evaluations gave a finite value.');
});
