import { readFileSync } from 'node:fs';
import {
  box,
  createRandom,
  createRegistry,
  GlompoError,
  type OptimizerStart,
  optimizer,
  parametersFromBounds,
  searchSpace,
} from '@glompo/core';
import { describe, expect, it } from 'vitest';
import cmaesPlugin from './cmaes.plugin.js';
import { cmaes } from './index.js';
import type { CmaesInput } from './options.js';

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (GlompoError.is(error)) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'no error';
};
const parse = (options: unknown) => message(() => cmaesPlugin.parse(options));

describe('options of cmaes', () => {
  it('have defaults', () => {
    expect(cmaesPlugin.parse({})).toEqual({
      sigma: 0.3,
      populationFactor: 1,
      boundary: 'transform',
      injection: 'exact',
      learningRates: 'fixed',
      covariance: 'full',
      factor: 'cholesky',
      mirrored: false,
      elitist: false,
      restarts: 'none',
      maxRestarts: 9,
      active: true,
      tolFun: 1e-11,
      tolFunHist: 1e-12,
      tolX: 1e-12,
      tolFacUpX: 1e3,
      tolUpSigma: 1e20,
      tolConditionCov: 1e14,
      tolFlatFitness: 1,
      maxFailedGenerations: 50,
      generationFraction: 1,
    });
  });

  it('multiply the default population', () => {
    const asked = (options: object) => {
      const optimizer = cmaesPlugin.create(
        {
          space: searchSpace(parametersFromBounds(box(10, -1, 1))),
          start: { point: new Float64Array(10) },
          random: createRandom(1),
        },
        cmaesPlugin.parse(options),
      );
      return optimizer.ask(1000).length;
    };
    expect([{}, { populationFactor: 4 }, { populationFactor: 4, populationSize: 7 }].map(asked)).toEqual([10, 40, 7]);
  });

  it('are refused by name', () => {
    expect(parse({ sigma: 'two' })).toMatch(/^GLOMPO_OPTION cmaes: sigma: expected a number above 0.*, got "two"$/);
    for (const sigma of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(parse({ sigma })).toMatch(/^GLOMPO_OPTION cmaes: sigma: expected a number above 0/);
    }
    for (const populationSize of [1, 0, 2.5, '8']) {
      expect(parse({ populationSize })).toMatch(
        /^GLOMPO_OPTION cmaes: populationSize: expected an integer of at least 2/,
      );
    }
    for (const generationFraction of [0, 1.1, Number.NaN]) {
      expect(parse({ generationFraction })).toMatch(/^GLOMPO_OPTION cmaes: generationFraction: expected a number/);
    }
    expect(parse({ sigmas: 1 })).toBe('GLOMPO_OPTION cmaes: unknown option "sigmas"; did you mean "sigma"?');
    expect(parse({ active: 1 })).toMatch(/cmaes: active: expected true or false, got 1/);
  });
});

