import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import { GlompoError } from '../errors/glompo-error.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { StudyEvent } from './events.js';
import { GatedBackend, type GatedCall } from './gated-backend.test.fixture.js';
import { createStudy } from './study.js';

const endless = optimizerFactory({
  name: 'endless',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => null,
  create: ({ random }) => ({
    ask: limit => Array.from({ length: limit }, () => ({ x: Float64Array.of(random.uniform()) })),
    tell() {},
    stop: undefined,
    snapshot: () => null,
  }),
});

/** One slot, one run; `drive` is given what shall become of each call. */
async function study(
  backend: GatedBackend,
  options: { readonly spareWorker?: boolean },
  drive: (call: () => Promise<GatedCall>) => Promise<void>,
) {
  const study = createStudy({
    task: { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: ([x]) => x as number },
    optimizers: endless(),
    backend,
    slots: 1,
    liveRuns: 1,
    hunters: 'none',
    retries: 9,
    seed: 1,
    stop: maxEvaluations(50),
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events()) events.push(event);
  })();
  const ended = study.run();
  await drive(async () => {
    await backend.atRest();
    const [call] = backend.calls;
    if (call === undefined) throw new Error('nothing is on its way');
    return call;
  });
  backend.letGo();
  const result = await ended;
  await reading;
  return { result, replaced: events.filter(({ type }) => type === 'worker-replaced'), events };
}

test('once a worker was lost, another one stands by, and takes the place of the next while a fresh one is not there yet', async () => {
  const backend = new GatedBackend();
  const { result, replaced } = await study(backend, {}, async call => {
    const first = await call();
    expect(backend.size).toBe(1);
    first.crash();
    // The fresh one goes on with the run.
    expect((await call()).worker).toBe(0);
    expect(backend.size).toBe(2);
    backend.holdReplacing();
    (await call()).crash();
    // That of the lost one is not there.
    expect((await call()).worker).toBe(1);
    backend.releaseReplacing();
    await backend.atRest();
    (await call()).crash();
    expect((await call()).worker).toBe(0);
  });
  expect(result.replaced).toBe(3);
  expect(replaced.slice(1)).toMatchObject([{ startedAfterMs: 0 }, { startedAfterMs: 0 }]);
  expect(backend.size).toBe(2);
});

test('none stands by where that is not wanted', async () => {
  const backend = new GatedBackend();
  const { result } = await study(backend, { spareWorker: false }, async call => {
    for (let i = 0; i < 3; i++) (await call()).crash();
    await call();
  });
  expect(backend.size).toBe(1);
  expect(result.replaced).toBe(3);
});

test('if none can stand by, that is told once and costs nothing else', async () => {
  const backend = new GatedBackend();
  backend.mostWorkers = 1;
  const { result, events } = await study(backend, {}, async call => {
    for (let i = 0; i < 3; i++) (await call()).crash();
    await call();
  });
  expect(result).toMatchObject({ evaluations: 50, replaced: 3 });
  const warnings = events.flatMap(event => (event.type === 'warning' ? event.message : []));
  expect(warnings).toEqual(['no worker of gated stands by in case that another one is lost: there is room for 1']);
});

test('a worker that cannot be started afresh is the end only if its place stays empty', async () => {
  const backend = new GatedBackend();
  const refused = new GlompoError('GLOMPO_WORKER_START', 'it does not start again');
  const { result, events } = await study(backend, {}, async call => {
    (await call()).crash();
    await call();
    backend.refuseReplacing = refused;
    (await call()).crash();
    expect((await call()).worker).toBe(1);
  });
  expect(result.evaluations).toBe(50);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'warning', message: expect.stringContaining('stands by') }),
  );
  const broken = new GatedBackend();
  broken.refuseReplacing = refused;
  await expect(study(broken, {}, async call => (await call()).crash())).rejects.toThrow(refused.message);
});
