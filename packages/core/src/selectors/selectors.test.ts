import { expect, it } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import { parseSelector } from '../parts/parse-parts.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { chain, cycle, random } from './index.js';

const [a, b, c] = ['a', 'b', 'c'].map(name => optimizer(name)) as [OptimizerChoice, OptimizerChoice, OptimizerChoice];

/** The names of what a selector starts, one run after the other. */
function chosen(selector: Selector, runs: number, seed = 1): unknown[] {
  const stream = createRandom(seed);
  return Array.from({ length: runs }, (_, started) => {
    const selection = selector.next(recordedStudy({ runs: { started } }), 1, stream);
    return selection.type === 'spawn' ? selection.choice.optimizer : selection.type;
  });
}

it('cycle starts one after the other, and from the first again in each study', () => {
  const selector = cycle(a, b, c);
  expect(selector.choices).toEqual([a, b, c]);
  for (let study = 0; study < 2; study++) expect(chosen(selector, 5)).toEqual(['a', 'b', 'c', 'a', 'b']);
});

it('random starts each with the same probability, and the same ones from the same seed', () => {
  const selector = random(a, b, b);
  const names = chosen(selector, 9000);
  // A standard deviation is 45.
  expect(names.filter(name => name === 'a').length).toBeGreaterThan(2800);
  expect(names.filter(name => name === 'a').length).toBeLessThan(3200);
  expect(chosen(selector, 50, 3)).toEqual(chosen(random(a, b, b), 50, 3));
  expect(chosen(selector, 50, 3)).not.toEqual(chosen(selector, 50, 4));
});

it('chain starts each until its threshold is reached, of evaluations or of runs started', () => {
  const at = (selector: Selector, evaluations: number, started = 0) => {
    const selection = selector.next(recordedStudy({ evaluations, runs: { started } }), 1, createRandom(1));
    return selection.type === 'spawn' ? selection.choice.optimizer : selection;
  };
  const open = chain(a, b, c, { at: [100, 200] });
  expect([0, 99, 100, 199, 200, 1e9].map(n => at(open, n))).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  const ends = chain(a, b, { at: [3, 5], by: 'runs' });
  expect([0, 2, 3, 4].map(n => at(ends, 1e9, n))).toEqual(['a', 'a', 'b', 'b']);
  expect(at(ends, 0, 5)).toEqual({
    type: 'never',
    reason: { by: 'chain', message: '5 runs started, and none is started from 5 on', data: { runs: 5 } },
  });
  // A hunt may end several thresholds at once.
  expect(at(chain(a, b, c, { at: [10, 20, 30] }), 25)).toBe('c');
  expect(at(chain(a, { at: [] }), 5)).toBe('a');
  expect(at(chain(a, { at: [1] }), 1)).toMatchObject({
    reason: { message: '1 evaluation made, and none is started from 1 on' },
  });
});

it('chain reads the same in text', () => {
  const inText = parseSelector('chain(a, b(x=1), at=[10, 20], by=runs)');
  expect(inText.choices).toEqual([optimizer('a'), optimizer('b', { x: 1 })]);
  expect(inText.next(recordedStudy({ runs: { started: 10 } }), 1, createRandom(1))).toMatchObject({
    choice: { optimizer: 'b' },
  });
  expect(() => parseSelector('chain(a, b)')).toThrow('chain: at: is required: thresholds, rising');
  expect(() => parseSelector('chain(a, [5])')).toThrow(
    'chain: expected an optimizer such as cmaes(sigma=0.3), got [5]',
  );
});

it('chain says what is wrong with its thresholds', () => {
  expect(() => chain(a, b, { at: [1, 2, 3] })).toThrow('chain: at: expected 1 or 2 thresholds for 2 optimizers, got 3');
  expect(() => chain(a, { at: [1, 2] })).toThrow('chain: at: expected 0 or 1 thresholds for 1 optimizer, got 2');
  expect(() => chain(a, b, c, { at: [5, 5] })).toThrow('chain: at: expected thresholds that rise, got [5, 5]');
  expect(() => chain(a, b, { at: [-1] })).toThrow('chain: at: expected a list of numbers of at least 0, got [-1]');
  // @ts-expect-error
  expect(() => chain(a, b)).toThrow('chain: at: is required');
  // @ts-expect-error
  expect(() => chain(a, () => a, { at: [1] })).toThrow('chain: choice 2: expected an optimizer such as cmaes()');
  expect(() => chain({ at: [] })).toThrow('chain: expected at least one optimizer such as cmaes(), got none');
});

it.each([
  ['cycle', cycle],
  ['random', random],
] as const)('%s refuses what is not an optimizer', (name, make) => {
  expect(() => make()).toThrow(`${name}: expected at least one optimizer such as cmaes(), got none`);
  // @ts-expect-error
  expect(() => make(a, () => a)).toThrow(
    `${name}: choice 2: expected an optimizer such as cmaes() or optimizer("cmaes"), got a function: call it`,
  );
  // @ts-expect-error
  expect(() => make('cmaes')).toThrow(`${name}: choice 1: expected an optimizer`);
  // @ts-expect-error
  expect(() => make({ optimizer: {}, options: {} })).toThrow(`${name}: choice 1: expected an optimizer`);
  expect(() => make({ optimizer: '', options: {} })).toThrow(`${name}: choice 1: expected an optimizer`);
});
