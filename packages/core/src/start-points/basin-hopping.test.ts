import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Start, StartPoints } from '../contracts/decision.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Random } from '../contracts/random.js';
import type { RunStatus } from '../contracts/view.js';
import { drawAllowance, type Move } from '../moves/move.js';
import { createRandom } from '../random/streams.js';
import { AdaptiveScale } from './adaptive-scale.js';
import { basinHopping } from './basin-hopping.js';
import { Walker } from './walker.js';

const parameters: readonly Parameter[] = [
  { kind: 'real', name: 'a', low: 0, high: 10 },
  { kind: 'real', name: 'b', low: 1e-4, high: 1e4, scale: 'log' },
];
const view = recordedStudy({ parameters });
const optimizer = { plugin: 'optimizer', name: 'a', options: {} };

/** A rule at work: starts runs and ends them where it is told. */
function atWork(rule: StartPoints, random: Random = createRandom(1)) {
  return {
    start: (): Start => rule.next(view, { random, optimizer }),
    end(start: Start, value: number | undefined, { point = [5, 1], status = 'converged' as RunStatus } = {}): void {
      const best = value === undefined ? undefined : { value, point: Float64Array.from(point), run: 1, trial: 1 };
      rule.ended?.({ id: 1, optimizer, status, trials: 1, best, origin: start.origin, note: undefined }, view, random);
    },
    /** One run, from its start to its end; its reason says where it began. */
    move(value: number | undefined, point?: number[]): string | undefined {
      const start = this.start();
      this.end(start, value, point ? { point } : {});
      return start.reason?.message;
    },
  };
}

describe('a walker', () => {
  it('goes down always and up by chance, by Metropolis, with a draw that is made before', () => {
    const at = (value: number) => ({ value, point: Float64Array.of(0) });
    const random = createRandom(1);
    const walker = new Walker(1);
    expect(walker.judge(at(5), 0)).toBe(true);
    expect(walker.judge(at(4), 0)).toBe(true);
    expect(walker.judge(at(4), 0)).toBe(true);
    expect(walker.judge(undefined, 1)).toBe(false);
    let up = 0;
    for (let i = 0; i < 10_000; i++) if (new Walker(1, at(4)).judge(at(5), drawAllowance(2, random))) up++;
    // A standard deviation is 0.005.
    expect(up / 10_000).toBeCloseTo(Math.exp(-0.5), 1.6);
    expect(drawAllowance(0, random)).toBe(0);
    expect(new Walker(1, at(4)).judge(at(4.001), 0)).toBe(false);
  });

  it('counts the moves since its best', () => {
    const walker = new Walker(1);
    const after = (value: number | undefined) => {
      walker.judge(value === undefined ? undefined : { value, point: Float64Array.of(0) }, 1e9);
      return walker.sinceBest;
    };
    expect([5, 6, 5, undefined, 4, 4.5].map(after)).toEqual([0, 1, 2, 3, 0, 1]);
  });
});

