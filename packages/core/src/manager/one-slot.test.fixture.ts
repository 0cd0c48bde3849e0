import fc from 'fast-check';
import { expect } from 'vitest';
import { killsAfterConvergence, maxEvaluations, nothingBetter, runsKilled, targetValue } from '../checkers/index.js';
import { all, any, lasting, quota } from '../conditions/index.js';
import type { Checker } from '../contracts/decision.js';
import { evaluationsUnmoving, minTrials, timeAnnealing, valueAnnealing } from '../hunters/index.js';
import { bandit, bipop, chain, cycle, random, realsOnly, starting } from '../selectors/index.js';
import { incumbent } from '../sharing/index.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import {
  annealing,
  basinHopping,
  exploitExplore,
  latinHypercube,
  singleLinkage,
  variableNeighbourhood,
} from '../start-points/index.js';
import { systemClock } from './clock.js';
import type { StudyEvent } from './events.js';
import { historyOf } from './history-of.test.fixture.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';
import { walker } from './walker.test.fixture.js';

const budget = 700;
const [quick, patient] = [walker({ size: 3, patience: 12 }), walker({ size: 5, patience: 40 })];

/** Says no, but draws: one number more or less, and what is drawn next is another one. */
const drawing: Checker = {
  name: 'drawing',
  options: {},
  test: ({ evaluations }, { random, memory }) => {
    const asked = ((memory.get('asked') as number | undefined) ?? 0) + 1;
    memory.set('asked', asked);
    return random.uniform() < 1e-4 * asked ** 0.5 && evaluations > 650
      ? { by: 'drawing', message: `${asked}` }
      : undefined;
  },
};

const studies: Readonly<Record<string, () => Partial<StudyOptions>>> = {
  'annealing hunters and starts': () => ({
    optimizers: [quick, patient],
    startPoints: annealing({}),
    hunters: all(minTrials(20), any(valueAnnealing(0.5), timeAnnealing(1))),
  }),
  'starts that explore and exploit, a quota of kills': () => ({
    optimizers: cycle(patient, quick),
    startPoints: exploitExplore(budget),
    hunters: quota(2, 200, lasting(20, all(minTrials(10), evaluationsUnmoving({ calls: 10, tolerance: 0.1 })))),
    stop: any(killsAfterConvergence({ kills: 30, converged: 2 }), nothingBetter(600)),
  }),
  'a Latin hypercube, optimizers at random': () => ({
    optimizers: random(patient, quick),
    startPoints: latinHypercube({ points: 4 }),
    hunters: 'none',
  }),
  'a bandit, some spared': () => ({
    // Not fitted to a budget, which is another one at first.
    optimizers: bandit(bipop(quick, { fitted: false }), patient, {}),
    startPoints: basinHopping({}),
    hunters: all(minTrials(15), valueAnnealing(0.8)),
    spare: 0.3,
  }),
  'weights, linkage, points shared, a checker that draws': () => ({
    optimizers: chain(cycle(walker({ size: 4, patience: 25 }, { weight: 3 }), patient), quick, { at: [6], by: 'runs' }),
    startPoints: singleLinkage({}),
    hunters: all(minTrials(15), valueAnnealing(0.4)),
    share: incumbent({ every: 60, onlyWhereItHelped: false }),
    stop: any(drawing, all(targetValue(-0.9), nothingBetter(500))),
  }),
  'the shape of the defaults': () => {
    const anywhere = realsOnly(quick);
    const nearby = realsOnly(starting(quick, variableNeighbourhood({})));
    return {
      optimizers: chain(quick, anywhere, bandit(bipop(patient, { fitted: false }), anywhere, nearby), {
        ...{ at: [1, 2], by: 'runs' },
      }),
      hunters: all(minTrials(20), valueAnnealing(0.5)),
    };
  },
  'rules of its members, beside the study’s': () => ({
    optimizers: random(
      starting(quick, basinHopping({ walkers: 2 })),
      starting(bandit(starting(quick, annealing({})), patient), singleLinkage({ sample: 100 })),
      quick,
    ),
    startPoints: basinHopping({ walkers: 1 }),
    hunters: all(minTrials(20), valueAnnealing(0.5)),
  }),
  'trials that fail, some that hear nothing': () => ({
    optimizers: [walker({ size: 4, patience: 30, deaf: true }), patient, walker({ size: 2, patience: 20, deaf: true })],
    hunters: all(minTrials(30), timeAnnealing(2)),
    share: incumbent({ every: 40, onlyWhereItHelped: false }),
    failedTrials: { inARow: 4, action: 'end-run' },
    spawnUntil: any(lasting(100, runsKilled(4)), maxEvaluations(600)),
    stop: drawing,
  }),
};

/** What there is to be decided about: many valleys, the deeper the farther right. Some trials keep the thread, so that turns are cut short by the clock. */
function taskOf({ slow, fails }: { readonly slow: boolean; readonly fails: boolean }, onTrial: () => void) {
  let made = 0;
  return {
    parameters: parametersFromBounds(box(2, 0, 1)),
    evaluate([x, y]: Float64Array) {
      onTrial();
      if (slow && ++made % 11 === 0) for (const end = systemClock.now() + 6; systemClock.now() < end; );
      if (fails && (x as number) > 0.8 && (y as number) > 0.4) throw new Error('too far');
      return Math.sin(30 * (x as number)) ** 2 - (x as number) + Math.cos(9 * (y as number)) ** 2;
    },
  };
}

