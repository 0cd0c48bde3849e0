import { expect, test } from 'vitest';
import { maxEvaluations, nothingBetter, runsStarted, targetValue } from '../checkers/index.js';
import { all, any, atLeast, defineCondition, lasting, quota } from '../conditions/index.js';
import type { Hunter } from '../contracts/decision.js';
import { bestUnmoving, minTrials, stepSize, timeAnnealing, valueAnnealing } from '../hunters/index.js';
import type { EventOf, StudyEvent } from '../manager/events.js';
import { historyOf } from '../manager/history-of.test.fixture.js';
import { walker } from '../manager/walker.test.fixture.js';
import { bandit, bipop, chain, cycle, random, realsOnly, starting } from '../selectors/index.js';
import { annealing, variableNeighbourhood } from '../start-points/index.js';
import { recordOf, stroll, strollWith } from './recorded-stroll.test.fixture.js';
import { replayStudy } from './replay-study.js';

/** Hunters with chance, with notes on each victim and on the whole study, with values and steps. */
const hunters = () =>
  quota(
    2,
    300,
    any(
      lasting(60, atLeast(2, minTrials(40), stepSize({ relative: 0.05, calls: 10 }), bestUnmoving({ calls: 20 }))),
      atLeast(3, minTrials(50), valueAnnealing(0.3), timeAnnealing(2)),
    ),
  );
const whole = await strollWith({ hunters: hunters() });
const of = <Type extends StudyEvent['type']>(events: readonly StudyEvent[], type: Type) =>
  events.filter(event => event.type === type) as EventOf<Type>[];
const killed = (events: readonly StudyEvent[]) =>
  of(events, 'run-ended')
    .filter(({ status }) => status === 'killed')
    .map(({ run, evaluations, trials, reason }) => ({ run, evaluations, trials, reason }));
const values = (events: readonly StudyEvent[]) => of(events, 'trials').flatMap(({ trials }) => [...trials.values]);
const replayed = async (alternative: Omit<Parameters<typeof replayStudy>[1][number], 'name'>, events = whole) => {
  const { alternatives, recorded } = await replayStudy(recordOf(events), [{ name: 'other', ...alternative }]);
  return { recorded, ...(alternatives[0] as (typeof alternatives)[0]) };
};

test('its own hunters repeat every kill, for the same reasons', async () => {
  const { recorded, fates, counts, ...rest } = await replayed({ hunters: hunters() });
  const kills = killed(whole);
  expect(kills.length).toBeGreaterThan(5);
  expect(fates.map(({ run, at, trials, reason }) => ({ run, evaluations: at.evaluations, trials, reason }))).toEqual(
    kills,
  );
  expect(counts).toEqual({ agreed: kills.length, earlier: 0, killed: 0, spared: 0, 'not-started': 0 });
  expect(rest).toMatchObject({ evaluations: 3000, freed: 0, lost: { improvements: 0, best: false } });
  expect([rest.differsFrom, rest.best]).toEqual([undefined, of(whole, 'incumbent').at(-1)?.found]);
  expect(recorded).toMatchObject({ evaluations: 3000, kills: kills.length, huntEvery: 32, strict: true });
});

test('so do those that ask for what is left of the budget, also where it has become another one', async () => {
  const late = defineCondition({
    name: 'late',
    description: 'if the victim is old for what is left',
    options: {},
    test: ({ victim, study: { remaining } }) =>
      victim.trials > remaining / 10 ? { message: `${remaining} are left` } : undefined,
  });
  const hunters = all(minTrials(40), late({}));
  const first = await strollWith({ hunters, stop: maxEvaluations(1100) });
  const left = first.filter(event => event.type !== 'run-ended' || event.status !== 'stopped');
  const more = await strollWith({
    hunters,
    stop: any(maxEvaluations(3000), targetValue(-9)),
    history: historyOf(left),
  });
  const kills = killed([...first, ...more]);
  const { fates, counts, differsFrom } = await replayed({ hunters }, [...first, ...more]);
  expect(kills.length).toBeGreaterThan(10);
  expect([counts.agreed, differsFrom]).toEqual([kills.length, undefined]);
  expect(fates.map(({ reason }) => reason)).toEqual(kills.map(({ reason }) => reason));
});

