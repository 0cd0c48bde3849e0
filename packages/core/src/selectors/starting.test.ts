import { describe, expect, it, test } from 'vitest';
import { maxEvaluations } from '../checkers/index.js';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Selector, Start, StartPoints } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { settledMove } from '../hunters/index.js';
import type { EventOf, StudyEvent } from '../manager/events.js';
import { createStudy } from '../manager/study.js';
import type { StudyOptions } from '../manager/study-options.js';
import { walker } from '../manager/walker.test.fixture.js';
import { moveOf } from '../moves/move.js';
import { parseSelector } from '../parts/parse-parts.js';
import { createRandom } from '../random/streams.js';
import { optimizer } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { basinHopping, given, random as randomly, single, singleLinkage } from '../start-points/index.js';
import { bandit, cycle, random, starting } from './index.js';

const [a, b] = [optimizer('a'), optimizer('b')];

/** A rule that writes down what it hears: starts at (i, i), i = 1, 2, …, with `i` as its origin. */
function diary() {
  const heard: unknown[] = [];
  const rule: StartPoints = {
    name: 'diary',
    begin: notes => written((notes as number | undefined) ?? 0),
    next: () => ({ point: Float64Array.of(0, 0) }),
  };
  const written = (before: number): StartPoints => {
    let i = before;
    return {
      name: 'diary',
      notes: () => i,
      next: () => ({ point: Float64Array.of(++i, i), origin: { rule: 'diary', i } }),
      ended: ({ id, origin, note }) => void heard.push([id, origin, note]),
    };
  };
  return { rule, heard };
}

/** A selector at work: starts runs by the rule that it names, and ends them. */
function atWork(given: Selector, notes?: Plain, random = createRandom(1)) {
  const selector = given.begin?.(notes) ?? given;
  const optimizer = { plugin: 'optimizer', name: 'a', options: {} };
  return {
    random,
    notes: () => structuredClone(selector.notes?.()) as Plain,
    start(view: StudyView = recordedStudy()) {
      const selection = selector.next(view, 1, random);
      if (selection.type !== 'spawn') throw new Error(selection.reason.message);
      const start = selection.startPoints?.next(view, { random, optimizer });
      return { ...selection, start };
    },
    end(id: number, of: { readonly start?: Start | undefined; readonly note?: Plain }, value = 1) {
      const best = { value, point: Float64Array.of(0, 0), run: id, trial: 1 };
      const run: EndedRun = {
        ...{ id, optimizer, status: 'converged', trials: 10, best },
        ...{ origin: structuredClone(of.start?.origin), note: of.note },
      };
      selector.ended?.(run, recordedStudy(), random);
    },
  };
}

