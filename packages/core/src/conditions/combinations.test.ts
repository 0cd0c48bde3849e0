import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxEvaluations, maxSeconds, targetValue } from '../checkers/index.js';
import type { Condition } from '../contracts/decision.js';
import { bestUnmoving, minTrials, stepSize } from '../hunters/index.js';
import { all, any, atLeast, lasting, not } from './index.js';
import { context, recordedStudy } from './recorded-views.test.fixture.js';

/** What a view of these tests says: the answers of the conditions by number. */
type Answers = readonly boolean[];

/** Answers what the view says, after drawing a number and counting in its notes how often it was asked. */
function scripted(i: number, asked: number[] = []): Condition<Answers> {
  return {
    name: `c${i}`,
    options: {},
    lookback: i,
    test(answers, { random, memory }) {
      asked.push(i);
      random.uniform();
      memory.set('asked', ((memory.get('asked') as number | undefined) ?? 0) + 1);
      return answers[i] ? { by: `c${i}`, message: `says ${i}` } : undefined;
    },
  };
}

type Kind = 'all' | 'any' | 'half' | 'not';
/** `half`: at least half of its parts. */
type Tree = number | readonly [Kind, ...Tree[]];
const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.nat(5),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map(parts => ['all', ...parts] as const),
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }).map(parts => ['any', ...parts] as const),
    fc.array(tie('tree'), { minLength: 1, maxLength: 5 }).map(parts => ['half', ...parts] as const),
    tie('tree').map(part => ['not', part] as const),
  ),
})).tree;
const answers = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });

function build(node: Tree, asked?: number[]): Condition<Answers> {
  if (typeof node === 'number') return scripted(node, asked);
  const [kind, ...parts] = node;
  const built = parts.map(part => build(part, asked));
  return kind === 'not' ? not(built[0] as Condition<Answers>) : combine(kind, built);
}

function combine<View>(kind: Exclude<Kind, 'not'>, parts: readonly Condition<View>[]): Condition<View> {
  if (kind === 'half') return atLeast(Math.ceil(parts.length / 2), ...parts);
  return (kind === 'all' ? all : any)(...parts);
}

/** What a tree means, and whom it asks, in the words of JavaScript. */
function means(node: Tree, view: Answers, asked: number[]): boolean {
  if (typeof node === 'number') {
    asked.push(node);
    return view[node] as boolean;
  }
  const [kind, ...parts] = node;
  if (kind === 'not') return !means(parts[0] as Tree, view, asked);
  if (kind === 'half') {
    let wanted = Math.ceil(parts.length / 2);
    let left = parts.length;
    for (const part of parts) {
      if (wanted === 0 || wanted > left) break;
      left--;
      if (means(part, view, asked)) wanted--;
    }
    return wanted === 0;
  }
  return kind === 'all' ? parts.every(part => means(part, view, asked)) : parts.some(part => means(part, view, asked));
}

it('mean what every, some and ! mean, and ask whom those ask', () => {
  fc.assert(
    fc.property(tree, answers, (node, view) => {
      const asked: number[] = [];
      const expected: number[] = [];
      const yes = build(node, asked).test(view, context()) !== undefined;
      expect(yes).toBe(means(node, view, expected));
      expect(asked).toEqual(expected);
    }),
  );
});

it('draw the same random numbers in the same order whenever asked the same', () => {
  fc.assert(
    fc.property(tree, fc.array(answers, { maxLength: 5 }), (node, views) => {
      const [a, b] = [context(9), context(9)];
      for (const view of views) expect(build(node).test(view, a)).toEqual(build(node).test(view, b));
      expect(a.random.snapshot()).toEqual(b.random.snapshot());
    }),
  );
});

it('keep the notes of their parts apart', () => {
  fc.assert(
    fc.property(tree, answers, (node, view) => {
      const asked: number[] = [];
      const { random, memory, common } = context();
      build(node, asked).test(view, { random, memory, common });
      // Each part was asked at most once, so each has its own note, and it says 1.
      expect(memory.size).toBe(asked.length);
      expect([...memory.values()].every(count => count === 1)).toBe(true);
    }),
  );
  const { random, memory, common } = context();
  all(scripted(0), any(not(scripted(1)), scripted(2))).test([true, true, true], { random, memory, common });
  expect([...memory.keys()]).toEqual(['0/asked', '1/0/0/asked', '1/1/asked']);
});

it('give their parts a memory that reads, writes and deletes', () => {
  const seen: unknown[] = [];
  const noting: Condition<null> = {
    name: 'noting',
    options: {},
    test(_, { memory }) {
      seen.push(memory.has('n'), memory.get('n'));
      if (!memory.delete('n')) memory.set('n', 'noted');
      return undefined;
    },
  };
  const { random, memory, common } = context();
  const condition = any(noting);
  for (let i = 0; i < 3; i++) condition.test(null, { random, memory, common });
  expect(seen).toEqual([false, undefined, true, 'noted', false, undefined]);
});

it('carry the reasons of their parts', () => {
  const view = [true, true, false];
  expect(all(scripted(0), scripted(1)).test(view, context())).toEqual({
    by: 'all',
    message: 'says 0; says 1',
    because: [
      { by: 'c0', message: 'says 0' },
      { by: 'c1', message: 'says 1' },
    ],
  });
  expect(any(scripted(2), scripted(1), scripted(0)).test(view, context())).toEqual({
    by: 'any',
    message: 'says 1',
    because: [{ by: 'c1', message: 'says 1' }],
  });
  expect(not(all(scripted(2), scripted(1))).test(view, context())).toEqual({
    by: 'not',
    message: 'all(c2(), c1()) does not hold',
  });
});

