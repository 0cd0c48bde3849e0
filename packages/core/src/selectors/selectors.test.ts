import { expect, it } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { cycle, random } from './index.js';

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