describe('a run of cmaes', () => {
  const create = (low: number, high: number, start: OptimizerStart, options: CmaesInput = {}) => {
    const n = start.point.length;
    const parameters = Array.from({ length: n }, (_, i) => ({ kind: 'real' as const, name: `x${i + 1}`, low, high }));
    const context = { space: searchSpace(parameters), start, random: createRandom(1) };
    return message(() => cmaesPlugin.create(context, cmaesPlugin.parse(options)));
  };
  const at = (...point: number[]): OptimizerStart => ({ point: Float64Array.from(point) });

  it('refuses what it cannot begin with, and says what was expected', () => {
    expect(create(0, 1, at(0.5), { sigma: 1.5 })).toMatch(
      /^GLOMPO_OPTION cmaes: sigma: expected at most 1, the whole range/,
    );
    expect(create(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, at(0.5), { sigma: 1.5 })).toBe('no error');
    expect(create(0, 1, at(0.5, 2))).toBe(
      'GLOMPO_OPTION cmaes: start: point: coordinate 2: expected a number from 0 to 1, got 2',
    );
    expect(create(0, 1, at(Number.NaN))).toMatch(/start: point: coordinate 1: .* got NaN$/);
    expect(create(0, 1, { ...at(0.5, 0.5), spread: Float64Array.of(0.1) })).toMatch(
      /start: spread: expected 2 numbers, got 1/,
    );
    expect(create(0, 1, { ...at(0.5, 0.5), spread: Float64Array.of(0.1, 0) })).toMatch(
      /start: spread: coordinate 2: expected a number above 0, got 0/,
    );
    expect(create(1, 0, at(0.5))).toMatch(
      /^GLOMPO_BOUNDS cmaes: parameter "x1": expected a lower bound below the upper one/,
    );
    expect(create(0, 1, { point: new Float64Array(10_000).fill(0.5) })).toMatch(
      /cmaes: 10000 parameters: .* at most 3000; use covariance: "limited" \(or "separable"\)/,
    );
    expect(create(0, 1, { point: new Float64Array(100).fill(0.5) }, { populationSize: 1_000_000 })).toMatch(
      /cmaes: populationSize: expected at most 500000 with 100 parameters, got 1000000/,
    );
  });

  it('names the option that makes a population or a step too large', () => {
    const free = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
    expect(create(0, 1, at(0.5, 0.5), { populationFactor: 1e9 })).toBe(
      'GLOMPO_OPTION cmaes: populationFactor: expected at most 4166666 with 2 parameters, got 1000000000',
    );
    expect(create(0, 1, at(0.5, 0.5), { populationSize: 1e8, populationFactor: 2 })).toMatch(
      /populationSize: expected at most 25000000 with 2/,
    );
    expect(create(...free, at(0), { sigma: 1e200 })).toMatch(
      /^GLOMPO_OPTION cmaes: sigma: expected a number above 0 and of at most 1e\+150, got 1e\+200/,
    );
    expect(create(...free, at(0, 0), { sigma: 1e100, deviations: [1, 1e100] })).toBe(
      'GLOMPO_OPTION cmaes: deviations: coordinate 2: expected at most 1e+150 with sigma, got 1e+100 · 1e+100',
    );
    expect(create(...free, { ...at(0), spread: Float64Array.of(1e200) })).toMatch(
      /start: spread: coordinate 1: expected a number above 0 and at most 1e\+150, got 1e\+200/,
    );
    expect(create(-1e300, 1e300, { ...at(0), spread: Float64Array.of(1e200) })).toBe('no error');
  });

  it('takes a spread wider than the range as the whole range, and a start on a bound', () => {
    expect(create(0, 1, { ...at(0, 1), spread: Float64Array.of(100, 0.1) })).toBe('no error');
  });

  it('refuses parameters of a kind that it does not know', () => {
    const space = {
      dimensions: 1,
      parameters: [{ kind: 'category', name: 'k' }],
      low: Float64Array.of(0),
      high: Float64Array.of(1),
    };
    const context = { space: space as never, start: at(0.5), random: createRandom(1) };
    expect(message(() => cmaesPlugin.create(context, cmaesPlugin.parse({})))).toMatch(
      /^GLOMPO_PARAMETER_KIND parameter "k"/,
    );
  });
});

describe('the package', () => {
  it('names in its manifest the module that the plugin says it comes from', async () => {
    const { glompo, name } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const module = new URL(`../${glompo.optimizers.cmaes}`, import.meta.url).href;
    const registry = createRegistry([{ package: name, api: glompo.api, optimizers: { cmaes: module } }]);
    const plugin = await registry.optimizer('cmaes');
    expect(plugin.module).toBe(module);
    expect(plugin.traits).toEqual({ asynchronous: false, kinds: ['real', 'integer'] });
    const asynchronous = (options: CmaesInput) => cmaesPlugin.traitsOf(cmaesPlugin.parse(options)).asynchronous;
    expect([{}, { generationFraction: 1 }, { generationFraction: 0.9 }].map(asynchronous)).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('offers the optimizer to a study as an object and by name, options checked', () => {
    expect(cmaes({ sigma: 0.2 }, { maxSlots: 2 })).toMatchObject({
      optimizer: { name: 'cmaes' },
      options: { sigma: 0.2, active: true },
      maxSlots: 2,
    });
    expect(message(() => cmaes({ sigma: -1 }))).toMatch(/^GLOMPO_OPTION cmaes: sigma/);
    expect(optimizer('cmaes', { sigma: 0.2 })).toMatchObject({ optimizer: 'cmaes' });
    // @ts-expect-error: options of a known name are checked in the editor
    optimizer('cmaes', { sigma: 'wide' });
  });
});