interface Session {
  readonly kept?: readonly StudyEvent[];
  readonly evaluations?: number;
  /** The user interrupts it while this one of its trials is made. */
  readonly interruptedAt?: number;
  readonly slow?: boolean;
}

async function conduct(name: string, { kept, evaluations = budget, interruptedAt, slow = false }: Session = {}) {
  const { stop, ...options } = studies[name]?.() ?? {};
  const limit = maxEvaluations(evaluations);
  const interruption = new AbortController();
  let made = 0;
  const task = taskOf({ slow, fails: options.failedTrials !== undefined }, () => {
    if (++made === interruptedAt) interruption.abort();
  });
  const study = createStudy({
    optimizers: quick,
    huntEvery: 50,
    liveRuns: 3,
    slots: 1,
    seed: 4,
    recorded: true,
    ...options,
    task,
    stop: stop ? any(stop, limit) : limit,
    ...(kept && { history: historyOf(kept) }),
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  await study.run({ signal: interruption.signal });
  await reading;
  return [...(kept ?? []), ...events];
}

/** What happened, one thing after the other: every trial, and what was decided. */
function story(events: readonly StudyEvent[]): string[] {
  return events.flatMap((event): (string | string[])[] => {
    switch (event.type) {
      case 'trials': {
        const { first, points, values } = event.trials;
        const n = points.length / values.length;
        return Array.from(values, (value, i) => {
          const point = points.slice(i * n, (i + 1) * n);
          return `run ${event.run}, trial ${first + i}: ${value} at ${point.join(' ')}`;
        });
      }
      case 'run-started':
        return [`run ${event.run} begins: ${event.optimizer.name} ${event.choice} at ${event.point.join(' ')}`];
      case 'run-ended':
        return event.status === 'stopped' ? [] : [`run ${event.run} ends, ${event.status}: ${event.reason.message}`];
      case 'run-spared':
        return [`run ${event.run} is spared: ${event.reason.message}`];
      case 'injected':
        return [`run ${event.run} hears of ${event.value}`];
      default:
        return [];
    }
  }) as string[];
}

/** Where two stories part, with what was before. */
function parting(one: readonly string[], other: readonly string[]): readonly unknown[] {
  const at = one.findIndex((line, i) => line !== other[i]);
  return at < 0 && one.length >= other.length ? [] : [at, one.slice(at - 2, at + 2), other.slice(at - 2, at + 2)];
}

/** What is in a record when the program was killed after so many events: steps are recorded as a whole. */
function recorded(events: readonly StudyEvent[], count: number): readonly StudyEvent[] {
  let end = count;
  while (end > 0 && events[end - 1]?.more) end--;
  return events.slice(0, end);
}

const wholes = new Map<string, Promise<StudyEvent[]>>();

function whole(name: string): Promise<StudyEvent[]> {
  const known = wholes.get(name) ?? conduct(name);
  wholes.set(name, known);
  return known;
}

export const names: readonly string[] = Object.keys(studies);

/** The same study is repeated by its seed, and has something to decide. */
export async function repeatsItself(name: string): Promise<void> {
  const lines = story(await whole(name));
  expect(lines.filter(line => / begins: /.test(line)).length).toBeGreaterThan(6);
  expect(lines.filter(line => / ends, /.test(line)).length).toBeGreaterThan(4);
  expect(parting(story(await conduct(name)), lines)).toEqual([]);
  expect(parting(story(await conduct(name, { slow: true })), lines)).toEqual([]);
}

/** Its budget ends at so many evaluations, and is made larger then. */
export async function goesOnFromBudget(name: string, cut: number): Promise<void> {
  const kept = await conduct(name, { evaluations: cut });
  const events = await conduct(name, { kept });
  expect([cut, ...parting(story(events), story(await whole(name)))]).toEqual([cut]);
}

/** The events that there are when the program may be killed: all numbers of events since the first trial. */
export async function eventsToCut(name: string): Promise<{ readonly first: number; readonly last: number }> {
  const events = await whole(name);
  return { first: events.findIndex(({ type }) => type === 'trials'), last: events.length - 5 };
}

/** Its program is killed when so many events are recorded. */
export async function goesOnFromKill(name: string, cut: number): Promise<void> {
  const events = await whole(name);
  const goesOn = await conduct(name, { kept: recorded(events, cut) });
  expect([cut, ...parting(story(goesOn), story(events))]).toEqual([cut]);
}

/** One session after the other ends in any way. */
export async function goesOnFromAnything(name: string, numRuns: number): Promise<void> {
  const expected = story(await whole(name));
  const end = fc.record({
    how: fc.constantFrom('budget', 'interrupted', 'killed'),
    at: fc.integer({ min: 1, max: 200 }),
    slow: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(end, { minLength: 1, maxLength: 4 }), async ends => {
      let kept: readonly StudyEvent[] | undefined;
      for (const { how, at, slow } of ends) {
        const made = kept?.at(-1)?.evaluations ?? 0;
        const session = { ...(kept && { kept }), slow };
        if (how === 'budget') kept = await conduct(name, { ...session, evaluations: Math.min(budget, made + at) });
        else if (how === 'interrupted') kept = await conduct(name, { ...session, interruptedAt: at });
        else {
          const some: readonly StudyEvent[] = recorded(await conduct(name, session), (kept?.length ?? 0) + 2 * at);
          if (some.some(({ type }) => type === 'study-started')) kept = some;
        }
      }
      expect(parting(story(await conduct(name, { ...(kept && { kept }) })), expected)).toEqual([]);
    }),
    { numRuns },
  );
}