test('so they do where some of the condemned are spared by chance', async () => {
  const events = await strollWith({ hunters: hunters(), spare: 0.4 });
  expect(of(events, 'run-spared').length).toBeGreaterThan(2);
  const { counts, differsFrom } = await replayed({ hunters: hunters() }, events);
  expect([counts.agreed, differsFrom]).toEqual([killed(events).length, undefined]);
});

test('so they do for a study that was left and gone on with', async () => {
  const first = await strollWith({ hunters: hunters(), stop: maxEvaluations(1100) });
  // Runs that end with their study go on with it.
  const left = first.filter(event => event.type !== 'run-ended' || event.status !== 'stopped');
  const more = await strollWith({ hunters: hunters(), history: historyOf(left) });
  expect(of(more, 'run-restored').length).toBeGreaterThan(2);
  const { counts, differsFrom, evaluations } = await replayed({ hunters: hunters() }, [...first, ...more]);
  expect(killed(first).length).toBeGreaterThan(0);
  expect(counts.agreed).toBe(killed([...first, ...more]).length);
  expect([differsFrom, evaluations]).toEqual([undefined, 3000]);
});

test.each([
  ['impatient ones', minTrials(40)],
  ['hunters by chance', any(minTrials(200), valueAnnealing(0.05))],
  ['patient ones', lasting(90, bestUnmoving({ calls: 60 }))],
])('the first thing that %s do otherwise is what they do in a study of their own', async (_, others) => {
  const own = await strollWith({ hunters: others });
  const { fates, differsFrom } = await replayed({ hunters: others });
  const first = fates.filter(({ at }) => at.evaluations === differsFrom);
  expect(first.length).toBeGreaterThan(0);
  const there = killed(own).filter(({ evaluations }) => evaluations === differsFrom);
  const here = first.filter(({ verdict }) => verdict !== 'spared');
  expect(here.map(({ run, trials, reason }) => ({ run, trials, reason }))).toEqual(
    there.map(({ run, trials, reason }) => ({ run, trials, reason })),
  );
});

test('where nothing is killed, what was killed has an unknown future', async () => {
  const { counts, fates, freed, evaluations, differsFrom } = await replayed({ hunters: 'none' });
  const kills = killed(whole);
  expect(counts.spared).toBe(kills.length);
  expect([freed, evaluations, differsFrom]).toEqual([0, 3000, kills[0]?.evaluations]);
  expect(fates[0]).toMatchObject({ run: kills[0]?.run, reason: kills[0]?.reason, later: 0 });
});

test('later trials of runs that would have been dead do not count, and what they found is lost', async () => {
  const { fates, freed, evaluations, lost, best, counts } = await replayed({ hunters: minTrials(40) });
  expect(counts.earlier + counts.killed).toBeGreaterThan(5);
  let [later, improvements] = [0, 0];
  for (const { run, trials } of fates) {
    const all = of(whole, 'trials').filter(event => event.run === run);
    later += all.reduce((sum, event) => sum + event.trials.values.length, 0) - trials;
    improvements += of(whole, 'incumbent').filter(({ found }) => found.run === run && found.trial > trials).length;
  }
  expect(counts.spared).toBe(0);
  expect([freed, evaluations, lost.improvements]).toEqual([later, 3000 - later, improvements]);
  const last = of(whole, 'incumbent').at(-1)?.found;
  expect(lost.best).toBe(best?.value !== last?.value);
});