it('say of how many of them it is', () => {
  expect(atLeast(2, scripted(0), scripted(1), scripted(2)).test([true, false, true], context())).toEqual({
    by: 'atLeast',
    message: '2 of 3: says 0; says 2',
    because: [
      { by: 'c0', message: 'says 0' },
      { by: 'c2', message: 'says 2' },
    ],
  });
});

it('look back as far as the farthest of their parts', () => {
  expect(all(scripted(1), any(scripted(3), not(scripted(5)))).lookback).toBe(5);
  const hunter = atLeast(1, stepSize({ calls: 7 }), lasting(9, stepSize({ calls: 20 })), bestUnmoving({ calls: 5 }));
  expect(hunter).toMatchObject({ lookback: 5, stepLookback: 19 });
});

it('watch the highest of the values that matter, or none', () => {
  expect(any(targetValue(3), maxSeconds(1), all(not(targetValue(7)))).watchValue).toBe(7);
  expect('watchValue' in any(maxSeconds(1))).toBe(false);
});

it('know the time that may still change their answer', () => {
  const checker = any(all(maxSeconds(2), maxEvaluations(10)), not(maxSeconds(5)));
  const left = (seconds: number) => checker.secondsLeft?.(recordedStudy({ seconds }));
  expect([left(0), left(1.5), left(2), left(4), left(5)]).toEqual([2, 0.5, 3, 1, Infinity]);
  expect('secondsLeft' in all(targetValue(0))).toBe(false);
});

it('never promise more evaluations than are certain, and stand still only when they say yes', () => {
  const limits = fc.integer({ min: 1, max: 20 });
  type Budget = number | 'time' | readonly ['all' | 'any' | 'half', ...Budget[]];
  const budget: fc.Arbitrary<Budget> = fc.letrec<{ budget: Budget }>(tie => ({
    budget: fc.oneof(
      { maxDepth: 3 },
      limits,
      fc.constant('time' as const),
      fc
        .tuple(
          fc.constantFrom('all' as const, 'any' as const, 'half' as const),
          fc.array(tie('budget'), { minLength: 1, maxLength: 4 }),
        )
        .map(([kind, parts]) => [kind, ...parts] as const),
    ),
  })).budget;
  const checkerOf = (node: Budget): ReturnType<typeof maxSeconds> => {
    if (node === 'time') return maxSeconds(1);
    if (typeof node === 'number') return maxEvaluations(node);
    const [kind, ...parts] = node;
    return combine(kind, parts.map(checkerOf));
  };
  fc.assert(
    fc.property(budget, fc.nat(25), (node, evaluations) => {
      const checker = checkerOf(node);
      // The time has not come: only evaluations can make it say yes.
      const says = (after: number) => checker.test(recordedStudy({ evaluations: after }), context()) !== undefined;
      const remaining = checker.remaining?.(recordedStudy({ evaluations })) ?? Infinity;
      if (remaining === 0) expect(says(evaluations)).toBe(true);
      for (let n = 0; n < Math.min(remaining, 30); n++) expect(says(evaluations + n)).toBe(false);
      if (remaining < Infinity && !JSON.stringify(node).includes('time'))
        expect(says(evaluations + remaining)).toBe(true);
    }),
  );
});

it('share out budgets: any by the first to run out, all by the last, and by none once another part decides alone', () => {
  const study = (evaluations: number) => recordedStudy({ evaluations });
  expect(any(maxEvaluations(100), maxEvaluations(50), targetValue(0)).remaining?.(study(20))).toBe(30);
  expect(all(maxEvaluations(100), maxEvaluations(50)).remaining?.(study(20))).toBe(80);
  expect(all(maxEvaluations(100), targetValue(0)).remaining?.(study(20))).toBe(80);
  expect(all(maxEvaluations(100), targetValue(0)).remaining?.(study(100))).toBe(Infinity);
  const two = atLeast(2, maxEvaluations(100), maxEvaluations(200), targetValue(0));
  // With the target, the first of them is enough.
  expect([20, 100, 150, 200].map(n => two.remaining?.(study(n)))).toEqual([80, 100, 50, 0]);
  expect(atLeast(3, maxEvaluations(100), targetValue(0), maxSeconds(5)).remaining?.(study(100))).toBe(Infinity);
  expect('remaining' in atLeast(1, targetValue(0))).toBe(false);
  // When its part begins to say yes, its notes know how long that has lasted.
  expect([20, 100].map(n => lasting(50, maxEvaluations(100)).remaining?.(study(n)))).toEqual([80, Infinity]);
  expect('remaining' in lasting(50, targetValue(0))).toBe(false);
  expect('remaining' in not(maxEvaluations(100))).toBe(false);
  expect('remaining' in any(targetValue(0))).toBe(false);
});

it('refuse what is not a condition, and say which', () => {
  expect(() => all()).toThrow('all: expected at least one condition such as minTrials(500), got none');
  // @ts-expect-error
  expect(() => any(minTrials(5), minTrials)).toThrow(
    'any: condition 2: expected a condition such as minTrials(500), got a function: call it',
  );
  // @ts-expect-error
  expect(() => not(5)).toThrow('not: condition 1: expected a condition such as minTrials(500), got 5');
  expect(() => atLeast(3, minTrials(5), minTrials(6))).toThrow(
    'atLeast: n: expected at most the number of conditions, 2, got 3',
  );
  expect(() => atLeast(0, minTrials(5))).toThrow('atLeast: n: expected a positive integer, got 0');
  expect(() => lasting(1.5, minTrials(5))).toThrow('lasting: evaluations: expected a positive integer, got 1.5');
  // @ts-expect-error
  expect(() => lasting(5, minTrials)).toThrow('lasting: condition 1: expected a condition such as minTrials(500)');
  // @ts-expect-error hunters and checkers do not mix
  all(minTrials(5), maxEvaluations(5));
});
