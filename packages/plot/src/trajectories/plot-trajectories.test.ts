import { describe, expect, test } from 'vitest';
import { MadeUpRecord, manyRuns } from '../made-up-record.test.fixture.js';
import { byClass, numberOf, parseSvg, pointsOf, texts, ticksOf } from '../svg-document.test.fixture.js';
import { plotTrajectories } from './plot-trajectories.js';
import { readTrajectories } from './read-trajectories.js';

const heights = (svg: string) => byClass(svg, 'best').map(path => pointsOf(path).map(([, y]) => y));

describe.each([3, 30, 300])('%d runs', runs => {
  const svg = plotTrajectories(manyRuns(runs));

  test('each have their values, a best so far that never rises, and one mark', () => {
    expect(byClass(svg, 'values').filter(({ attributes }) => attributes['data-run'])).toHaveLength(runs);
    expect(heights(svg)).toHaveLength(runs);
    // Down in the picture is up in y.
    for (const ys of heights(svg)) expect(ys).toEqual(ys.toSorted((a, b) => a - b));
    expect(byClass(svg, 'incumbent')).toHaveLength(1);
  });

  test('are counted by how they ended, and so does the legend', () => {
    for (const [end, from] of [
      ['killed', 4],
      ['converged', 1],
      ['failed', 2],
      ['stopped', 3],
    ] as const) {
      const expected = Math.floor((runs - from) / 4) + 1;
      if (expected <= 0) continue;
      // One more is the legend's.
      expect(byClass(svg, 'end', end)).toHaveLength(expected + 1);
      expect(texts(svg).filter(text => text.includes(end) && text.endsWith(`: ${expected}`))).toHaveLength(1);
    }
  });

  test('are told apart by colours that have a name: runs where they are few, else optimizers', () => {
    const named = runs <= 8 ? '1: walker size=1' : 'walker size=1';
    expect(texts(svg)).toContain(named);
    const colors = new Set(byClass(svg, 'best').map(({ attributes }) => attributes.stroke));
    expect(colors.size).toBe(runs <= 8 ? runs : 4);
  });
});

test('the marks stand where their values stand on the axis', () => {
  const record = new MadeUpRecord().start(1).trials(1, [10, 4, 20]).start(2).trials(2, [16]).end(2, 'killed');
  const svg = plotTrajectories(record, { scale: 'linear' });
  const [a, b] = ticksOf(svg) as [{ value: number; y: number }, { value: number; y: number }];
  const valueAt = (y: number) => a.value + ((y - a.y) / (b.y - a.y)) * (b.value - a.value);
  const place = (status: string) =>
    byClass(svg, 'end', status).map(({ attributes }) => /translate\((\S+) (\S+)\)/.exec(attributes.transform ?? ''));
  expect(valueAt(Number(place('killed')[0]?.[2]))).toBeCloseTo(16, 1);
  expect(valueAt(Number(place('live')[0]?.[2]))).toBeCloseTo(4, 1);
});

test('failed and infinite values are ticks above, and do not touch the scale', () => {
  const values = [3, Number.NaN, 2, Number.POSITIVE_INFINITY, 1, Number.NaN];
  const svg = plotTrajectories(new MadeUpRecord().start(1).trials(1, values));
  expect(byClass(svg, 'unfit')).toHaveLength(1);
  expect(byClass(svg, 'unfit')[0]?.children[0]?.attributes.d?.match(/M/g)).toHaveLength(3);
  expect(byClass(svg, 'subtitle')[0]?.text).toBe('6 evaluations in 0.06 s, of these 2 failed, 1 infinite');
  expect(ticksOf(svg).every(({ value }) => value >= 0.9 && value <= 3.1)).toBe(true);
});

test.each([
  ['no evaluation', new MadeUpRecord().start(1), 'There is nothing to be seen yet'],
  [
    'only failures',
    new MadeUpRecord().start(1).trials(1, [Number.NaN]),
    'None of 1 evaluation gave a value: 1 failed.',
  ],
])('%s: a sentence instead of axes', (_, record, sentence) => {
  const svg = plotTrajectories(record);
  expect(byClass(svg, 'empty')[0]?.text).toContain(sentence);
  expect(byClass(svg, 'y-axis')).toHaveLength(0);
});

test('a run that stopped with its study and went on is live', () => {
  const record = new MadeUpRecord().start(1).trials(1, [3, 2]).end(1, 'stopped').trials(1, [1]);
  expect(texts(plotTrajectories(record))).toContain('still live: 1');
});

test('a run that stopped with each of its sessions is counted once, also where it is not drawn singly', () => {
  const record = new MadeUpRecord().start(1).trials(1, [3, 2]).start(2).trials(2, [5]);
  record.end(1, 'stopped').end(2, 'stopped');
  for (const run of [1, 2]) record.say({ type: 'run-restored', run, reason: { by: 'test', message: 'resumed' } });
  record.trials(2, [4]).end(1, 'stopped').end(2, 'stopped');
  for (const run of [1, 2]) record.say({ type: 'run-restored', run, reason: { by: 'test', message: 'resumed' } });
  record.end(1, 'killed');
  for (const runs of [10, 1]) {
    const { ends } = readTrajectories(record, { columns: 100, runs });
    expect(ends).toEqual({ killed: 1, failed: 0, converged: 0, stopped: 0, live: 1 });
  }
});

test('of thousands of runs the best are drawn singly, and the picture says so', () => {
  const svg = plotTrajectories(manyRuns(2100, { trials: 2 }));
  expect(svg.match(/class="best/g)).toHaveLength(2000);
  expect(
    byClass(svg, 'note')
      .map(({ text }) => text)
      .join(),
  ).toContain('Of 2,100 runs, the 2,000 with the best values');
});

test('the ticks below say evaluations', () => {
  const svg = plotTrajectories(manyRuns(50));
  const labels = byClass(svg, 'x-axis')[0]?.children.flatMap(({ children }) => children.map(({ text }) => text));
  expect(labels?.filter(text => text !== '').map(numberOf)).toEqual([0, 200, 400, 600, 800, 1000]);
});

test('names from a stranger are text, cut to what fits', () => {
  const evil = `</text><script href="x" onload='y'>&\0\u001b[31m\ud800${'long'.repeat(100_000)}`;
  const record = new MadeUpRecord(evil);
  for (const run of [1, 2]) {
    record.start(run, { name: evil, choice: run, options: { [evil]: `${evil}${run}` } });
    record.trials(run, [run]).end(run, 'killed');
  }
  const svg = plotTrajectories(record);
  expect(svg.length).toBeLessThan(20_000);
  const elements = parseSvg(svg);
  expect(new Set(elements.map(({ name }) => name))).toEqual(
    new Set(['svg', 'title', 'desc', 'rect', 'text', 'g', 'line', 'path']),
  );
  const names = elements.flatMap(({ attributes }) => Object.keys(attributes));
  expect(names.filter(name => /^on|href|style/i.test(name))).toEqual([]);
});