describe('basinHopping', () => {
  it('begins at random points, one for each walker that is free', () => {
    const work = atWork(basinHopping({ temperature: 1, walkers: 2 }));
    const [first, second] = [work.start(), work.start()];
    expect([first, second].map(start => start.origin)).toEqual([
      { rule: 'basinHopping', walker: 1, move: 1 },
      { rule: 'basinHopping', walker: 2, move: 1 },
    ]);
    expect(first.reason?.message).toBe('move 1 of walker 1, from a random point');
    work.end(first, 3);
    expect(work.start().reason).toEqual({
      by: 'basinHopping',
      message: 'move 2 of walker 1, from 3',
      data: { from: 3 },
    });
  });

  it('accepts between the own minima of each walker, whatever the others have found', () => {
    const work = atWork(basinHopping({ temperature: 0, walkers: 2 }));
    const [a, b] = [work.start(), work.start()];
    work.end(a, 1);
    work.end(b, 50);
    expect(work.move(2)).toBe('move 2 of walker 1, from 1');
    expect(work.move(40)).toBe('move 2 of walker 2, from 50');
    expect(work.move(0.5)).toBe('move 3 of walker 1, from 1');
    expect(work.move(41)).toBe('move 3 of walker 2, from 40');
    expect(work.move(undefined)).toBe('move 4 of walker 1, from 0.5');
    expect(work.move(Infinity)).toBe('move 4 of walker 2, from 40');
    expect(work.move(0)).toBe('move 5 of walker 1, from 0.5');
  });

  it('judges a killed run by its best value, like any other', () => {
    const work = atWork(basinHopping({ temperature: 0, walkers: 1 }));
    work.move(5);
    work.end(work.start(), 4, { status: 'killed' });
    expect(work.start().reason?.message).toBe('move 3 of walker 1, from 4');
  });

  it('says what it takes to be accepted when a move begins, and keeps to it', () => {
    const work = atWork(basinHopping({ temperature: 2, walkers: 1 }));
    work.move(5, [5, 1]);
    let stand = 5;
    const allowances = [];
    for (let i = 0; i < 400; i++) {
      const start = work.start();
      const { metropolis } = start.origin as { metropolis: Move };
      expect(metropolis).toMatchObject({ value: stand, temperature: 2, from: Float64Array.of(5, 1) });
      expect(start.reason?.message).toContain(`from ${stand}`);
      allowances.push(metropolis.allowance);
      const end = stand + metropolis.allowance + (i % 2 ? 1e-9 : -1e-9);
      work.end(start, end);
      if (i % 2 === 0) stand = end;
    }
    // Exponential of mean 2: the standard deviation of the mean of 400 is 0.1.
    expect(allowances.reduce((sum, a) => sum + a, 0) / 400).toBeCloseTo(2, 0);
  });

  it('leaves the walker where it is when a run was killed on its way back', () => {
    const work = atWork(basinHopping({ temperature: 1e9, step: 0.1, walkers: 1 }));
    work.move(5, [5, 1]);
    const start = work.start();
    const { reach } = (start.origin as { metropolis: Move }).metropolis;
    expect(reach).toBeGreaterThan(0);
    work.end(start, 6, { status: 'killed', point: [5 + 0.49 * reach * 10, 1] });
    expect(work.start().reason?.message).toContain('from 5');
    work.end(work.start(), 7, { status: 'killed', point: [5 + 1.1 * 10, 1] });
    expect(work.start().reason?.message).toContain('from 7');
    // What has not been killed is where it is.
    work.end(work.start(), 8, { point: [5 + 1.1 * 10, 1] });
    expect(work.start().reason?.message).toContain('from 8');
  });

  it('steps uniformly by a fraction of the range, in search coordinates, and suggests it as spread', () => {
    const work = atWork(basinHopping({ temperature: 0, step: 0.05, walkers: 1 }));
    work.move(0, [5, 1]);
    const moves = Array.from({ length: 2000 }, () => {
      const start = work.start();
      work.end(start, undefined);
      return [(start.point[0] as number) - 5, Math.log10(start.point[1] as number), start.spread] as const;
    });
    // A twentieth of 10 units and of 8 decades.
    for (const [i, step] of [
      [0, 0.5],
      [1, 0.4],
    ] as const) {
      const changes = moves.map(move => move[i] as number);
      expect(Math.max(...changes)).toBeLessThanOrEqual(step + 1e-12);
      expect(Math.min(...changes)).toBeGreaterThanOrEqual(-step - 1e-12);
      // The mean square of a uniform change is step² / 3, and so is the spread's.
      expect(changes.reduce((sum, x) => sum + x * x, 0) / 2000 / (step * step)).toBeCloseTo(1 / 3, 1.3);
      expect(moves[0]?.[2]?.[i]).toBeCloseTo(step / Math.sqrt(3), 12);
    }
  });

  it('takes a step in absolute units instead', () => {
    const work = atWork(basinHopping({ temperature: 0, absoluteStep: 0.3, walkers: 1 }));
    work.move(0, [5, 1]);
    const { spread } = work.start();
    expect(spread?.[0]).toBeCloseTo(0.3 / Math.sqrt(3), 12);
    expect(spread?.[1]).toBeCloseTo(0.3 / Math.sqrt(3), 12);
  });

  it('is reflected at the bounds, and never leaves the box', () => {
    const point = fc.tuple(fc.double({ min: 0, max: 10, noNaN: true }), fc.double({ min: -4, max: 4, noNaN: true }));
    const step = fc.oneof(
      fc.record({ step: fc.double({ min: 1e-6, max: 1, noNaN: true }) }),
      fc.record({ absoluteStep: fc.double({ min: 1e-6, max: 1e6, noNaN: true }) }),
    );
    fc.assert(
      fc.property(point, step, fc.integer(), ([a, decade], option, seed) => {
        const work = atWork(basinHopping({ temperature: 0, walkers: 1, ...option }), createRandom(seed));
        work.move(0, [a, Math.min(1e4, Math.max(1e-4, 10 ** decade))]);
        const { point } = work.start();
        expect((point[0] as number) >= 0 && (point[0] as number) <= 10).toBe(true);
        expect((point[1] as number) >= 1e-4 && (point[1] as number) <= 1e4).toBe(true);
      }),
    );
    // From a corner, what is reflected is again uniform within the step, not piled up at the bound.
    const work = atWork(basinHopping({ temperature: 0, step: 0.1, walkers: 1 }));
    work.move(0, [0, 1]);
    const moves = Array.from({ length: 1000 }, () => {
      const start = work.start();
      work.end(start, undefined);
      return start.point[0] as number;
    });
    expect(moves.filter(x => x < 0.5).length).toBeGreaterThan(440);
    expect(moves.filter(x => x < 0.5).length).toBeLessThan(560);
    expect(moves).not.toContain(0);
  });

  it('sends a walker on several moves at once when there are more runs than walkers', () => {
    const work = atWork(basinHopping({ temperature: 0, walkers: 1 }));
    work.move(5);
    const [a, b, c] = [work.start(), work.start(), work.start()];
    work.end(b, 3);
    work.end(a, 4); // better than where it began, worse than where the walker stands now
    expect(work.start().reason?.message).toBe('move 5 of walker 1, from 3');
    work.end(c, 2);
    expect(work.start().reason?.message).toBe('move 6 of walker 1, from 2');
  });

  it('prefers free walkers, then those with the fewest moves out', () => {
    const work = atWork(basinHopping({ temperature: 0, walkers: 2 }));
    const walkers = () => (work.start().origin as { walker: number }).walker;
    expect([walkers(), walkers(), walkers(), walkers(), walkers()]).toEqual([1, 2, 1, 2, 1]);
    const other = atWork(basinHopping({ temperature: 0, walkers: 2 }));
    const [first] = [other.start(), other.start()];
    other.end(first as Start, 5);
    // Walker 1 has made more moves, but is free whenever it is asked.
    for (const n of [2, 3, 4]) expect(other.move(5)).toBe(`move ${n} of walker 1, from 5`);
  });

  it('begins a walk anew when its patience is at an end, and ignores what was still out', () => {
    const work = atWork(basinHopping({ temperature: 0, walkers: 1, patience: 2 }));
    work.move(5);
    expect(work.move(6)).toBe('move 2 of walker 1, from 5');
    const [late, later] = [work.start(), work.start()];
    work.move(7);
    work.end(late, -99);
    const start = work.start();
    expect(start.reason?.message).toBe('move 1 of walker 2, from a random point');
    work.end(later, -99);
    work.end(start, 80);
    expect(work.start().reason?.message).toBe('move 2 of walker 2, from 80');
  });

  it('lets a run of another rule begin a walk, while there are fewer than it may have', () => {
    const work = atWork(basinHopping({ temperature: 0, walkers: 1 }));
    work.end({ point: Float64Array.of(1, 1) }, undefined);
    work.end({ point: Float64Array.of(1, 1) }, 5);
    work.end({ point: Float64Array.of(1, 1), origin: { rule: 'given', point: 2 } }, 4);
    expect(work.move(6)).toBe('move 1 of walker 1, from 5');
  });

  it('seeks the wanted acceptance of other minima by its temperature where none is given, on any scale', () => {
    for (const [scale, returning] of [
      [1e-6, 0],
      [1, 0],
      [1, 0.8],
      [1e6, 0.8],
    ] as const) {
      const noise = createRandom(5);
      const work = atWork(basinHopping({ walkers: 1, acceptance: 0.3 }));
      const standsAt = (start: Start) => (start.reason?.data as { from?: number } | undefined)?.from ?? 0;
      let others = 0;
      let accepted = 0;
      let start = work.start();
      for (let i = 0; i < 8000 / (1 - returning); i++) {
        const from = standsAt(start);
        // Back to the same minimum, but for the last digits; or to one whose value has nothing to do with it, rarely a very bad one.
        const returns = noise.uniform() < returning;
        const value = returns
          ? from + 1e-5 * scale * noise.normal()
          : noise.integer(500) === 0
            ? 1e6 * scale
            : scale * noise.normal();
        work.end(start, value);
        start = work.start();
        if (i < 2000 / (1 - returning) || returns) continue;
        others++;
        if (standsAt(start) === value) accepted++;
      }
      expect(accepted / others).toBeCloseTo(0.3, 1.3);
    }
  });

  it('finds its temperature also after one huge change, and on scales near the largest number', () => {
    for (const [scale, first] of [
      [1, 1e300],
      [1e300, 1],
      [8e307, 8e307],
    ] as const) {
      const noise = createRandom(5);
      const work = atWork(basinHopping({ walkers: 1, acceptance: 0.3 }));
      work.move(first);
      let accepted = 0;
      let stand: number | undefined;
      for (let i = 0; i < 3000; i++) {
        const start = work.start();
        const from = (start.reason?.data as { from?: number } | undefined)?.from;
        if (i > 1000 && from !== stand) accepted++;
        stand = from;
        work.end(start, scale * (2 * noise.uniform() - 1));
      }
      expect(Math.abs(accepted / 2000 - 0.3)).toBeLessThan(0.05);
    }
  });

  it('seeks it by its step where that is wanted', () => {
    const noise = createRandom(5);
    const work = atWork(basinHopping({ temperature: 1, step: 0.001, walkers: 1, adaptStep: true }));
    work.move(0, [5, 1]);
    // Rises are three times the distance in decades, so it is the step that decides on acceptance.
    let spread = 0;
    let accepted = 0;
    let stand = 0;
    for (let i = 0; i < 4000; i++) {
      const start = work.start();
      const from = Number(start.reason?.message.replace(/^.*from /, ''));
      if (i > 2000 && from !== stand) accepted++;
      stand = from;
      spread = start.spread?.[1] as number;
      work.end(start, from + 3 * Math.abs(Math.log10(start.point[1] as number)) + 1e-9 * noise.uniform());
    }
    expect(accepted / 2000).toBeCloseTo(0.5, 1.2);
    expect(spread).toBeGreaterThan((0.001 * 8) / Math.sqrt(3));
  });

  it('begins anew in each study, and repeats from its seed', () => {
    const rule = basinHopping({ temperature: 1 });
    const walk = () => {
      const work = atWork(rule.begin?.() as StartPoints, createRandom(3));
      const values = createRandom(4);
      return Array.from({ length: 50 }, () => {
        const start = work.start();
        work.end(start, values.normal());
        return start;
      });
    };
    expect(walk()).toEqual(walk());
  });

  it('leaves a place where it has stood for long, with paving, also for one that is much worse, and goes on so', () => {
    const movesUntilLeft = (paving: number) => {
      const work = atWork(basinHopping({ temperature: 1, walkers: 1, paving }));
      work.move(0);
      for (let moves = 1; moves < 500; moves++) {
        // Half of the moves come back, the others end 40 temperatures higher.
        const start = work.start();
        if (!start.reason?.message.endsWith('from 0')) return moves;
        work.end(start, moves % 2 ? 0 : 40);
      }
      return Number.POSITIVE_INFINITY;
    };
    expect(movesUntilLeft(0)).toBe(Number.POSITIVE_INFINITY);
    expect(movesUntilLeft(0.5)).toBeLessThan(90);
    expect(movesUntilLeft(0.5)).toBeGreaterThan(50);
    expect(movesUntilLeft(5)).toBeLessThan(12);
  });

  it('remembers what is paved where a study goes on', () => {
    const rule = basinHopping({ temperature: 1, walkers: 1, paving: 5 });
    const before = rule.begin?.() as StartPoints;
    const work = atWork(before);
    for (let i = 0; i < 4; i++) work.move(0);
    const allowed = ({ origin }: Start) => (origin as { metropolis: Move }).metropolis.allowance;
    const notes = before.notes?.();
    expect(allowed(atWork(rule.begin?.(notes) as StartPoints, createRandom(9)).start())).toBe(
      20 +
        allowed(
          atWork(basinHopping({ temperature: 1, walkers: 1 }).begin?.(notes) as StartPoints, createRandom(9)).start(),
        ),
    );
  });

  it('refuses to adapt a step without a temperature', () => {
    expect(() => basinHopping({ adaptStep: true })).toThrow('basinHopping: temperature: is required with adaptStep');
    expect(() => basinHopping({ paving: 0.1 })).toThrow('basinHopping: temperature: is required with paving');
    expect(() => basinHopping(-1)).toThrow('basinHopping: temperature: expected a number of at least 0, got -1');
  });
});

it('an adaptive scale rests where the wanted ratio is accepted, in both directions, within its limits', () => {
  const random = createRandom(2);
  for (const [sign, expected] of [
    [1, 4],
    [-1, 0.25],
  ] as const) {
    const scale = new AdaptiveScale(0.2, { sign, largest: 100 });
    let sum = 0;
    // Accepted with probability 0.8 / value for a step, 0.8 · value for a temperature: 0.2 at the expected value.
    for (let i = 0; i < 20_000; i++) {
      scale.moved(random.uniform() < 0.8 * scale.value ** -sign);
      if (i >= 10_000) sum += Math.log(scale.value);
    }
    expect(Math.exp(sum / 10_000) / expected).toBeCloseTo(1, 0.5);
  }
  const scale = new AdaptiveScale(0.5, { sign: 1, largest: 3 });
  for (let i = 0; i < 1000; i++) scale.moved(true);
  expect(scale.value).toBe(3);
  for (let i = 0; i < 1e4; i++) scale.moved(false);
  expect(scale.value).toBe(1e-9);
});
