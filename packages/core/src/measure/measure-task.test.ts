import { expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import type { Backend, Workers } from '../contracts/backend.js';
import type { Task } from '../contracts/task.js';
import { lend } from '../worker/local.js';
import type { EvaluateAnswer } from '../worker/protocol.js';
import { CountingFeed, fragile, measure, plan, RetryingFeed } from './measure-task.test.fixture.js';
import type { MeasuredAt, TrialFeed, TrialsToMeasure } from './trial-feed.js';

test('nothing is evaluated but what the feed gave, and all of it is told to the feed', async () => {
  const { feed, result, evaluations } = await measure(([x]) => x as number);
  const [measured] = result.backends;
  expect(feed.out.size).toBe(0);
  expect(feed.evaluated).toBe(evaluations);
  expect(measured).toMatchObject({ backend: 'inline', problem: undefined, failed: 0, lost: 0, trials: evaluations });
  expect(measured?.alone?.trials).toBeGreaterThan(0);
  expect(measured?.together).toMatchObject({ copies: 2 });
  expect(new Set(feed.places.map(({ worker }) => worker))).toEqual(new Set([0, 1]));
});

test('a short task is evaluated often, a long one no more than the plan says', async () => {
  const short = await measure(([x]) => x as number, { plan: { ...plan, stageMs: 200 } });
  expect(short.evaluations).toBeGreaterThan(100);
  const few = await measure(([x]) => x as number, { plan: { ...plan, stageMs: 60_000, mostTrials: 5 } });
  expect(few.evaluations).toBe(1 + 5 + 2 * 5);
  const { evaluations } = await measure(async () => {
    await new Promise(resolve => setTimeout(resolve, 20));
    return 1;
  });
  expect(evaluations).toBe(1 + plan.leastTrials + 2 * plan.leastTrials);
});

test('a task whose first trial lasts is measured by one trial on each slot, at the same time', async () => {
  let running = 0;
  let most = 0;
  const { evaluations, feed } = await measure(
    async () => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setTimeout(resolve, 500));
      running--;
      return 1;
    },
    { plan: { ...plan, longMs: 5 }, slots: 5 },
  );
  expect([evaluations, most]).toEqual([5, 5]);
  expect(feed.places.filter(({ copies }) => copies === 5)).toHaveLength(4);
});

test('a task that mostly waits is measured by such a wave, too, if the plan says so', async () => {
  const { evaluations } = await measure(
    async () => {
      await new Promise(resolve => setTimeout(resolve, 300));
      return 1;
    },
    { plan: { ...plan, waveWhereItWaits: true }, slots: 6 },
  );
  expect(evaluations).toBe(1 + 6);
});

