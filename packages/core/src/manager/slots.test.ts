import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type IdleReason, idleReasons } from './slot-time.js';
import { type Lease, SlotLedger } from './slots.js';

/** What a manager may do with slots, one step after the other, each after some time. */
const step = fc.record({
  ms: fc.nat(50),
  action: fc.oneof(
    { weight: 4, arbitrary: fc.constant({ type: 'take' as const }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('release' as const), which: fc.nat() }) },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('work' as const),
        which: fc.nat(),
        busyMs: fc.nat(80),
        optimizerMs: fc.nat(80),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('resize' as const), total: fc.nat(6) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('explain' as const),
        reasons: fc.array(fc.tuple(fc.constantFrom<IdleReason>(...idleReasons), fc.nat(7)), { maxLength: 4 }),
      }),
    },
  ),
});

test('slots are never over-committed, never lost, and every slot-second is accounted once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 80 }), (initial, steps) => {
      let now = 0;
      let total = initial;
      let expected = 0;
      const ledger = new SlotLedger(initial, () => now);
      const held: Lease[] = [];
      for (const { ms, action } of steps) {
        now += ms;
        expected += (Math.max(total, held.length) * ms) / 1000;
        switch (action.type) {
          case 'take':
            if (held.length >= total) expect(() => ledger.take()).toThrow(/in use/);
            else held.push(ledger.take());
            break;
          case 'release':
            if (held.length > 0) {
              const [lease] = held.splice(action.which % held.length, 1) as [Lease];
              lease.release();
              expect(() => lease.release()).toThrow(/twice/);
            }
            break;
          case 'work':
            if (held.length > 0) held[action.which % held.length]?.worked(action.busyMs, action.optimizerMs);
            break;
          case 'resize':
            total = action.total;
            ledger.resize(total);
            break;
          case 'explain':
            ledger.explain(action.reasons);
        }
        expect(ledger.total).toBe(total);
        expect(ledger.free).toBe(Math.max(0, total - held.length));
        const { spent } = ledger;
        for (const seconds of Object.values(spent)) expect(seconds).toBeGreaterThanOrEqual(-1e-9);
        expect(Object.values(spent).reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(expected, 9);
      }
      for (const lease of held) lease.release();
      expect(ledger.free).toBe(total);
    }),
  );
});

test('the time of a lease is split into what the worker was busy with and the way there and back', () => {
  let now = 0;
  const ledger = new SlotLedger(1, () => now);
  const lease = ledger.take();
  now = 1000;
  lease.worked(600, 200);
  now = 1500;
  lease.worked(500, 0);
  lease.release();
  now = 1700;
  ledger.explain([['waitingForPoints', 1]]);
  now = 2000;
  expect(ledger.spent).toMatchObject({
    evaluating: 0.9,
    optimizing: 0.2,
    waitingForManager: 0.6,
    waitingForPoints: 0.3,
    starting: 0,
  });
});
