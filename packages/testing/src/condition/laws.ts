import { type Checker, type Condition, createRandom, type Plain, type Reason, show } from '@glompo/core';
import { formatCondition } from '@glompo/core/conditions';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensurePlain, ensureReason, ensureSame } from '../cases/expect.js';
import { withoutChanceAndTime } from '../cases/without-chance-and-time.js';

/** How far back a condition says that it looks. */
export interface Lookback {
  readonly values: number;
  readonly steps: number;
}

const lookbackOf = ({ lookback = 0, stepLookback = 0 }: Condition<never>): Lookback => ({
  values: lookback,
  steps: stepLookback,
});

/** The condition under test and what it is shown. */
export interface ConditionSubject<View> {
  readonly condition: Condition<View>;
  readonly seed: number;
  /** Histories of what it is asked about, each with notes of its own; runs remember `lookback.values` + 1 values and
   * `lookback.steps` steps. Freshly made each time. */
  histories(lookback: Lookback): readonly (readonly View[])[];
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
        const common = new Map<string, Plain>();
        for (const [h, history] of subject.histories(lookbackOf(condition)).entries()) {
          const memory = new Map<string, Plain>();
          for (const [i, view] of history.entries()) {
            const before = dataOf(view);
            condition.test(view, { random, memory, common });
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
      for (const history of subject.histories(lookbackOf(condition))) {
        const memory = new Map<string, Plain>();
        for (const view of history) {
          const remaining = condition.remaining?.(view);
          const seconds = condition.secondsLeft?.(view);
          const yes = condition.test(view, { random, memory, common: memory }) !== undefined;
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
  const common = new Map<string, Plain>();
  return histories(lookbackOf(condition)).flatMap(history => {
    const memory = new Map<string, Plain>();
    return history.map(view => ({
      reason: condition.test(view, { random, memory, common }),
      notes: [memory, common].map(notes => Object.fromEntries(structuredClone(notes))),
    }));
  });
}

function ensureShape<View>(condition: Condition<View>): void {
  const { name, options, conditions = [], lookback = 0, stepLookback = 0 } = condition;
  ensure(typeof name === 'string' && name !== '', () => `name: expected a text, got ${show(name)}`);
  ensurePlain(options, `${name}: options`);
  ensure(typeof condition.test === 'function', () => `${name}: test: expected a function, got ${show(condition.test)}`);
  for (const [what, back] of Object.entries({ lookback, stepLookback })) {
    ensure(
      Number.isSafeInteger(back) && back >= 0,
      () => `${name}: ${what}: expected an integer of at least 0, got ${show(back)}`,
    );
  }
  const printed = formatCondition(condition);
  ensure(printed.startsWith(name), () => `${name}: prints as ${printed}`);
  for (const each of conditions) {
    ensureShape(each);
    ensure(
      (each.lookback ?? 0) <= lookback,
      `${name}: looks ${lookback} values back, its ${each.name} ${each.lookback}`,
    );
    ensure(
      (each.stepLookback ?? 0) <= stepLookback,
      `${name}: looks ${stepLookback} steps back, its ${each.name} ${each.stepLookback}`,
    );
  }
}

/** The data of a view, without its functions. */
function dataOf(view: unknown): unknown {
  return JSON.parse(JSON.stringify(view, (_, value) => (typeof value === 'number' ? String(value) : value)));
}
