import { expect, it } from 'vitest';
import { defineCondition } from '../conditions/define-condition.js';
import { formatCondition } from '../conditions/format-condition.js';
import { context, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { StartPoints } from '../contracts/decision.js';
import type { HuntView, StudyView } from '../contracts/view.js';
import { definePart } from '../grammar/part.js';
import { minTrials } from '../hunters/index.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { defineSelector } from '../selectors/index.js';
import { parseChecker, parseHunter, parseSelector, parseStartPoints } from './parse-parts.js';

const worseThan = defineCondition({
  name: 'worseThan',
  description: 'once the best value of the victim is above a limit',
  options: { limit: { type: 'number', default: 100, description: 'the limit' } },
  first: 'limit',
  test: ({ victim }: HuntView, { limit }) =>
    (victim.best?.value ?? 0) > limit ? { message: `above ${limit}` } : undefined,
});

const luckyNumber = defineCondition({
  name: 'luckyNumber',
  description: 'once so many evaluations are made, exactly',
  options: { number: { type: 'integer', default: 7, description: 'which number' } },
  first: 'number',
  test: ({ evaluations }: StudyView, { number }) => (evaluations === number ? { message: 'lucky' } : undefined),
});

const origin = definePart({
  name: 'origin',
  description: 'Starts each run at zero.',
  options: {},
  create: (): StartPoints => ({ name: 'origin', next: () => ({ point: new Float64Array(2) }) }),
});

const backwards = defineSelector({
  name: 'backwards',
  description: 'Starts the optimizers from the last to the first, each so many times.',
  options: { times: { type: 'integer', min: 1, default: 1, description: 'how many times' } },
  next: ({ runs }, { times }, { choices }) => ({
    type: 'spawn',
    choice: choices.at(-1 - (Math.floor(runs.started / times) % choices.length)) as OptimizerChoice,
  }),
});

it('text may name parts that it is given, among the built-in ones', () => {
  const parts = [worseThan];
  const hunter = parseHunter('all(minTrials(5), not(worseThan(3)))', { parts });
  expect(formatCondition(hunter)).toBe('all(minTrials(trials=5), not(worseThan(limit=3)))');
  expect(formatCondition(parseHunter(formatCondition(hunter), { parts }))).toBe(formatCondition(hunter));

  const checker = parseChecker('any(luckyNumber(3), maxEvaluations(9))', { parts: [luckyNumber] });
  expect(checker.test(recordedStudy({ evaluations: 3 }), context())?.because?.[0]?.by).toBe('luckyNumber');
  expect(parseStartPoints('origin', { parts: [origin] }).name).toBe('origin');
});

it('a selector of one’s own takes options and optimizers, from text and from code', () => {
  const named = parseSelector('backwards(2, a, b)', undefined, { parts: [backwards] });
  const made = backwards({ times: 2 }, optimizer('a'), optimizer('b'));
  for (const selector of [named, made]) {
    const started = [0, 1, 2, 3].map(runs => {
      const selection = selector.next(recordedStudy({ runs: { started: runs } }), 1, createRandom(1));
      return selection.type === 'spawn' && selection.choice.optimizer;
    });
    expect(started).toEqual(['b', 'b', 'a', 'a']);
  }
  expect(() => backwards({}, optimizer('a'), (() => {}) as never)).toThrow(
    'backwards: choice 2: expected an optimizer',
  );
  expect(() => backwards({ times: 0 }, optimizer('a'))).toThrow('backwards: times: expected a positive integer, got 0');
});

it('the nearest name is looked for among them, too', () => {
  const more = { parts: [worseThan], known: ['stuckForHours'] };
  expect(() => parseHunter('worsThan(3)', more)).toThrow('unknown hunter "worsThan"; did you mean "worseThan"?');
  expect(() => parseHunter('stuckForHour', more)).toThrow('did you mean "stuckForHours"?');
  expect(() => parseHunter('worseThan(limt=3)', more)).toThrow('worseThan: unknown option "limt"');
});

it('a name of two parts is refused where it is used', () => {
  const own = defineCondition({ ...worseThan.part, name: 'minTrials', options: {}, test: () => undefined });
  const more = { parts: [own, worseThan] };
  expect(() => parseHunter('worseThan(3)', more)).not.toThrow();
  expect(() => parseHunter('all(minTrials(3))', more)).toThrow(
    expect.objectContaining({
      code: 'GLOMPO_PLUGIN_DUPLICATE',
      message: expect.stringContaining('two parts have the name hunter "minTrials"'),
    }),
  );
});

it('what a part makes is what it is named for', () => {
  const anything = { parts: [worseThan, origin, backwards] as never };
  expect(() => parseHunter('origin()', anything)).toThrow('origin is no hunter: what it makes has no method test()');
  expect(() => parseStartPoints('worseThan()', anything)).toThrow(
    'worseThan is no rule of start points: what it makes has no method next()',
  );
  expect(() => parseSelector('origin()', undefined, anything)).toThrow(
    'origin is no selector: what it makes has no choices',
  );
});

it.each([
  [undefined, 'expected a part, got undefined'],
  [() => minTrials(3), 'expected what defineCondition or definePart gives'],
  [{ ...worseThan.part, name: 'worse than' }, 'its name "worse than" cannot be written in text'],
  [{ ...worseThan.part, options: undefined }, 'worseThan has no options'],
])('%s is no part', (given, why) => {
  expect(() => parseHunter('minTrials(3)', { parts: [given as never] })).toThrow(
    expect.objectContaining({ code: 'GLOMPO_PLUGIN_INVALID', message: expect.stringContaining(why) }),
  );
});
