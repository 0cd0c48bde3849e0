import { createStudy, type StudyEvent } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { box, parametersFromBounds } from '@glompo/core/plugin';
import { incumbent } from '@glompo/core/sharing';
import { expect, test } from 'vitest';
import { cmaes } from './index.js';

/** All values in order, and how often something was shared; `ms`: how long a trial takes. */
async function conduct(share: ReturnType<typeof incumbent> | undefined, ms = 0) {
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(4, -5, 5)),
      evaluate(x) {
        for (const end = performance.now() + ms; performance.now() < end; );
        return x.reduce((sum, xi) => sum + xi * xi - 10 * Math.cos(2 * Math.PI * xi), 40);
      },
    },
    optimizers: cmaes({ sigma: 0.05 }),
    liveRuns: 3,
    hunters: 'none',
    seed: 11,
    share,
    stop: maxEvaluations(1500),
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  await study.run();
  await reading;
  const values = events.flatMap(event => (event.type === 'trials' ? [...event.trials.values] : []));
  const shares = events.flatMap(event =>
    event.type === 'shared' ? [`${event.evaluations}: ${event.run} of ${event.from}`] : [],
  );
  return { values, shares, heard: events.filter(event => event.type === 'injected' && event.heard).length };
}

test('a study shares at the same counts, whatever the turns are, and only if it shall', async () => {
  const alone = await conduct(undefined);
  expect(alone).toMatchObject({ shares: [], heard: 0 });
  const results = [];
  for (const how of ['exact', 'nudged'] as const) {
    const quick = await conduct(incumbent({ every: 100, how }));
    expect(quick.shares.length).toBeGreaterThan(2);
    expect(quick.heard).toBe(quick.shares.length);
    expect(quick.shares.filter(line => !/^\d+00:/.test(line))).toEqual([]);
    expect(await conduct(incumbent({ every: 100, how }), 0.3)).toEqual(quick);
    results.push(quick.values);
  }
  expect(results[0]).not.toEqual(results[1]);
  expect(results[0]).not.toEqual(alone.values);
});
