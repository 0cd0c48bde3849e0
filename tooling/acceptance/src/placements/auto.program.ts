// Studies that find out by themselves where they run: `node auto.program.js`.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import processesPlugin from '@glompo/backend-processes/processes.plugin.js';
import threadsPlugin from '@glompo/backend-threads/threads.plugin.js';
import { createRegistry, createStudy, inline, type StudyOptions, type TaskModule } from '@glompo/core';
import { maxEvaluations, maxSeconds } from '@glompo/core/checkers';
import { lbfgs, nelderMead, randomSearch } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
import { keyOf } from './diary.js';
import { observe, placedTrials, witness } from './observe.js';
import { rounds, scout } from './optimizers.js';
import { assertSameRuns } from './same-trials.js';
import { Surroundings } from './surroundings.js';

const surroundings = new Surroundings();
after(() => surroundings.remove());

const registry = createRegistry().addBackend(threadsPlugin).addBackend(processesPlugin);
const choices = () => [
  cmaes({ maxGenerations: 20 }),
  nelderMead({ maxIterations: 80 }),
  lbfgs({ maxIterations: 10 }),
  scout({}),
];

const study = (options: Partial<StudyOptions>): StudyOptions => ({
  task: witness(),
  optimizers: rounds(1, choices()),
  backend: 'auto',
  registry,
  hunters: 'none',
  seed: 21,
  ...options,
});

/** A task that works where it is allowed to. */
const where = (condition: string): TaskModule => ({
  module: `data:text/javascript,${encodeURIComponent(`
    import { isMainThread } from 'node:worker_threads';
    const thread = !isMainThread, child = isMainThread && process.send !== undefined, inline = isMainThread && !child;
    export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
      evaluate([x]) { ${condition} return x; },
    };`)}`,
});

for (const [slots, milliseconds] of [
  [1, 0],
  [2, 10],
  [5, 0],
] as const) {
  test(`makes the trials that it makes elsewhere, ${slots} slots, ${milliseconds} ms`, async () => {
    const task = witness({ milliseconds, gradient: false });
    const reference = await observe(study({ task, backend: inline(), slots }));
    const found = await observe(study({ task, slots }));
    assertSameRuns(found, reference);
    assert.equal(found.result.evaluations, reference.result.evaluations);
    assert.equal(found.result.slots, slots);
    assert.notEqual(found.result.placement.optimizers, 'auto');
    await surroundings.assertNothingLeft(placedTrials(found.runs.values()));
  });
}

test('says what it has chosen, and why', async () => {
  const running = createStudy(study({ optimizers: randomSearch(), stop: maxEvaluations(5000) }));
  const ended = running.run();
  const placed = [];
  for await (const event of running.events()) if (event.type === 'placed') placed.push(event);
  const { placement } = await ended;
  assert.equal(placed.length, 1);
  assert.deepEqual(placed[0]?.placement, placement);
  assert.match(placed[0]?.reason.message ?? '', /an evaluation takes/);
});

test('a study that ends while it measures ends in order', async () => {
  const result = await createStudy(study({ optimizers: randomSearch(), stop: maxEvaluations(3) })).run();
  assert.equal(result.evaluations, 3);
  const slow = study({ task: witness({ milliseconds: 3000 }), stop: maxSeconds(0.3) });
  assert.equal((await createStudy(slow).run()).reason.by, 'maxSeconds');
});

test('Ctrl-C while it measures', async () => {
  const running = createStudy(study({ task: witness({ milliseconds: 500 }) }));
  const controller = new AbortController();
  const ended = running.run({ signal: controller.signal });
  for await (const event of running.events()) if (event.type === 'trials') controller.abort();
  assert.equal((await ended).reason.message, 'interrupted');
});

test('pauses while it measures, and goes on, with other slots', async () => {
  const running = createStudy(
    study({ task: witness({ milliseconds: 30 }), optimizers: randomSearch(), stop: maxEvaluations(150) }),
  );
  const ended = running.run();
  for await (const event of running.events()) if (event.type === 'trials') break;
  await running.resize(0);
  // A second goes by.
  for await (const event of running.events()) if (event.type === 'slot-time' && event.number > 3) break;
  await running.resize(3);
  const { evaluations, slots } = await ended;
  assert.deepEqual([evaluations, slots], [150, 3]);
});

test('an optimizer that hears results at once goes on where it stood: nothing is evaluated twice', async () => {
  const { runs } = await observe(
    study({
      task: witness({ milliseconds: 5, gradient: false }),
      optimizers: cmaes({ generationFraction: 0.5, maxGenerations: 40 }),
      stop: maxEvaluations(600),
      slots: 4,
    }),
  );
  const points = [...runs.values()].flatMap(({ trials }) =>
    trials.flatMap(trial => (trial ? [keyOf(trial.point)] : [])),
  );
  assert.equal(points.length, 600);
  assert.equal(new Set(points).size, 600);
});

test('wrong bounds are refused before anything is measured, and nothing is left', async () => {
  await assert.rejects(createStudy(study({ bounds: [[1, 0]] })).run(), { code: 'GLOMPO_BOUNDS' });
});

for (const [name, condition] of Object.entries({
  'throws on processes': "if (child) throw new Error('not here');",
  'throws on threads': "if (thread) throw new Error('not here');",
  'ends its thread': 'if (thread) process.exit(3);',
})) {
  test(`a task that ${name} runs elsewhere`, async () => {
    const { result } = await observe(
      study({ task: where(condition), optimizers: randomSearch(), stop: maxEvaluations(2000), slots: 2 }),
    );
    assert.equal(result.evaluations, 2000);
    // Until it has worked anywhere, a failure is the task's.
    assert.ok(result.outcomes.failed <= 4, `${result.outcomes.failed} failed`);
  });
}

test('what takes its process down is not tried where it would take the manager along', async () => {
  const dangerous = study({ task: where('if (child) process.exit(3);'), optimizers: randomSearch(), slots: 2 });
  await assert.rejects(createStudy(dangerous).run(), {
    code: 'GLOMPO_NO_PLACE',
    message: /the task can be evaluated nowhere: processes: .* exit code 3; threads: it is not used/,
  });
});

test('a task that works nowhere fails as it does elsewhere', async () => {
  const { result } = await observe(
    study({ task: where("throw new Error('never');"), optimizers: randomSearch({ maxPoints: 50 }), slots: 2 }),
  );
  assert.equal(result.value, null);
  assert.match(result.reason.message, /failed without one successful trial/);
});

test('without a registry, or with a function of this thread, it runs inline', async () => {
  const { registry: _, ...bare } = study({ optimizers: randomSearch(), stop: maxEvaluations(50_000) });
  assert.equal((await createStudy(bare).run()).placement.optimizers, 'inline');
  const task = {
    parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 } as const],
    evaluate: ([x]: Float64Array) => x as number,
  };
  assert.equal(
    (await createStudy({ ...study({ optimizers: randomSearch(), stop: maxEvaluations(50_000) }), task }).run())
      .placement.optimizers,
    'inline',
  );
});