describe('starting', () => {
  it('starts its optimizer by its own rule, which hears of its own runs alone, with the origins that it gave', () => {
    const { rule, heard } = diary();
    const work = atWork(cycle(starting(a, rule), b));
    const [first, second] = [work.start(), work.start(recordedStudy({ runs: { started: 1 } }))];
    expect([first.choice, [...(first.start?.point ?? [])]]).toEqual([a, [1, 1]]);
    expect([second.choice, second.start]).toEqual([b, undefined]);
    work.end(2, second);
    work.end(1, first);
    // A run that somebody wanted elsewhere has no origin.
    work.end(3, { ...first, start: undefined });
    expect(heard).toEqual([[1, { rule: 'diary', i: 1 }, undefined]]);
  });

  it('gives a selector in it what that wrote, and leaves runs to it that have a rule of their own', () => {
    const [inner, outer] = [diary(), diary()];
    const work = atWork(starting(cycle(starting(a, inner.rule), b), outer.rule));
    const [first, second] = [work.start(), work.start(recordedStudy({ runs: { started: 1 } }))];
    for (const [id, run] of [first, second].entries()) work.end(id + 1, run);
    expect(inner.heard).toEqual([[1, { rule: 'diary', i: 1 }, undefined]]);
    expect(outer.heard).toEqual([[2, { rule: 'diary', i: 1 }, { member: 1, own: null }]]);
  });

  it('tells two rules of one kind apart, in each other and beside the study’s', () => {
    const view = recordedStudy();
    const work = atWork(starting(starting(a, basinHopping({ walkers: 1 })), basinHopping({ walkers: 1 })));
    const first = work.start();
    work.end(1, first, 5);
    // The inner rule has a walker with a minimum, from which it goes on.
    expect(work.start().start?.reason?.message).toBe('move 2 of walker 1, from 5');
    // To the study's rule it is a run of others: where it ended, a walk begins.
    const rule = basinHopping({ walkers: 1 }).begin?.() as StartPoints;
    const best = { value: 5, point: Float64Array.of(0, 0), run: 1, trial: 1 };
    const optimizer = { plugin: 'optimizer', name: 'a', options: {} };
    const run = { id: 1, optimizer, status: 'converged', trials: 1, best, note: undefined } as const;
    const random = createRandom(1);
    rule.ended?.({ ...run, origin: first.start?.origin }, view, random);
    expect(rule.next(view, { random, optimizer }).reason?.message).toBe('move 1 of walker 1, from 5');
  });

  it('goes on from its notes in the middle of a study', () => {
    const made = () => starting(bandit(starting(a, basinHopping({ walkers: 2 })), b), diary().rule);
    const story = (left: number) => {
      let work = atWork(made());
      return Array.from({ length: 12 }, (_, i) => {
        if (i === left) work = atWork(made(), work.notes(), work.random);
        const run = work.start(recordedStudy({ runs: { started: i } }));
        work.end(i + 1, run, (i * 5) % 7);
        return [run.choice, run.note, run.start];
      });
    };
    const whole = story(-1);
    for (const left of [0, 1, 5, 11]) expect(story(left)).toEqual(whole);
    expect(() => starting(a, randomly()).begin?.({ own: 1 })).toThrow(
      'selector starting: what it remembers in the record is none of its notes',
    );
  });

  it('leaves a move readable for who hunts it', () => {
    const { hunter, victim } = moves();
    expect(moveOf(victim.origin)).toMatchObject({ value: 5, reach: expect.any(Number) });
    const study = recordedStudy();
    const condition = settledMove();
    expect(condition.test({ study, hunter, victim }, context())?.message).toBeDefined();
    expect(condition.test({ study, hunter, victim: { ...victim, origin: undefined } }, context())).toBeUndefined();
  });

  it('says what is wrong', () => {
    const expected = 'starting: at: expected a rule of start points, such as incumbent() (in text at=incumbent()), got';
    expect(() => starting(a, undefined as never)).toThrow(`${expected} undefined`);
    expect(() => starting(a, randomly as never)).toThrow(`${expected} a function`);
    expect(() => starting(a, cycle(b) as never)).toThrow(`${expected} {"name":"cycle"`);
    expect(() => starting(undefined as never, randomly())).toThrow(
      'starting: choice 1: expected an optimizer such as cmaes()',
    );
    expect(() => starting(randomly() as never, randomly())).toThrow('starting: choice 1: expected an optimizer');
    expect(() => cycle(a, randomly() as never)).toThrow('cycle: choice 2: expected an optimizer');
  });

  it('says what it may choose, vary, and do without', () => {
    const member: Selector = { ...cycle(a, b), varies: [b], dispensable: [a] };
    const { name, choices, varies, dispensable } = starting(member, randomly());
    expect([name, choices, varies, dispensable]).toEqual(['starting', [a, b], [b], [a]]);
  });
});

describe('in text', () => {
  it('names its rule as at', () => {
    const selector = parseSelector('starting(lbfgs(x=1), at=basinHopping(step=0.05))');
    expect([selector.name, selector.choices]).toEqual(['starting', [optimizer('lbfgs', { x: 1 })]]);
    expect(atWork(selector).start().start?.reason?.by).toBe('basinHopping');
    expect(atWork(parseSelector('starting(cycle(a, b), at=single([1, 2]))')).start().start?.point).toEqual(
      Float64Array.of(1, 2),
    );
    const nested = parseSelector('starting(a, at=given([[1, 2]], then=basinHopping))');
    expect(atWork(nested).start().start?.point).toEqual(Float64Array.of(1, 2));
  });

  it('knows rules that are given', () => {
    const mine = { name: 'mine', description: 'Mine.', options: {}, create: () => single([3, 4]) };
    const selector = parseSelector('starting(a, at=mine)', undefined, { startPoints: { parts: [mine] } });
    expect(atWork(selector).start().start?.point).toEqual(Float64Array.of(3, 4));
  });

  test.each([
    [
      'starting(a)',
      'starting: expected exactly 2 of: an optimizer, and a rule of start points: starting(lbfgs(), at=b',
    ],
    ['starting(at=random())', 'expected exactly 2 of'],
    [
      'starting(a, b)',
      'starting: at: expected a rule of start points, such as incumbent() (in text at=incumbent()), got {"optimizer":"b"',
    ],
    ['starting(a, b, at=random())', 'expected exactly 2 of: an optimizer, and a rule of start points'],
    ['starting(a, at=cmaes())', 'unknown rule of start points "cmaes"'],
    ['starting(a, at=basinHoping())', 'unknown rule of start points "basinHoping"; did you mean "basinHopping"'],
    ['starting(a, at=cycle(b))', 'unknown rule of start points "cycle"'],
    ['starting(a, at=5)', 'starting: expected an optimizer, and a rule of start points'],
    ['starting(a, at=basinHopping(step=-1))', 'basinHopping: step: expected a number above 0'],
    ['starting(a, x=1, at=random())', 'starting: unknown option "x"'],
    ['cycle(a, at=random())', 'cycle: at: expected a plain value, got random()'],
  ])('%s is refused', (text, message) => {
    expect(() => parseSelector(text)).toThrow(message);
  });
});