test('a feed may let workers wait until a generation is told', async () => {
  const generation = 4;
  class Swarm extends CountingFeed {
    #asked = 0;
    #waiting: (() => void)[] = [];
    override async next(most: number, at: MeasuredAt) {
      while (this.#asked === generation) await new Promise<void>(resolve => this.#waiting.push(resolve));
      const count = Math.min(most, generation - this.#asked);
      this.#asked += count;
      return super.next(count, at);
    }
    #told() {
      if (this.#asked < generation || this.out.size > 0) return;
      this.#asked = 0;
      for (const wake of this.#waiting.splice(0)) wake();
    }
    override done(...args: Parameters<TrialFeed['done']>) {
      const missing = args[0].points.length - args[1].trials.values.length;
      super.done(...args);
      this.#asked -= missing;
      this.#told();
    }
  }
  const feed = new Swarm();
  const { evaluations } = await measure(
    async () => {
      await new Promise(resolve => setTimeout(resolve, 2));
      return 1;
    },
    { feed },
  );
  expect(feed.evaluated).toBe(evaluations);
});

test('a feed that has nothing ends it', async () => {
  class Empty extends CountingFeed {
    override next() {
      return undefined;
    }
  }
  const { result } = await measure(() => 1, { feed: new Empty() });
  expect(result.backends[0]).toMatchObject({ trials: 0, alone: undefined, problem: undefined });
});

test('failures are the task’s own where nothing else works', async () => {
  const { result, feed } = await measure(() => {
    throw new Error('no licence');
  });
  const [measured] = result.backends;
  expect(measured?.failed).toBe(measured?.trials);
  expect(measured).toMatchObject({ problem: undefined, failure: 'the task threw: no licence' });
  expect(feed.givenBack).toBe(0);
});

test('what fails only on one backend is given back, and that backend cannot be used', async () => {
  // The same workers under another name, where the first worker's calls go astray: their task is another one.
  const other = lend({
    parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
    evaluate: () => {
      throw new Error('not on this thread');
    },
  } satisfies Task);
  const strange: Backend = {
    ...inline(),
    name: 'strange',
    open: async options => {
      const workers = await inline().open(options);
      return {
        get size() {
          return workers.size;
        },
        call: (worker, request, how) =>
          workers.call(
            worker,
            (request as { type: string }).type === 'load' ? { ...(request as object), task: other.reference } : request,
            how,
          ),
        replace: (worker, reason) => workers.replace(worker, reason),
        resize: size => workers.resize(size),
        [Symbol.asyncDispose]: () => workers[Symbol.asyncDispose](),
      };
    },
  };
  const offered: string[] = [];
  const keep = ({ name }: Backend) => {
    offered.push(name);
    return false;
  };
  const { result, feed, evaluations } = await measure(([x]) => x as number, { backends: [inline(), strange], keep });
  other.release();
  expect(offered).toEqual(['inline']);
  const [works, fails] = result.backends;
  expect(works?.problem).toBeUndefined();
  expect(fails?.problem).toBe('every evaluation failed there: the task threw: not on this thread');
  expect(fails?.trials).toBe(4);
  expect(feed.givenBack).toBe(4);
  expect(feed.evaluated).toBe(evaluations);
});

test('a trial that does not end makes its backend unusable, and is lost', async () => {
  const { result, feed } = await measure(() => new Promise<number>(() => {}), { trialTimeoutMs: 50 });
  expect(result.backends[0]).toMatchObject({ problem: 'an evaluation had not ended after 0.06 s', lost: 1 });
  expect([feed.evaluated, feed.givenBack, feed.lostTrials]).toEqual([0, 0, 1]);
});

test.each([1, 3, 5])(
  'one trial (%i) that takes workers down does not make their backend unusable, and goes to no other one',
  async poison => {
    const feed = new RetryingFeed();
    const backends = [fragile(ordinal => ordinal === poison), inline()];
    const { result } = await measure(([x]) => x as number, { backends, feed, plan: { ...plan, mostTrials: 10 } });
    const [first, second] = result.backends;
    expect(first).toMatchObject({ problem: undefined, failed: 0, lost: 3 });
    expect(first?.together?.trials).toBeGreaterThan(0);
    expect(second).toMatchObject({
      problem: 'it is not used, since the task takes its workers down on fragile',
      together: undefined,
      trials: poison === 1 ? 0 : 1,
    });
    expect([feed.out.size, feed.givenBack]).toEqual([0, 0]);
  },
);

test('three different trials that take workers down do', async () => {
  const { result, feed } = await measure(([x]) => x as number, { backends: [fragile(ordinal => ordinal > 2)] });
  expect(result.backends[0]).toMatchObject({ problem: 'it is dead', lost: 3 });
  expect(feed.out.size).toBe(0);
});

test('a trial that has taken a worker down is given back by who waited for one on another backend', async () => {
  let release = () => {};
  const released = new Promise<void>(resolve => {
    release = resolve;
  });
  const poison = 3;
  class Waiting extends RetryingFeed {
    override async next(most: number, at: MeasuredAt) {
      if (at.copies > 1 && at.backend === 'inline') await released;
      return super.next(most, at) as TrialsToMeasure;
    }
    override lost(given: TrialsToMeasure, reason: { message: string }): void {
      super.lost(given, reason);
      release();
    }
  }
  const feed = new Waiting();
  const { result, evaluations } = await measure(
    async () => {
      await new Promise(resolve => setTimeout(resolve, 50));
      return 1;
    },
    {
      backends: [fragile(ordinal => ordinal === poison), inline()],
      feed,
      plan: { ...plan, waveWhereItWaits: true },
      slots: 2,
    },
  );
  expect(result.backends[1]).toMatchObject({ together: undefined, trials: 1 });
  expect(feed.evaluated).toBe(evaluations);
  expect(feed.out.size).toBe(0);
});

function longTrial(ordinal: number) {
  let evaluations = 0;
  let finish = () => {};
  const finished = new Promise<void>(resolve => {
    finish = resolve;
  });
  const evaluate = async () => {
    if (++evaluations === ordinal) await finished;
    return 1;
  };
  return { evaluate, finish: () => finish() };
}

test.each([2, 4, 6])(
  'a later trial (%i) that lasts is not waited for, and told to the feed when it ends',
  async ordinal => {
    const { evaluate, finish } = longTrial(ordinal);
    let closed: Promise<void> | undefined;
    const offered: string[] = [];
    const { result, feed } = await measure(evaluate, {
      plan: { ...plan, mostTrials: 4, longMs: 50, leaveLong: true },
      onUnfinished: promise => {
        closed = promise;
      },
      keep: ({ name }) => offered.push(name) > 1,
    });
    expect(result.backends[0]?.problem).toBeUndefined();
    expect(result.backends[0]?.alone?.trials).toBeGreaterThan(0);
    expect(feed.out.size).toBe(1);
    expect(offered).toEqual([]);
    finish();
    await closed;
    expect(feed.out.size).toBe(0);
    expect(feed.givenBack + feed.lostTrials).toBe(0);
  },
);

test('an interrupt is heard by a trial that was not waited for', async () => {
  const controller = new AbortController();
  let closed: Promise<void> | undefined;
  const { feed } = await measure(longTrial(2).evaluate, {
    plan: { ...plan, longMs: 50, leaveLong: true },
    onUnfinished: promise => {
      closed = promise;
    },
    signal: controller.signal,
  });
  controller.abort();
  await closed;
  expect([feed.out.size, feed.givenBack]).toEqual([0, 1]);
});

test('nobody waits for a later trial that lasts while others wait for it', async () => {
  const { evaluate, finish } = longTrial(6);
  // One batch after the other.
  class Generations extends CountingFeed {
    #waiting: (() => void)[] = [];
    override async next(most: number, at: MeasuredAt) {
      while (this.out.size > 0) await new Promise<void>(resolve => this.#waiting.push(resolve));
      return super.next(most, at);
    }
    override done(...args: Parameters<TrialFeed['done']>) {
      super.done(...args);
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }
  const feed = new Generations();
  let closed: Promise<void> | undefined;
  await measure(evaluate, {
    feed,
    plan: { ...plan, mostTrials: 4, longMs: 50, leaveLong: true },
    onUnfinished: promise => {
      closed = promise;
    },
  });
  finish();
  await closed;
  // What came too late was given back.
  await expect.poll(() => feed.givenBack > 0 && feed.out.size === 0).toBe(true);
});

test('an interrupt ends it at once, with everything given back', async () => {
  const controller = new AbortController();
  const feed = new CountingFeed();
  const measuring = measure(
    () => {
      controller.abort();
      return new Promise<number>(() => {});
    },
    { feed, signal: controller.signal },
  );
  await expect(measuring).rejects.toMatchObject({ code: 'GLOMPO_INTERRUPTED' });
  expect([feed.out.size, feed.givenBack]).toEqual([0, 1]);
});

test('an interrupt ends it also while the feed lets wait, and what comes late is given back', async () => {
  const controller = new AbortController();
  let come = () => {};
  class Late extends CountingFeed {
    override async next(most: number, at: MeasuredAt) {
      controller.abort();
      await new Promise<void>(resolve => {
        come = resolve;
      });
      return super.next(most, at);
    }
  }
  const feed = new Late();
  await expect(measure(() => 1, { feed, signal: controller.signal })).rejects.toMatchObject({
    code: 'GLOMPO_INTERRUPTED',
  });
  come();
  await expect.poll(() => feed.givenBack).toBe(1);
  expect(feed.out.size).toBe(0);
});

test('what the listener of parameters throws is the outcome', async () => {
  const refused = measure(() => 1, {
    onLoaded: ({ parameters }) => {
      throw new Error(`no ${parameters[0]?.name}`);
    },
  });
  await expect(refused).rejects.toThrow('no x');
});

test('a closure cannot travel to workers with a memory of their own', async () => {
  const away: Backend = {
    ...inline(),
    name: 'away',
    traits: { ...inline().traits, isolated: true },
    open: () => Promise.reject(new Error('never opened')),
  };
  const { result } = await measure(() => 1, { backends: [away, inline()] });
  expect(result.backends[0]?.problem).toContain('cannot travel to backend "away"');
  expect(result.backends[1]?.problem).toBeUndefined();
});

test('workers can be kept, with the task loaded', async () => {
  const kept: Workers[] = [];
  await measure(([x]) => (x as number) * 2, {
    keep: (_, workers) => {
      kept.push(workers);
      return true;
    },
  });
  const [workers] = kept as [Workers];
  const request = { type: 'evaluate', run: 1, first: 1, points: Float64Array.of(3), wants: [] };
  const answer = (await workers.call(0, request)) as unknown as EvaluateAnswer;
  expect(answer.trials.values).toEqual(Float64Array.of(6));
  await workers[Symbol.asyncDispose]();
});
