import { describe, expect, it } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Selector } from '../contracts/decision.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain } from '../contracts/plain.js';
import { createStudy } from '../manager/study.js';
import type { StudyOptions } from '../manager/study-options.js';
import { walker } from '../manager/walker.test.fixture.js';
import { parseSelector } from '../parts/parse-parts.js';
import { createRandom } from '../random/streams.js';
import { optimizer, optimizerFactory } from '../registry/choice.js';
import { singleLinkage } from '../start-points/index.js';
import { bandit, bipop, chain, cycle, realsOnly, starting } from './index.js';

const real: Parameter = { kind: 'real', name: 'x', low: 0, high: 1 };
const integer: Parameter = { kind: 'integer', name: 'n', low: 0, high: 9 };
const [a, b] = [optimizer('a'), optimizer('b')];

const next = (selector: Selector, parameters: readonly Parameter[], started = 0) =>
  selector.next(recordedStudy({ parameters, runs: { started } }), 1, createRandom(1));

describe('realsOnly', () => {
  it('starts what is in it where all parameters are real, and nothing where one is not', () => {
    expect(next(realsOnly(a), [real])).toEqual({ type: 'spawn', choice: a });
    const refused = { type: 'never', reason: { by: 'realsOnly', message: 'parameter "n" is of kind "integer"' } };
    expect(next(realsOnly(a), [real, integer])).toEqual(refused);
    expect(next(realsOnly(cycle(a, b)), [integer], 1)).toEqual(refused);
  });

  it('lets a selector around it go on to the next', () => {
    const of = (selector: Selector, started: number, parameters: readonly Parameter[]) => {
      const selection = next(selector.begin?.() ?? selector, parameters, started);
      return selection.type === 'spawn' ? selection.choice : selection.reason.message;
    };
    for (const make of [
      () => chain(realsOnly(a), b, { at: [1], by: 'runs' }),
      () => cycle(realsOnly(a), b),
      () => bandit(realsOnly(a), b),
      () => parseSelector('cycle(realsOnly(a), b)'),
    ]) {
      expect(of(make(), 0, [real])).toEqual(a);
      expect(of(make(), 0, [real, integer])).toEqual(b);
    }
    expect(of(bandit(realsOnly(a), realsOnly(b)), 0, [integer])).toBe('parameter "n" is of kind "integer"');
  });

  it('keeps the notes of what is in it', () => {
    const made = () => realsOnly(bipop(a));
    const selector = made().begin?.() as Selector;
    const first = next(selector, [real]);
    const run = { id: 1, optimizer: { plugin: 'optimizer', name: 'a', options: {} }, status: 'converged' } as const;
    const note = first.type === 'spawn' ? first.note : undefined;
    selector.ended?.(
      { ...run, trials: 50, best: undefined, origin: undefined, note },
      recordedStudy(),
      createRandom(1),
    );
    const again = made().begin?.(structuredClone(selector.notes?.()) as Plain) as Selector;
    const second = next(again, [real], 1);
    expect(second).toEqual(next(selector, [real], 1));
    expect(second).toMatchObject({ variation: { population: 2 } });
    // Of one that takes none, there are none: it begins as at first.
    const given: unknown[] = [];
    const plain: Selector = {
      name: 'plain',
      choices: [a],
      begin(notes) {
        given.push(notes);
        return plain;
      },
      next: () => {
        throw new Error('not asked');
      },
    };
    realsOnly(plain).begin?.((realsOnly(plain).notes?.() ?? null) as Plain);
    expect(given).toEqual([undefined]);
  });

  it('says which optimizers need not know integers: those that stand nowhere else', () => {
    expect(realsOnly(cycle(a, b)).dispensable).toEqual([a, b]);
    expect(cycle(realsOnly(a), b).dispensable).toEqual([a]);
    expect(cycle(realsOnly(a), chain(a, b, { at: [1] })).dispensable).toEqual([]);
    expect(starting(cycle(realsOnly(a), b), singleLinkage({})).dispensable).toEqual([a]);
    expect(cycle(realsOnly(starting(a, singleLinkage({ sample: 70 }))), b).sample).toBe(70);
  });

  it('says what is wrong', () => {
    expect(() => realsOnly(undefined as never)).toThrow('realsOnly: choice 1: expected an optimizer such as cmaes()');
    expect(() => parseSelector('realsOnly(a, b)')).toThrow('realsOnly: expected exactly 1 of: an optimizer');
    expect(() => parseSelector('realsOnly()')).toThrow('realsOnly: expected exactly 1 of: an optimizer');
  });
});

const downhill = walker({ size: 3, patience: 12 });
const anywhere = optimizerFactory<null>({
  ...{ name: 'anywhere', api: 1, module: import.meta.url },
  traits: { asynchronous: true, kinds: ['real', 'integer'] },
  parse: () => null,
  create: ({ space, random }) => ({
    stop: undefined,
    ask: () => [
      { x: space.low.map((low, i) => Math.round(low + random.uniform() * ((space.high[i] as number) - low))) },
    ],
    tell() {},
    snapshot: () => null,
  }),
})();

describe('in a study with integers', () => {
  const conduct = (optimizers: StudyOptions['optimizers'], parameters: readonly Parameter[]) =>
    createStudy({
      task: { parameters, evaluate: x => x.reduce((sum, v) => sum + (v - 1) ** 2, 0) },
      ...{ optimizers, slots: 1, seed: 1, stop: maxEvaluations(100) },
    }).run();

  it('an optimizer that does not know them is left out', async () => {
    for (const parameters of [[integer], [real, integer]]) {
      const { evaluations, value } = await conduct(
        chain(realsOnly(downhill), anywhere, { at: [1], by: 'runs' }),
        parameters,
      );
      expect([evaluations, value]).toEqual([100, 0]);
    }
  });

  it('it is refused where it stands for itself, too', async () => {
    const refused = 'parameter "n" is of kind "integer", which optimizer "walker" does not know';
    for (const optimizers of [downhill, [downhill, anywhere], cycle(realsOnly(downhill), bandit(downhill, anywhere))])
      await expect(conduct(optimizers, [integer])).rejects.toMatchObject({
        code: 'GLOMPO_PARAMETER_KIND',
        message: expect.stringContaining(refused),
      });
  });

  it('the study ends, with the reason, where nothing else is there', async () => {
    const { evaluations, runs, reason, value } = await conduct(realsOnly(downhill), [real, integer]);
    expect([evaluations, runs.started, value]).toEqual([0, 0, null]);
    expect(reason).toMatchObject({
      message: 'every run has ended and no other is started',
      because: [{ by: 'realsOnly', message: 'parameter "n" is of kind "integer"' }],
    });
  });
});
