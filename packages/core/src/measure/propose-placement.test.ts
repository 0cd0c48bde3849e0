import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Circumstances } from './placement-proposal.js';
import { proposePlacement } from './propose-placement.js';
import type { BackendMeasurement, TaskMeasurement, TrialTimes } from './task-measurement.js';

interface Kind {
  readonly seconds: number;
  readonly blocked: number;
  readonly processor: number;
  readonly spread?: number;
}

const traits = {
  processes: { preemptive: true, parallel: true, remote: false, isolated: true, contained: true },
  threads: { preemptive: true, parallel: true, remote: false, isolated: true },
  inline: { preemptive: false, parallel: false, remote: false, isolated: false },
};
const starts = { processes: 0.16, threads: 0.06, inline: 0.001 };
const trips = { processes: 3e-4, threads: 2e-4, inline: 3e-5 };
type Name = keyof typeof traits;

function times({ seconds, blocked, processor, spread = 0.01 }: Kind): TrialTimes {
  const quartiles = [seconds * (1 - spread / 2), seconds * (1 + spread / 2)] as const;
  const shares = { blockedShare: blocked, processorShare: processor };
  return {
    trials: 20,
    median: seconds,
    mean: seconds,
    min: quartiles[0],
    max: quartiles[1],
    quartiles,
    spread,
    ...shares,
  };
}

/** As a machine with two cores measures it, with what is different on some backends. */
function measured(kind: Kind, different: Partial<Record<Name, Partial<BackendMeasurement>>> = {}): TaskMeasurement {
  const backends = (['processes', 'threads', 'inline'] as const).map((backend): BackendMeasurement => {
    return {
      backend,
      traits: traits[backend],
      problem: undefined,
      startSeconds: starts[backend],
      loadSeconds: 0.002,
      roundTripSeconds: trips[backend],
      workerBytes: 1e7,
      trials: 61,
      failed: 0,
      failure: undefined,
      lost: 0,
      alone: times(kind),
      together: { ...times(kind), copies: 2 },
      slowdown: 1,
      programs: false,
      ...different[backend],
    };
  });
  return { backends };
}

function proposed(measurement: TaskMeasurement, given: Partial<Circumstances> = {}) {
  const proposal = proposePlacement(measurement, { cores: 2, ...given });
  if (proposal === undefined) throw new Error('nothing was proposed');
  const { optimizers, trials } = proposal.placement;
  return { ...proposal, where: `${optimizers} / ${trials}` };
}

const computes = (seconds: number): Kind => ({ seconds, blocked: 1, processor: 1 });
const waits = (seconds: number): Kind => ({ seconds, blocked: 0.006, processor: 0.005 });

test('what computes goes to threads, with the optimizer, one on each core', () => {
  for (const seconds of [1e-6, 1e-3, 0.02]) {
    const { where, slots, utilisation } = proposed(measured(computes(seconds)));
    expect([where, slots]).toEqual(['threads / with-optimizer', 2]);
    expect(utilisation).toBeGreaterThan(0.9);
  }
});

test('evaluations that are worth a message each go to a pool, whose slots few optimizers share', () => {
  for (const seconds of [0.05, 1, 3600]) {
    const { where, slots, utilisation } = proposed(measured(computes(seconds)));
    expect([where, slots]).toEqual(['threads / threads', 2]);
    expect(utilisation).toBeGreaterThan(0.9);
  }
  // Programs are ended with certainty on processes; the optimizers live where they start sooner, and not in the way of the manager.
  expect(proposed(measured(computes(1), { processes: { programs: true } })).where).toBe('threads / processes');
  expect(proposed(measured(computes(1)), { slots: 1 }).where).toBe('threads / with-optimizer');
  expect(proposed(measured(computes(1)), { slots: 2, liveRuns: 2 }).where).toBe('threads / with-optimizer');
});

test('what waits without blocking goes inline, and many at once', () => {
  const { where, slots, utilisation, reason } = proposed(measured(waits(0.05)));
  expect(where).toBe('inline / inline');
  expect(slots).toBeGreaterThan(8);
  expect(utilisation).toBeGreaterThan(0.97);
  expect(reason.message).toContain('an evaluation takes 50 ms and blocks its thread for less than 1 % of that');
  expect(reason.data).toMatchObject({ slots, cores: 2, blockedShare: 0.006 });
});

test('with fewer optimizers than slots, their generations share the slots', () => {
  const { where, utilisation } = proposed(measured({ ...waits(0.1), spread: 0.9 }), { slots: 16, liveRuns: 4 });
  expect(where).toBe('inline / inline');
  expect(utilisation).toBeGreaterThan(0.9);
  const uneven = measured({ ...waits(0.1), spread: 0.9 });
  // Measured in a prototype: two swarms of 8 on 16 slots keep 0.59 of them busy.
  expect(proposed(uneven, { slots: 16, liveRuns: 2 }).utilisation).toBeCloseTo(0.59, 2);
  const one = proposed(measured(computes(60)), { slots: 8, cores: 8, liveRuns: 1 });
  expect(one.where).toBe('inline / threads');
});

