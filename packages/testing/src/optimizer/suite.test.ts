import type { OptimizerContext, OptimizerPlugin, PlainObject, Proposal, Reason } from '@glompo/core';
import walk from '@glompo/testing/fixtures/walk.plugin.js';
import { describe, expect, test } from 'vitest';
import { changed, moved, otherPlugin, plugin, setAt } from '../broken/changed-walk.js';
import type { ConformanceCase } from '../cases/conformance-case.js';
import { describeConformance } from '../vitest.js';
import { optimizerConformance } from './suite.js';

describeConformance('a walk', optimizerConformance({ plugin: walk }));
describeConformance(
  'a walk along gradients',
  optimizerConformance({ plugin: walk, options: { gradient: true, population: 4 } }),
);

let shared = 0;

/** For every case, walks that break what it asks. */
const broken: Readonly<Record<string, readonly OptimizerPlugin[]>> = {
  'is a plugin: name, API version, module, traits, methods': [
    otherPlugin({ name: '' }),
    otherPlugin({ api: 2 }),
    otherPlugin({ module: './walk.js' }),
    otherPlugin({ traits: { asynchronous: false, kinds: [] } }),
    otherPlugin({ traits: {} }),
    otherPlugin({ traitsOf: () => ({ asynchronous: 'sometimes', kinds: ['real'] }) }),
    otherPlugin({ create: undefined }),
  ],
  'is the default export of the module that it names': [
    otherPlugin({ name: 'run' }),
    otherPlugin({ module: new URL('../../dist/index.js', import.meta.url).href }),
  ],
  'parses options into plain data, and what it has parsed into the same': [
    otherPlugin({ parse: (given: unknown) => ({ ...(plugin.parse(given) as object), at: new Date(0) }) }),
    otherPlugin({ parse: (given: PlainObject) => ({ depth: 1 + Number(given.depth ?? 0) }) }),
  ],
  'refuses an unknown option by its name': [
    otherPlugin({ parse: () => plugin.parse({}) }),
    otherPlugin({
      parse(given: PlainObject) {
        if ('noSuchOption' in given) throw new Error('walk: unknown option "noSuchOption"');
        return plugin.parse(given);
      },
    }),
  ],
  'refuses an option of the wrong type by its name': [
    otherPlugin({ parse: (given: PlainObject) => ({ ...(plugin.parse({}) as object), ...given }) }),
  ],
  'refuses options that are no object': [
    otherPlugin({ parse: (given: unknown) => plugin.parse(typeof given === 'object' ? given : {}) }),
  ],
  'proposes finite points of the right length inside the bounds, in 1, 2 and 5 dimensions': [
    moved(x => x.slice(1)),
    moved(x => setAt(x, 0, Number.NaN)),
    moved((x, { space }) => setAt(x, 0, space.high[0]! + 1e-9)),
    moved((x, { space }) => (space.dimensions === 5 ? setAt(x, 4, -3.1) : undefined)),
    moved(x => Float32Array.from(x) as unknown as Float64Array),
  ],
  'wants only what there is to want': [
    changed(original => ({
      ask: limit => original.ask(limit).map(p => ({ ...p, wants: ['hessian'] }) as unknown as Proposal),
    })),
  ],
  'gives at most as many proposals as it is asked for': [
    changed(original => ({ ask: () => original.ask(6) })),
    changed(original => ({ ask: limit => original.ask(limit === 3 ? 4 : limit) })),
  ],
  'gives nothing only while trials are outstanding or after its stop': [
    changed(original => {
      let asked = 0;
      return { ask: limit => (++asked > 20 ? [] : original.ask(limit)) };
    }),
  ],
  'gives nothing more after fewer than the limit, until it is told something': [
    changed(original => ({ ask: limit => original.ask(Math.min(limit, 2)) })),
  ],
  'proposes the same points however they are split over ask and tell': [
    changed((original, { random }) => ({
      ask(limit) {
        if (limit === 1000) random.uniform();
        return original.ask(limit);
      },
    })),
    changed((original, { random }) => ({
      tell(proposals, evaluations) {
        original.tell(proposals, evaluations);
        random.uniform();
      },
    })),
  ],
  'repeats its points for the same seed': [moved(x => setAt(x, 0, Math.random()))],
  'proposes other points for another seed': [
    changed((_, { random, space }) => {
      random.restore({ words: [1, 2, 3, 4] });
      return { ask: () => [{ x: space.low.map(low => low + 1) }] };
    }),
  ],
  'takes neither chance nor time but what it is given': [
    moved(x => setAt(x, 0, Math.random())),
    moved(x => setAt(x, 0, Date.now() > 0 ? 1 : 2)),
    moved(x => setAt(x, 0, performance.now() > 0 ? 1 : 2)),
    moved(x => setAt(x, 0, new Date().getFullYear() > 0 ? 1 : 2)),
    moved(x => {
      try {
        Math.random();
      } catch {}
      return x;
    }),
  ],
  'shares nothing with others of its kind': [moved(x => setAt(x, 0, (shared++ % 11) / 11))],
  'leaves its space and its options as they were': [
    changed((_, { space }) => {
      space.low[0]! += 1;
      return {};
    }),
    otherPlugin({
      create(context: OptimizerContext, options: { population: number }) {
        options.population++;
        return plugin.create(context, options);
      },
    }),
  ],
  'keeps no hold on what it has handed over': [
    changed(original => {
      let last: readonly Proposal[] = [];
      return {
        ask(limit) {
          const proposals = original.ask(limit);
          last = [...proposals];
          return proposals;
        },
        tell: (proposals, evaluations) =>
          original.tell(
            proposals.map((p, i) => last[i] ?? p),
            evaluations,
          ),
      };
    }),
  ],
  'survives failed trials: +Infinity': [
    changed((original, { space }) => {
      let mean = 0;
      return {
        ask: limit =>
          original.ask(limit).map(p => ({ x: setAt(p.x, 0, Math.min(space.high[0]!, p.x[0]! + 0 * mean)) })),
        tell(proposals, evaluations) {
          for (const { value } of evaluations) mean += value;
          original.tell(proposals, evaluations);
        },
      };
    }),
    changed(original => ({
      tell(proposals, evaluations) {
        if (evaluations.some(e => e.value === Number.POSITIVE_INFINITY)) throw new Error('Infinity');
        original.tell(proposals, evaluations);
      },
    })),
  ],
  'survives values that are equal, huge, tiny or −0': [
    changed(original => {
      let mean = 0;
      return {
        ask: limit => original.ask(limit).map(p => ({ x: setAt(p.x, 0, p.x[0]! + 0 * mean) })),
        tell(proposals, evaluations) {
          for (const { value } of evaluations) if (Number.isFinite(value)) mean += value ** 2;
          original.tell(proposals, evaluations);
        },
      };
    }),
  ],
  'goes on without what it wanted beside the value': [
    changed(original => ({
      ask: limit => original.ask(limit).map(p => ({ ...p, wants: ['gradient'] })),
      tell(proposals, evaluations) {
        for (const { gradient, value } of evaluations) {
          if (value < Number.POSITIVE_INFINITY && gradient!.length === 0) return;
        }
        original.tell(proposals, evaluations);
      },
    })),
  ],
  'gets better: 5,000 trials on a sphere': [
    changed((original, { start }) => {
      const first = start.point.slice();
      return { ask: limit => original.ask(limit).map(() => ({ x: first.slice() })) };
    }),
    changed(original => {
      let trials = 0;
      return {
        tell(proposals, evaluations) {
          trials += proposals.length;
          if (trials > 1000) throw new Error('too many');
          original.tell(proposals, evaluations);
        },
      };
    }),
  ],
  'takes snapshots of plain data that can be cloned, between any two calls': [
    changed(original => ({ snapshot: () => ({ ...(original.snapshot() as object), at: new Map() as never }) })),
    changed(original => ({ snapshot: () => ({ ...(original.snapshot() as object), f: (() => 1) as never }) })),
    changed(original => {
      let outstanding = 0;
      return {
        ask(limit) {
          const proposals = original.ask(limit);
          outstanding += proposals.length;
          return proposals;
        },
        tell(proposals, evaluations) {
          outstanding -= proposals.length;
          original.tell(proposals, evaluations);
        },
        snapshot() {
          if (outstanding > 0) throw new Error('not now');
          return original.snapshot();
        },
      };
    }),
  ],
  'is not disturbed when a snapshot is taken': [
    changed((original, { random }) => ({
      snapshot() {
        const state = original.snapshot();
        random.uniform();
        return state;
      },
    })),
  ],
  'shares no memory with a snapshot': [
    changed(original => {
      const seen = new Float64Array(1);
      return {
        tell(proposals, evaluations) {
          seen[0]! += 1;
          original.tell(proposals, evaluations);
        },
        snapshot: () => ({ ...(original.snapshot() as PlainObject), seen }),
      };
    }),
    changed((original, { space }) => {
      const offset = new Float64Array(1);
      return {
        ask: limit =>
          original.ask(limit).map(p => ({ x: setAt(p.x, 0, Math.min(p.x[0]! + offset[0]!, space.high[0]!)) })),
        snapshot: () => ({ ...(original.snapshot() as PlainObject), offset }),
      };
    }),
  ],
  'goes on from a snapshot bit for bit, first with what was asked and not told': [
    // Forgets what was outstanding.
    changed(original => ({
      snapshot: () => ({ ...(original.snapshot() as PlainObject), outstanding: [] }),
    })),
    // Gives it in another order.
    changed(original => ({
      snapshot() {
        const state = original.snapshot() as { outstanding: Float64Array[] };
        return { ...state, outstanding: state.outstanding.reverse() };
      },
    })),
    // Forgets where its random stream was.
    changed((original, { random }) => {
      const words = random.snapshot();
      return { snapshot: () => ({ ...(original.snapshot() as PlainObject), random: words }) };
    }),
    // Loses digits.
    changed(original => ({
      snapshot() {
        const state = original.snapshot() as { step: number };
        return { ...state, step: Math.fround(state.step) };
      },
    })),
  ],
  'if asynchronous, is told in any order, and goes on from a snapshot first with what is outstanding, in ask order': [
    // Takes each result for that of the oldest point.
    otherPlugin({ traits: { asynchronous: true, kinds: ['real'] } }),
    otherPlugin({ traitsOf: () => ({ asynchronous: true, kinds: ['real'] }) }),
  ],
  'stops once and for all, with a reason, and then asks for nothing new': [
    changed(original => ({
      get stop() {
        return original.stop && ({ ...original.stop, message: '' } as Reason);
      },
    })),
    changed(original => ({
      ask: limit =>
        original.stop === undefined ? original.ask(limit) : [{ x: Float64Array.of(0, 0) } satisfies Proposal],
    })),
    changed(original => {
      let seen = 0;
      return {
        get stop() {
          return original.stop && seen++ % 3 !== 2 ? original.stop : undefined;
        },
      };
    }),
    changed(original => {
      let stop: Reason | undefined;
      return {
        tell(proposals, evaluations) {
          original.tell(proposals, evaluations);
          stop = original.stop;
        },
        get stop() {
          return stop;
        },
      };
    }),
  ],
  'keeps the laws when points are injected at any moment': [
    changed(() => ({
      inject() {
        throw new Error('not now');
      },
    })),
    changed(original => {
      let offset = 0;
      return {
        ask: limit => original.ask(limit).map(p => ({ x: setAt(p.x, 0, p.x[0]! + offset) })),
        inject() {
          offset = 9;
        },
      };
    }),
    changed((original, { space }) => {
      let offset = 0;
      return {
        ask: limit => original.ask(limit).map(p => ({ x: setAt(p.x, 0, Math.min(space.high[0]!, p.x[0]! + offset)) })),
        inject() {
          offset = 0.5;
        },
      };
    }),
  ],
  'searches boxes of very different magnitudes': [
    moved((x, { space: { low, high } }) => x.map((v, i) => v + 0 * (high[i]! - low[i]!) ** 2)),
  ],
  'searches logarithmic parameters in search coordinates': [
    moved((x, { space: { parameters } }) =>
      x.map((v, i) => Math.min(parameters[i]!.high, Math.max(parameters[i]!.low, v))),
    ),
  ],
  'starts on the bounds, and with a spread': [
    changed((_, { start, space }) => {
      if (start.point.some((v, i) => v === space.low[i] || v === space.high[i])) throw new Error('on a bound');
      return {};
    }),
    // Takes the spread for bounds.
    changed((original, { start: { point, spread }, space }) => ({
      ask: limit =>
        original
          .ask(limit)
          .map(p => ({ x: p.x.map((v, i) => (spread ? point[i]! + 2 * spread[i]! : Math.min(v, space.high[i]!))) })),
    })),
  ],
  'searches a space without bounds, or refuses it by GLOMPO_BOUNDS': [
    changed((_, { space }) => {
      if (!space.low.every(Number.isFinite)) throw new Error('no bounds');
      return {};
    }),
    moved((x, { space: { low, high } }) => x.map((v, i) => v + 0 * (high[i]! - low[i]!))),
  ],
};

async function failure(found: ConformanceCase | undefined): Promise<unknown> {
  try {
    return (await found?.run()) ?? 'passed';
  } catch (error) {
    return error;
  }
}

describe('the suite', () => {
  test('has a broken optimizer for every case', () => {
    const names = optimizerConformance({ plugin }).map(each => each.name);
    expect(Object.keys(broken).sort()).toEqual([...names].sort());
  });

  for (const [name, plugins] of Object.entries(broken)) {
    test(`catches an optimizer that breaks: ${name}`, async () => {
      for (const [i, each] of plugins.entries()) {
        const found = optimizerConformance({ plugin: each }).find(one => one.name === name);
        expect(await failure(found), `broken optimizer ${i + 1}`).toBeInstanceOf(Error);
      }
    });
  }
});
