import { type Checker, type Condition, createRandom, type Plain, type Reason, show } from '@glompo/core';
import { formatCondition } from '@glompo/core/conditions';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensurePlain, ensureReason, ensureSame } from '../cases/expect.js';
import { withoutChanceAndTime } from '../cases/without-chance-and-time.js';

/** The condition under test and what it is shown. */
export interface ConditionSubject<View> {
  readonly condition: Condition<View>;
  readonly seed: number;
  /** Histories of what it is asked about, each with notes of its own; runs remember `lookback` + 1 values. Freshly made each time. */
  histories(lookback: number): readonly (readonly View[])[];
}

/** What every hunter and checker keeps. */
export function conditionLaws<View>(): readonly Law<ConditionSubject<View>>[] {
  return [
    {
      name: 'is a condition: name, options that are plain data and print, lookback',
      check: ({ condition }) => ensureShape(condition),
    },
    {
      name: 'answers every question of a study’s life, from before its first trial, and gives reasons',
      check(subject) {
        for (const { reason } of answers(subject)) if (reason !== undefined) ensureReason(reason, 'its answer');
      },
    },
    {
      name: 'gives the same answers to the same questions',
      check(subject) {
        ensureSame(answers(subject), answers(subject), 'answers, the second time');
      },
    },
    {
      name: 'takes neither chance nor time but what it is given',
      check: subject => withoutChanceAndTime(() => void answers(subject)),
    },
    {
      name: 'changes nothing in what it is shown',
      check(subject) {
        const { condition } = subject;
        const random = createRandom(subject.seed);
        for (const [h, history] of subject.histories(condition.lookback ?? 0).entries()) {
          const memory = new Map<string, Plain>();
          for (const [i, view] of history.entries()) {
            const before = dataOf(view);
            condition.test(view, { random, memory });
            ensureSame(dataOf(view), before, `view ${i + 1} of history ${h + 1}`);
          }
        }
      },
    },
    {
      name: 'keeps plain notes',
      check(subject) {
        for (const { notes } of answers(subject)) ensurePlain(notes, 'its notes');
      },
    },
  ];
}

/** What a checker may say besides. */
export const checkerLaws: readonly Law<ConditionSubject<Parameters<Checker['test']>[0]>>[] = [
  {
    name: 'tells what remains as numbers of at least 0, and 0 evaluations only when it says yes',
    check(subject) {
      const { condition } = subject;
      if (!condition.remaining && !condition.secondsLeft && condition.watchValue === undefined) {
        return new NotApplicable('it tells nothing of what remains');
      }
      ensure(!Number.isNaN(condition.watchValue ?? 0), 'watchValue is NaN');
      const random = createRandom(subject.seed);
      for (const history of subject.histories(condition.lookback ?? 0)) {
        const memory = new Map<string, Plain>();
        for (const view of history) {
          const remaining = condition.remaining?.(view);
          const seconds = condition.secondsLeft?.(view);
          const yes = condition.test(view, { random, memory }) !== undefined;
          ensure(!(remaining !== undefined && !(remaining >= 0)), `remaining is ${remaining}`);
          ensure(!(seconds !== undefined && !(seconds >= 0)), `secondsLeft is ${seconds}`);
          ensure(
            remaining !== 0 || yes,
            `remaining is 0 after ${view.evaluations} evaluations, though it does not say yes`,
          );
        }
      }
      return undefined;
    },
  },
];

interface Answer {
  readonly reason: Reason | undefined;
  readonly notes: Plain;
}

function answers<View>({ condition, seed, histories }: ConditionSubject<View>): readonly Answer[] {
  const random = createRandom(seed);
  return histories(condition.lookback ?? 0).flatMap(history => {
    const memory = new Map<string, Plain>();
    return history.map(view => ({
      reason: condition.test(view, { random, memory }),
      notes: Object.fromEntries(structuredClone(memory)),
    }));
  });
}

function ensureShape<View>(condition: Condition<View>): void {
  const { name, options, conditions = [], lookback = 0 } = condition;
  ensure(typeof name === 'string' && name !== '', () => `name: expected a text, got ${show(name)}`);
  ensurePlain(options, `${name}: options`);
  ensure(typeof condition.test === 'function', () => `${name}: test: expected a function, got ${show(condition.test)}`);
  ensure(
    Number.isSafeInteger(lookback) && lookback >= 0,
    () => `${name}: lookback: expected an integer of at least 0, got ${show(lookback)}`,
  );
  const printed = formatCondition(condition);
  ensure(printed.startsWith(name), () => `${name}: prints as ${printed}`);
  for (const each of conditions) {
    ensureShape(each);
    ensure(
      (each.lookback ?? 0) <= lookback,
      `${name}: looks ${lookback} values back, its ${each.name} ${each.lookback}`,
    );
  }
}

/** The data of a view, without its functions. */
function dataOf(view: unknown): unknown {
  return JSON.parse(JSON.stringify(view, (_, value) => (typeof value === 'number' ? String(value) : value)));
}