test('with several slots, the batch that is under way when a run is killed counts', async () => {
  const several = whole.map(event => (event.type === 'study-started' ? { ...event, slots: 2 } : event));
  const { fates, counts, recorded } = await replayed({ hunters: minTrials(40) }, several);
  expect(recorded.strict).toBe(false);
  expect(counts.earlier + counts.killed).toBeGreaterThan(5);
  for (const { run, trials, later } of fates) {
    const batches = of(several, 'trials').filter(event => event.run === run);
    const after = batches.find(({ trials: { first } }) => first === trials + 1)?.trials.values.length ?? 0;
    const all = batches.reduce((sum, event) => sum + event.trials.values.length, 0);
    expect(later).toBe(all - trials - after);
  }
  const own = await replayed({ hunters: hunters() }, several);
  expect([own.counts.agreed, own.evaluations, own.differsFrom]).toEqual([killed(whole).length, 3000, undefined]);
});

test('a run that somebody has paused or ended is no matter of the hunters', async () => {
  const at = whole.findIndex(({ type, evaluations }) => type === 'trials' && evaluations > 40);
  const { number, seconds, evaluations } = whole[at] as StudyEvent;
  const pause = { number, seconds, evaluations, type: 'intervened' };
  const events = whole.toSpliced(at + 1, 0, { ...pause, intervention: { type: 'pause-run', run: 2 } } as never);
  const { fates } = await replayed({ hunters: minTrials(40) }, events);
  expect(fates.filter(({ run, verdict }) => run === 2 && verdict !== 'spared')).toEqual([]);
  const byUser = whole.map(event =>
    event.type === 'run-ended' && event.status === 'killed'
      ? { ...event, reason: { by: 'user', message: 'stopped from outside' } }
      : event,
  );
  const none = await replayed({ hunters: 'none' }, byUser);
  expect([none.fates, none.recorded.kills]).toEqual([[], 0]);
});

test('hunts fall on exact counts, whatever the batches are', async () => {
  const { hunts, fates, evaluations } = await replayed({ hunters: minTrials(70), huntEvery: 7 });
  expect(hunts).toBe(Math.floor(evaluations / 7));
  const kills = fates.filter(({ verdict }) => verdict === 'killed' || verdict === 'earlier');
  expect(kills.length).toBeGreaterThan(3);
  // The first hunt after its 70th trial has come: the batches of the record have 8 trials.
  for (const { trials } of kills.slice(1)) expect(trials).toBeGreaterThanOrEqual(70);
  expect(kills.filter(({ trials }) => trials < 77).length).toBeGreaterThan(3);
});

test('a selector that chooses as it was recorded agrees, another one up to its first other choice', async () => {
  const both = [stroll(1), stroll(2)] as const;
  const events = await strollWith({ hunters: hunters(), optimizers: random(...both) });
  const starts = of(events, 'run-started');
  const own = await replayed({ optimizers: random(...both) }, events);
  expect(own.selector).toEqual({ agreed: starts.length, differs: undefined });
  // Chance of a rule of its own is none of the selector's.
  const jumping = () => random(starting(both[0], annealing()), starting(both[1], annealing()));
  const jumped = await strollWith({ hunters: hunters(), optimizers: jumping() });
  const again = await replayed({ optimizers: jumping() }, jumped);
  expect(again.selector).toEqual({ agreed: of(jumped, 'run-started').length, differs: undefined });
  // As recorded for six runs, and so on.
  const first = starts.slice(0, 6).map(({ choice }) => choice);
  const { selector, ...other } = await replayed(
    { optimizers: cycle(...first.map(choice => both[choice] as (typeof both)[0])) },
    events,
  );
  const at = starts.findIndex(({ choice }, i) => choice !== first[i % 6]);
  const { run, optimizer, evaluations, seconds } = starts[at] as (typeof starts)[0];
  expect(at).toBeGreaterThan(5);
  expect([selector?.agreed, other.evaluations]).toEqual([at, evaluations]);
  expect(other.best?.value).toBe(Math.min(...values(events).slice(0, evaluations)));
  expect(selector?.differs).toEqual({
    run,
    at: { evaluations, seconds },
    recorded: optimizer,
    chosen: { ...optimizer, options: (optimizer.options as number) === 1 ? 2 : 1 },
  });
});

