import { expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import { any } from '../conditions/any.js';
import type { Hunter } from '../contracts/decision.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Proposal, Task } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { cycle } from '../selectors/cycle.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import type { FailedTrials } from './failed-trials.js';
import { createStudy } from './study.js';
import type { StudyOptions } from './study-options.js';

/** Asks for one point after the other: 1, 2, 3 … thousandths. */
const counting = optimizerFactory({
  name: 'counting',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => null,
  create: () => {
    let next = 0;
    let pending = 0;
    return {
      stop: undefined,
      ask: (limit): Proposal[] => {
        const count = Math.min(limit, 5 - pending);
        pending += count;
        return Array.from({ length: count }, () => ({ x: Float64Array.of(++next / 1000) }));
      },
      tell: proposals => {
        pending -= proposals.length;
      },
      snapshot: () => null,
    };
  },
} satisfies OptimizerPlugin)();

const taskThat = (evaluate: Task['evaluate']): Task => ({ parameters: parametersFromBounds(box(1, 0, 1)), evaluate });
/** Fails at its every third point, and at three in a row from the 20th on. */
const failing = taskThat(([x]) => {
  const k = Math.round((x as number) * 1000);
  if (k % 3 === 0 || (k >= 20 && k <= 22)) throw new Error(`point ${k}`);
  return k;
});

const study = (options: Partial<StudyOptions>) =>
  createStudy({
    task: failing,
    optimizers: counting,
    hunters: 'none',
    liveRuns: 1,
    seed: 1,
    stop: maxEvaluations(60),
    ...options,
  });

test.each(['with-optimizer', 'inline'] as const)('what follows failures: trials %s', async trials => {
  const backend = { trials: trials === 'inline' ? inline() : trials };
  const runs = async (failedTrials: FailedTrials) => {
    const { outcomes, runs } = await study({ backend, failedTrials }).run();
    return { failed: outcomes.failed, started: runs.started, ended: runs.failed };
  };
  expect(await runs('worst')).toEqual({ failed: 22, started: 1, ended: 0 });
  // Each run ends with its third trial.
  expect(await runs('end-run')).toMatchObject({ failed: 20, started: 20 });
  // Each ends with its 22nd.
  expect((await runs({ inARow: 3, action: 'end-run' })).ended).toBe(2);
  await expect(study({ backend, failedTrials: 'end-study' }).run()).rejects.toMatchObject({
    code: 'GLOMPO_TRIALS_FAILED',
    message: 'a trial of run 1 failed; the last failure: the task threw: point 3',
  });
  await expect(study({ backend, failedTrials: { inARow: 4, action: 'end-study' } }).run()).resolves.toBeDefined();
});

test.each([
  ['hunter bad threw an error: TypeError: oops', { hunters: hunter(() => fail()), huntEvery: 1, liveRuns: 2 }],
  ['condition bad threw an error: TypeError: oops', { hunters: any(hunter(() => fail())), huntEvery: 1, liveRuns: 2 }],
  [
    'hunter bad gave true: expected a reason { by, message } for yes, and undefined for no',
    { hunters: hunter(() => true as never), huntEvery: 1, liveRuns: 2 },
  ],
  ['checker bad threw an error: TypeError: oops', { stop: { name: 'bad', options: {}, test: () => fail() } }],
  [
    'selector bad threw an error: TypeError: oops',
    { optimizers: { ...cycle(counting), name: 'bad', next: () => fail() } },
  ],
  ['start points bad threw an error: TypeError: oops', { startPoints: { name: 'bad', next: () => fail() } }],
  [
    'start points bad threw an error: TypeError: oops',
    { startPoints: { name: 'bad', begin: () => fail(), next: () => fail() } },
  ],
  [
    'hunter bad gave a promise: it must decide at once',
    { hunters: hunter((async () => fail()) as never), huntEvery: 1, liveRuns: 2 },
  ],
  ...[undefined, { type: 'stop' }, { type: 'wait' }].map(
    given =>
      [
        `selector bad gave ${JSON.stringify(given)}: expected { type: "spawn", choice }, or { type: "wait" or "never", reason }`,
        { optimizers: { ...cycle(counting), name: 'bad', next: () => given as never } },
      ] satisfies [string, Partial<StudyOptions>],
  ),
  [
    'checker bad says that NaN evaluations remain: expected a number',
    { stop: { name: 'bad', options: {}, test: () => undefined, remaining: () => Number.NaN } },
  ],
  [
    'checker bad threw an error: something that cannot be read',
    {
      stop: {
        name: 'bad',
        options: {},
        test() {
          throw new Proxy(new Error(), { get: () => fail() });
        },
      },
    },
  ],
] satisfies [string, Partial<StudyOptions>][])(
  'a part that does wrong ends the study, and is named: %s',
  async (message, options) => {
    await expect(study({ task: taskThat(([x]) => x as number), ...options }).run()).rejects.toMatchObject({
      code: 'GLOMPO_DECISION',
      message,
    });
  },
);

test('a start that is nothing is refused like any other that is no point', async () => {
  await expect(study({ startPoints: { name: 'bad', next: () => null as never } }).run()).rejects.toMatchObject({
    code: 'GLOMPO_OPTION',
    message: 'start points bad: expected a point of 1 coordinates, got undefined',
  });
});

test('what a study found before a part broke down is in its events', async () => {
  const broken = study({
    hunters: hunter(({ study }) => (study.evaluations > 30 ? fail() : undefined)),
    huntEvery: 10,
    liveRuns: 2,
  });
  const events: string[] = [];
  const reading = (async () => {
    for await (const { type } of broken.events()) events.push(type);
  })();
  await expect(broken.run()).rejects.toMatchObject({ code: 'GLOMPO_DECISION' });
  await reading;
  expect(events.filter(type => type === 'run-ended')).toHaveLength(2);
  expect(broken.view()?.evaluations).toBeGreaterThan(30);
});

test('a limit of time is refused where what hangs cannot be ended', () => {
  expect(() => study({ trialTimeout: 1 })).toThrow(
    'trialTimeout: backend "inline" cannot end what does not end by itself: expected trials on a backend that can, such as threads() or processes()',
  );
});

test.each([
  [{ trialTimeout: 0 }, 'trialTimeout: expected seconds above 0 and up to 2000000, got 0'],
  [{ trialTimeout: '1' as never }, 'trialTimeout: expected seconds above 0 and up to 2000000, got "1"'],
  [{ retries: -1 }, 'retries: expected an integer of at least 0, got -1'],
  [{ abortGrace: Number.NaN }, 'abortGrace: expected seconds from 0 to 2000000, got NaN'],
  [{ cancelKilled: 1 as never }, 'cancelKilled: expected true or false, got 1'],
  [
    { failedTrials: { inARow: 0, action: 'end-run' } },
    'failedTrials: expected "worst", "end-run", "end-study" or { inARow: n, action: "end-run" | "end-study" }, got {"inARow":0,"action":"end-run"}',
  ],
] satisfies [Partial<StudyOptions>, string][])('wrong options are refused at once: %o', (options, message) => {
  expect(() => study(options)).toThrow(message);
});

test('what a killed run still evaluates is aborted, or goes on where that is wanted', async () => {
  const observe = async (cancelKilled: boolean) => {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    let aborted = 0;
    const task = taskThat(async ([x], { run, trial, signal }) => {
      if (run === 2 && trial === 3) {
        signal.addEventListener('abort', () => {
          aborted++;
          release();
        });
        if (!cancelKilled) setTimeout(release, 30);
        await released;
      }
      return run === 1 ? 0 : (x as number) + 1;
    });
    const { outcomes } = await study({
      task,
      liveRuns: 2,
      slots: 4,
      backend: { trials: inline() },
      hunters: hunter(({ victim }) => (victim.trials >= 2 ? { by: 'bad', message: 'enough' } : undefined)),
      huntEvery: 5,
      cancelKilled,
      stop: maxEvaluations(300),
    }).run();
    return { aborted, cancelled: outcomes.cancelled };
  };
  expect(await observe(true)).toMatchObject({ aborted: 1, cancelled: expect.toSatisfy((n: number) => n >= 1) });
  expect(await observe(false)).toMatchObject({ aborted: 0 });
});

test.each(['with-optimizer', 'inline'] as const)(
  'trials that are aborted at the stop are cancelled: trials %s',
  async trials => {
    const controller = new AbortController();
    let begun = 0;
    const task = taskThat(
      (_, { signal }) =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve(1));
          if (++begun === 2) controller.abort();
        }),
    );
    const backend = { trials: trials === 'inline' ? inline() : trials };
    const stopped = study({ task, backend, slots: 2, liveRuns: 2 });
    const { outcomes, evaluations } = await stopped.run({ signal: controller.signal });
    expect({ outcomes, evaluations }).toEqual({
      outcomes: { ok: 0, failed: 0, timedOut: 0, lost: 0, cancelled: 2 },
      evaluations: 0,
    });
  },
);

function hunter(test: Hunter['test']): Hunter {
  return { name: 'bad', options: {}, test };
}

function fail(): never {
  throw new TypeError('oops');
}
