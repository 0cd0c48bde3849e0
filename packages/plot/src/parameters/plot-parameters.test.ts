import { expect, test } from 'vitest';
import { MadeUpRecord, parametersOf } from '../made-up-record.test.fixture.js';
import { byClass, parseSvg, pointsOf, texts } from '../svg-document.test.fixture.js';
import { plotParameters } from './plot-parameters.js';

/** One run of twenty trials that goes from one corner to the middle. */
function walk(dimensions: number, parameters = parametersOf(dimensions)): MadeUpRecord {
  const trials = Array.from({ length: 20 }, (_, i) => 20 - i);
  return new MadeUpRecord('made up', parameters).start(1).trials(
    1,
    trials,
    trials.flatMap(value => Array<number>(dimensions).fill(value / 4 - 5)),
  );
}

test.each([1, 2, 10, 50, 60])('%d parameters have a panel each, none over another, within the picture', dimensions => {
  const svg = plotParameters(walk(dimensions));
  const [root] = parseSvg(svg);
  const panels = byClass(svg, 'parameter').map(({ children }) => {
    const { x, y, width, height } = children.find(({ name }) => name === 'rect')?.attributes ?? {};
    return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  });
  expect(panels).toHaveLength(dimensions);
  for (const [i, a] of panels.entries()) {
    expect(a.width > 80 && a.height > 40).toBe(true);
    expect(a.x + a.width).toBeLessThan(Number(root?.attributes.width));
    expect(a.y + a.height).toBeLessThan(Number(root?.attributes.height));
    for (const b of panels.slice(i + 1))
      expect(a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y).toBe(true);
  }
});

test('of more parameters than can be read the first are shown, and the picture says so', () => {
  const svg = plotParameters(walk(1000));
  expect(byClass(svg, 'parameter')).toHaveLength(60);
  expect(texts(svg)).toContain('The first 60 of 1,000 parameters are shown.');
});

test('a panel goes from bound to bound, and shows where the best trial was', () => {
  const svg = plotParameters(walk(2));
  const [panel] = byClass(svg, 'parameter');
  const box = panel?.children.find(({ name }) => name === 'rect')?.attributes;
  const best = panel?.children.find(({ attributes }) => attributes.class === 'best');
  const ys = pointsOf(best as NonNullable<typeof best>).map(([, y]) => y);
  // The first trial is in the middle, at 0; the last one near the lower bound, at -4.75.
  expect(ys[0]).toBeCloseTo(Number(box?.y) + Number(box?.height) / 2, 1);
  expect(ys.at(-1)).toBeCloseTo(Number(box?.y) + Number(box?.height) * 0.975, 0);
  expect(panel?.children.filter(({ attributes }) => attributes.class === 'bound').map(({ text }) => text)).toEqual([
    '5',
    '−5',
  ]);
});

test('the run that is asked for is drawn, else that which found the best value', () => {
  const record = new MadeUpRecord().start(1).trials(1, [3]).start(2).trials(2, [1]);
  const found = { value: 1, point: new Float64Array(2), run: 2, trial: 1 };
  record.say({ type: 'incumbent', found });
  expect(byClass(plotParameters(record), 'title')[0]?.text).toBe('made up: parameters of run 2 (walker)');
  expect(byClass(plotParameters(record, { run: 1 }), 'title')[0]?.text).toBe('made up: parameters of run 1 (walker)');
});

test('a run that does not exist is an error that says which there are', () => {
  expect(() => plotParameters(walk(2), { run: 7 })).toThrow('there is no run 7: runs are 1 to 1');
  expect(() => plotParameters(new MadeUpRecord(), { run: 7 })).toThrow('there is no run 7: none has begun yet');
});

test('a study without trials gets a sentence', () => {
  expect(byClass(plotParameters(new MadeUpRecord()), 'empty')).toHaveLength(1);
  expect(byClass(plotParameters(new MadeUpRecord().start(1)), 'empty')).toHaveLength(1);
});

test('names of parameters from a stranger are text, cut to what fits', () => {
  const svg = plotParameters(
    walk(
      50,
      parametersOf(50, i => `<b>${i}\0&${'x'.repeat(10_000)}`),
    ),
  );
  expect(svg.length).toBeLessThan(100_000);
  expect(byClass(svg, 'name')[0]?.text).toMatch(/^<b>0\ufffd&x+…$/);
});