test('what blocks its thread without computing has a worker for each slot, where it can be ended', () => {
  const { where, slots } = proposed(measured({ seconds: 0.03, blocked: 1, processor: 0.01 }));
  expect(where).toBe('processes / with-optimizer');
  expect(slots).toBeGreaterThan(2);
});

test('programs are started from processes', () => {
  const { where, reason } = proposed(measured(computes(0.02), { processes: { programs: true } }));
  expect(where).toBe('processes / with-optimizer');
  expect(reason.message).toContain('it starts programs, which only processes ends with certainty');
});

test('a backend with a problem is not used, and its problem is told', () => {
  const { where, reason, considered } = proposed(measured(computes(0.02), { threads: { problem: 'no add-ons here' } }));
  expect(where).toBe('processes / with-optimizer');
  expect(reason.because).toEqual([{ by: 'threads', message: 'no add-ons here' }]);
  expect(considered.find(({ placement }) => placement.trials === 'threads')).toMatchObject({
    evaluationsPerSecond: 0,
    problem: 'no add-ons here',
  });
  const given = proposed(measured(computes(0.02)), { problems: { threads: 'copies disturb each other' } });
  expect(given.where).toBe('processes / with-optimizer');
});

test('copies that slow each other down on threads go to processes, if that can be believed', () => {
  const slower = { ...times(computes(0.04)), copies: 2 };
  const clear = measured(computes(0.02), { threads: { together: slower, slowdown: 2 } });
  expect(proposed(clear).where).toBe('processes / with-optimizer');
  const few = { ...slower, trials: 2, spread: 1.5 };
  const doubtful = measured(computes(0.02), { threads: { together: few, slowdown: 2 } });
  expect(proposed(doubtful).where).toBe('threads / with-optimizer');
});

test('a task that has taken down a process stays on processes: a thread would take the manager along', () => {
  for (const seconds of [1e-3, 0.05]) {
    const { placement, reason } = proposed(measured(computes(seconds), { processes: { lost: 1 } }));
    expect(placement).toMatchObject(
      seconds < 0.03 ? { optimizers: 'processes', trials: 'with-optimizer' } : { trials: 'processes' },
    );
    expect(reason.message).toContain('it took a worker down, or did not end, which does no harm only on processes');
  }
});

test('what would hold everything up is not evaluated inline, even with one slot', () => {
  expect(proposed(measured(computes(5)), { slots: 1 }).where).toBe('threads / with-optimizer');
  expect(proposed(measured(computes(1e-4)), { slots: 1 }).where).toBe('inline / with-optimizer');
  const closure = { problem: 'it cannot travel', alone: undefined, together: undefined, trials: 0 };
  const only = measured(computes(5), { processes: closure, threads: closure });
  expect(proposed(only, { slots: 1 }).where).toBe('inline / with-optimizer');
});

test('a task with threads of its own gets fewer slots', () => {
  expect(proposed(measured({ seconds: 1, blocked: 1, processor: 4 }), { cores: 8 }).slots).toBe(2);
});

test('nothing is proposed where nothing works, or nothing was evaluated', () => {
  const none = { problem: 'it crashes' };
  const nowhere = measured(computes(1), { processes: none, threads: none, inline: none });
  expect(proposePlacement(nowhere, { cores: 2 })).toBeUndefined();
  expect(proposePlacement({ backends: [] }, { cores: 2 })).toBeUndefined();
});

test('whatever was measured, a proposal is possible, and no other placement is expected to be much better', () => {
  const kind = fc.record({
    seconds: fc.double({ min: 1e-7, max: 1e4, noNaN: true }),
    blocked: fc.double({ min: 0, max: 1, noNaN: true }),
    processor: fc.double({ min: 0, max: 8, noNaN: true }),
    spread: fc.double({ min: 0, max: 3, noNaN: true }),
  });
  const given = fc.record({
    cores: fc.integer({ min: 1, max: 64 }),
    slots: fc.option(fc.integer({ min: 1, max: 256 }), { nil: undefined }),
    liveRuns: fc.option(fc.integer({ min: 1, max: 256 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(kind, given, (kind, given) => {
      const { slots, utilisation, evaluationsPerSecond, considered, batch } = proposed(measured(kind), given);
      expect(slots).toBeGreaterThanOrEqual(1);
      expect(utilisation).toBeGreaterThan(0);
      expect(utilisation).toBeLessThanOrEqual(1);
      expect(batch.trials).toBeGreaterThanOrEqual(1);
      for (const other of considered)
        expect(other.evaluationsPerSecond * 0.969).toBeLessThanOrEqual(evaluationsPerSecond);
    }),
  );
});