test('the defaults choose as they were recorded', async () => {
  const selector = () => {
    const [swarm, downhill] = [walker({ size: 5, patience: 40 }), walker({ size: 3, patience: 12 })];
    const anywhere = realsOnly(downhill);
    const nearby = realsOnly(starting(downhill, variableNeighbourhood({})));
    return chain(stroll(), anywhere, bandit(bipop(swarm), anywhere, nearby), { at: [1, 2], by: 'runs' });
  };
  const events = await strollWith({ hunters: hunters(), optimizers: selector() });
  const starts = of(events, 'run-started').length;
  expect(starts).toBeGreaterThan(10);
  const { selector: own, differsFrom } = await replayed({ optimizers: selector() }, events);
  expect([own, differsFrom]).toEqual([{ agreed: starts, differs: undefined }, undefined]);
});

test('of a budget of its own, an alternative sees what is left; of a condition that is no built-in one, nothing is known', async () => {
  const seen: number[] = [];
  const looking: Hunter = {
    name: 'looking',
    options: {},
    test: ({ study: { remaining, evaluations } }) => void seen.push(remaining + evaluations),
  };
  await replayed({ hunters: looking, stop: maxEvaluations(1000) });
  expect(new Set(seen.splice(0))).toEqual(new Set([1000]));
  const foreign = whole.map(event => (event.type === 'study-started' ? { ...event, stop: 'mine(3)' } : event));
  await replayed({ hunters: looking }, foreign);
  expect(new Set(seen)).toEqual(new Set([Number.POSITIVE_INFINITY]));
});

test('runs that are not started are not there', async () => {
  const { noMoreRuns, counts, freed, evaluations } = await replayed({ spawnUntil: runsStarted(6) });
  const starts = of(whole, 'run-started');
  expect(noMoreRuns?.at.evaluations).toBe(starts[6]?.evaluations);
  expect(counts['not-started']).toBe(starts.length - 6);
  const kept = of(whole, 'trials').filter(({ run }) => run <= 6);
  expect(evaluations).toBe(kept.reduce((sum, { trials }) => sum + trials.values.length, 0));
  expect(freed).toBe(3000 - evaluations);
});

test('another stop condition stops at its own trial, with the best value up to there', async () => {
  const all = values(whole);
  const budget = await replayed({ stop: maxEvaluations(777) });
  expect(budget.stopped?.at.evaluations).toBe(777);
  expect([budget.evaluations, budget.best?.value]).toEqual([777, Math.min(...all.slice(0, 777))]);
  const goal = all[1234] as number;
  const target = await replayed({ stop: targetValue(goal) });
  expect(target.stopped?.at.evaluations).toBe(all.findIndex(value => value <= goal) + 1);
  const never = await replayed({ stop: any(nothingBetter(1e6), maxEvaluations(3001)) });
  expect([never.stopped, never.evaluations]).toEqual([undefined, 3000]);
});

test('one reading serves all alternatives, and none disturbs another', async () => {
  const alternatives = [
    { name: 'a', hunters: hunters() },
    { name: 'b', hunters: minTrials(40) },
    { name: 'c', stop: maxEvaluations(777) },
  ];
  const together = await replayStudy(recordOf(whole), alternatives);
  const apart = await Promise.all(alternatives.map(each => replayStudy(recordOf(whole), [each])));
  expect(together.alternatives).toEqual(apart.map(({ alternatives: [only] }) => only));
});

test('a record without all trials, or without a study, is refused', async () => {
  const session = { id: 2, detail: 'improvements' } as const;
  await expect(replayStudy(recordOf(whole, [session as never]), [])).rejects.toThrow(
    'a replay needs every trial, and session 2 was recorded with detail improvements',
  );
  await expect(replayStudy(recordOf([]), [{ name: 'a' }])).rejects.toThrow('no study has begun in it yet');
});
