import { all, any } from '@glompo/core/conditions';
import { bestUnmoving, evaluationsUnmoving, minTrials, parameterDistance, valueAnnealing } from '@glompo/core/hunters';
import { box, createRandom, type Hunter, parametersFromBounds, searchSpace } from '@glompo/core/plugin';
import { randomSearchPlugin } from '@glompo/optimizer-classic';

import type { HuntCost, HuntCostResult } from '../hunt-cost.js';
import { answer } from './answer.js';
import { type BooksOfStudy, managerParts } from './manager-parts.js';

const { EventLog, LiveRun, StudyState, hunt } = await managerParts();

const dimensions = 10;
const batch = 1000;

/** Every hunter there is, each asked to the end for each victim since none of them ever says yes. */
const hunters: Hunter = any(
  evaluationsUnmoving({ calls: 100, tolerance: 0 }),
  all(bestUnmoving({ calls: 3000, tolerance: 1e6 }), minTrials(1e9)),
  all(valueAnnealing(0.5), minTrials(1e9)),
  parameterDistance(0),
);

answer(({ liveRuns, trials, fewTrials, deadRuns, samples, huntsPerSample }: HuntCost): HuntCostResult => {
  const old = studyWith(liveRuns, Math.ceil(trials / liveRuns), deadRuns);
  const young = studyWith(liveRuns, Math.ceil(fewTrials / liveRuns), 0);
  const result: { withHistory: number[]; without: number[] } = { withHistory: [], without: [] };
  for (let i = -2; i < samples; i++) {
    const withHistory = microsecondsPerHunt(old, huntsPerSample);
    const without = microsecondsPerHunt(young, huntsPerSample);
    // The first ones warm up.
    if (i < 0) continue;
    result.withHistory.push(withHistory);
    result.without.push(without);
  }
  return result;
});

function studyWith(liveRuns: number, trialsEach: number, deadRuns: number): BooksOfStudy {
  const space = searchSpace(parametersFromBounds(box(dimensions, -5, 5)));
  const state = new StudyState(space, { events: new EventLog(), now: () => performance.now() });
  const random = createRandom(1);
  const resolved = {
    choice: { optimizer: randomSearchPlugin, options: {} },
    index: 0,
    plugin: randomSearchPlugin,
    traits: randomSearchPlugin.traits,
    descriptor: { plugin: 'optimizer', name: 'random-search', options: {} },
  };
  let id = 0;
  const begin = () => {
    const start = { point: new Float64Array(dimensions) };
    const run = new LiveRun(++id, resolved, {
      start,
      startedAt: state.evaluations,
      lookback: hunters.lookback ?? 0,
    });
    state.begin(run);
    return run;
  };
  const record = (run: object, first: number, count: number) => {
    const points = Float64Array.from({ length: count * dimensions }, () => 10 * random.uniform() - 5);
    const values = Float64Array.from({ length: count }, () => 1 + random.uniform());
    state.record(run, { first, points, values, failures: [] }, { told: true });
  };
  for (let i = 0; i < deadRuns; i++) {
    const run = begin();
    record(run, 1, 10);
    state.end(run, 'converged', { by: 'random-search', message: '10 points were evaluated' });
  }
  const live = Array.from({ length: liveRuns }, begin);
  for (let done = 0; done < trialsEach; done += batch) {
    for (const run of live) record(run, done + 1, Math.min(batch, trialsEach - done));
  }
  return state;
}

function microsecondsPerHunt(state: BooksOfStudy, hunts: number): number {
  const random = createRandom(2);
  const from = performance.now();
  for (let i = 0; i < hunts; i++) {
    if (hunt(state, hunters, { random, common: new Map() }).length > 0)
      throw new Error('these hunters should kill nothing');
  }
  return (1000 * (performance.now() - from)) / hunts;
}