const [quick, patient] = [walker({ size: 3, patience: 12 }), walker({ size: 5, patience: 40 })];

/** The events of a study with many valleys. */
async function conduct(options: Partial<StudyOptions>): Promise<StudyEvent[]> {
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(2, 0, 1)),
      evaluate: ([x, y]) => Math.sin(30 * (x as number)) ** 2 + Math.cos(9 * (y as number)) ** 2,
    },
    ...{ optimizers: quick, hunters: 'none', slots: 1, liveRuns: 2, seed: 2, stop: maxEvaluations(600) },
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(event);
  })();
  await study.run();
  await reading;
  return events;
}

const starts = (events: readonly StudyEvent[]) =>
  events.filter(({ type }) => type === 'run-started') as EventOf<'run-started'>[];

describe('in a study', () => {
  it('each run starts by the rule of who chose it', async () => {
    const events = await conduct({
      optimizers: random(starting(quick, basinHopping({ walkers: 1, step: 0.1 })), patient),
      startPoints: basinHopping({ walkers: 1, step: 0.1 }),
    });
    const of = (choice: number) => starts(events).filter(each => each.choice === choice);
    expect(Math.min(of(0).length, of(1).length)).toBeGreaterThan(3);
    for (const [choice, rule] of [
      [0, 'starting'],
      [1, 'basinHopping'],
    ] as const) {
      expect(new Set(of(choice).map(({ origin }) => (origin as { rule: string }).rule))).toEqual(new Set([rule]));
      // Each has counted its own moves only.
      const moves = of(choice).map(({ reason }) => Number(/^move (\d+) of walker 1/.exec(reason?.message ?? '')?.[1]));
      expect(moves).toEqual(moves.map((_, i) => i + 1));
    }
  });

  it('a rule that asks for a sample gets one', async () => {
    const events = await conduct({ optimizers: starting(quick, singleLinkage({ sample: 50 })) });
    expect(starts(events).filter(({ reason }) => reason !== undefined).length).toBeGreaterThan(3);
    const { sample } = cycle(starting(quick, singleLinkage({ sample: 50 })), patient);
    expect(sample).toBe(50);
  });

  it('a point that is given for a run goes before the rule', async () => {
    const events = await conduct({ optimizers: starting(quick, given([[0.5, 0.5]], single([0.1, 0.9]))) });
    const points = starts(events).map(({ point }) => [...point]);
    expect(points.slice(0, 3)).toEqual([
      [0.5, 0.5],
      [0.1, 0.9],
      [0.1, 0.9],
    ]);
  });

  const anywhere = randomly();
  test.each<[string, Partial<StartPoints>, string]>([
    ['throws', { next: () => failing() }, 'start points mine threw an error: TypeError: oh'],
    ['throws when a run ends', { ended: () => failing() }, 'start points mine threw an error: TypeError: oh'],
    ['throws at the beginning', { begin: () => failing() }, 'start points mine threw an error: TypeError: oh'],
    [
      'starts outside of the bounds',
      { next: () => ({ point: Float64Array.of(0.5, 9) }) },
      'start points mine: parameter "x2": 9 is outside its bounds [0, 1]',
    ],
    ['gives nothing', { next: () => undefined as never }, 'start points mine: expected a point of 2 coordinates'],
    ['decides later', { next: (async () => ({})) as never }, 'start points mine: expected a point of 2 coordinates'],
  ])('a rule that %s is named', async (_, mine, message) => {
    const rule = { name: 'mine', next: anywhere.next, ...mine };
    await expect(conduct({ optimizers: cycle(starting(quick, rule)) })).rejects.toThrow(message);
  });
});

function failing(): never {
  throw new TypeError('oh');
}

/** A run that is a move from (1, 1), where the walk found 5, and has come back to it; and another, better one. */
function moves() {
  const move = { from: Float64Array.of(1, 1), value: 5, allowance: 0, temperature: 0, reach: 0.5 };
  const rule: StartPoints = {
    name: 'moving',
    next: () => ({ point: Float64Array.of(4, 4), origin: { rule: 'moving', metropolis: move } }),
  };
  const { start } = atWork(starting(a, rule)).start();
  const values = Array.from({ length: 200 }, () => 5);
  const points = values.map(() => [1, 1]);
  return {
    hunter: recordedRun([1], { id: 1 }),
    victim: recordedRun(values, { id: 2, origin: start?.origin as Plain, points }),
  };
}
