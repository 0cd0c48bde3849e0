import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as checkers from '../checkers/index.js';
import { formatCondition } from '../conditions/format-condition.js';
import { all, any, atLeast, lasting, not, quota } from '../conditions/index.js';
import { context, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Checker, Condition, Hunter, StartPoints } from '../contracts/decision.js';
import { GlompoError } from '../errors/glompo-error.js';
import * as hunters from '../hunters/index.js';
import { createRandom } from '../random/streams.js';
import { parseChecker, parseHunter, parseSelector, parseStartPoints, readSelector } from './parse-parts.js';
import { parts } from './parts.js';

const names = (kind: keyof typeof parts) => parts[kind].parts.map(({ name }) => name).sort();

it('knows every built-in part by its kind', () => {
  expect(names('hunters')).toEqual(
    [
      ...['minTrials', 'evaluationsUnmoving', 'bestUnmoving', 'lastPointsInvalid', 'stepSize', 'parameterDistance'],
      ...['valueAnnealing', 'timeAnnealing', 'optimizerType', 'predictiveTermination', 'knownBasin', 'settledMove'],
      ...['all', 'any', 'not', 'atLeast', 'lasting', 'quota'],
    ].sort(),
  );
  expect(names('checkers')).toEqual(
    [
      ...['maxEvaluations', 'maxEvaluationsPerParameter', 'maxSeconds', 'maxSessionSeconds', 'maxCoreSeconds'],
      ...['targetValue', 'nothingBetter', 'nothingBetterSeconds'],
      ...['runsStarted', 'runsConverged', 'runsKilled', 'killsAfterConvergence'],
      ...['all', 'any', 'not', 'atLeast', 'lasting'],
    ].sort(),
  );
  expect(names('selectors')).toEqual([
    ...['bandit', 'bipop', 'chain', 'cycle', 'ipop', 'random', 'realsOnly', 'starting'],
  ]);
  expect(names('startPoints')).toEqual(
    [
      ...['random', 'single', 'given', 'incumbent', 'perturbation', 'exploitExplore'],
      ...['basinHopping', 'basinHoppingIncumbent', 'annealing', 'sobol', 'latinHypercube', 'singleLinkage'],
      'variableNeighbourhood',
    ].sort(),
  );
  for (const { parts: table } of Object.values(parts)) {
    for (const { description } of table) expect(description).toMatch(/^[A-Z].*\.$/);
  }
});

it('makes hunters and checkers from text', () => {
  const hunter = parseHunter('all(minTrials(500), parameterDistance(relative=0.05))');
  expect(formatCondition(hunter)).toBe('all(minTrials(trials=500), parameterDistance(relative=0.05, against=hunter))');
  expect(formatCondition(parseHunter('evaluationsUnmoving(20, 0.5)'))).toBe(
    'evaluationsUnmoving(calls=20, tolerance=0.5)',
  );
  expect(formatCondition(parseHunter('not(condition=any(minTrials, bestUnmoving()))'))).toBe(
    'not(any(minTrials(trials=500), bestUnmoving(calls=500, tolerance=0.01)))',
  );
  expect(
    formatCondition(parseHunter('atLeast(2, minTrials, lasting(900, stepSize(0.1)), quota(1, 5000, bestUnmoving))')),
  ).toBe(
    'atLeast(minTrials(trials=500), lasting(stepSize(relative=0.1, calls=100), evaluations=900), ' +
      'quota(bestUnmoving(calls=500, tolerance=0.01), kills=1, evaluations=5000), n=2)',
  );
  expect(formatCondition(parseHunter('quota(minTrials, kills=2, evaluations=10)'))).toBe(
    'quota(minTrials(trials=500), kills=2, evaluations=10)',
  );
  const checker = parseChecker('any(maxEvaluations(10_000), targetValue(0, tolerance=1e-6))');
  expect(checker.watchValue).toBe(1e-6);
  expect(checker.remaining?.(recordedStudy({ evaluations: 1 }))).toBe(9999);
  expect(checker.test(recordedStudy({ evaluations: 10_000 }), context())?.by).toBe('any');
});

it('reads back every condition that it has formatted', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const positive = fc.integer({ min: 2, max: 1e9 });
  const hunter: fc.Arbitrary<Hunter> = fc.letrec<{ hunter: Hunter }>(tie => ({
    hunter: fc.oneof(
      { maxDepth: 3 },
      positive.map(trials => hunters.minTrials(trials)),
      fc.record({ calls: positive, tolerance: fraction }).map(hunters.evaluationsUnmoving),
      fc.record({ calls: positive, tolerance: fraction }).map(hunters.bestUnmoving),
      fraction.filter(f => f > 0).map(f => hunters.valueAnnealing(f)),
      fc.record({ relative: fraction, against: fc.constantFrom('hunter', 'all') }).map(hunters.parameterDistance),
      positive.map(trials => hunters.lastPointsInvalid(trials)),
      fc.record({ relative: fraction, calls: positive }).map(hunters.stepSize),
      fraction.filter(f => f > 0).map(f => hunters.timeAnnealing(3 * f)),
      fc.string({ unit: 'binary' }).map(optimizer => hunters.optimizerType({ optimizer })),
      fc.array(tie('hunter'), { minLength: 1, maxLength: 3 }).map(h => all(...h)),
      fc.array(tie('hunter'), { minLength: 1, maxLength: 3 }).map(h => any(...h)),
      fc.tuple(fc.nat(), several(tie('hunter'))).map(([n, h]) => atLeast(1 + (n % h.length), ...h)),
      fc.tuple(positive, tie('hunter')).map(([n, h]) => lasting(n, h)),
      fc.tuple(positive, positive, tie('hunter')).map(([k, n, h]) => quota(k, n, h)),
      tie('hunter').map(h => not(h)),
    ),
  })).hunter;
  fc.assert(
    fc.property(hunter, h => {
      expect(data(parseHunter(formatCondition(h)))).toStrictEqual(data(h));
    }),
  );
  const number = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  const checker: fc.Arbitrary<Checker> = fc.letrec<{ checker: Checker }>(tie => ({
    checker: fc.oneof(
      { maxDepth: 3 },
      positive.map(n => checkers.maxEvaluations(n)),
      positive.map(n => checkers.maxEvaluationsPerParameter(n)),
      number.map(n => checkers.maxSeconds(n)),
      number.map(n => checkers.maxSessionSeconds(n)),
      number.map(n => checkers.maxCoreSeconds(n)),
      fc.record({ value: fc.double({ noNaN: true }), tolerance: fraction }).map(checkers.targetValue),
      positive.map(n => checkers.nothingBetter(n)),
      number.map(n => checkers.nothingBetterSeconds(n)),
      positive.map(n => checkers.runsStarted(n)),
      positive.map(n => checkers.runsConverged(n)),
      positive.map(n => checkers.runsKilled(n)),
      fc.record({ kills: fc.nat(), converged: positive }).map(checkers.killsAfterConvergence),
      several(tie('checker')).map(c => all(...c)),
      fc.tuple(fc.nat(), several(tie('checker'))).map(([n, c]) => atLeast(1 + (n % c.length), ...c)),
      fc.tuple(positive, tie('checker')).map(([n, c]) => lasting(n, c)),
    ),
  })).checker;
  fc.assert(
    fc.property(checker, c => {
      expect(data(parseChecker(formatCondition(c)))).toStrictEqual(data(c));
    }),
  );
});

const several = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });

/** All of a condition that is not a function. */
function data<View>({ conditions, ...condition }: Condition<View>): unknown {
  const plain = Object.entries(condition).filter(([, value]) => typeof value !== 'function');
  return { ...Object.fromEntries(plain), conditions: conditions?.map(each => data(each)) };
}

it('shows options that the grammar has no words for all the same', () => {
  const condition = {
    name: 'own',
    options: { a: null, b: { c: 1 }, d: new Float64Array([1, 2]), e: 'x y' },
    test: () => undefined,
  };
  expect(formatCondition(condition)).toBe('own(a=null, b="{\\"c\\":1}", d=[1, 2], e="x y")');
});

it.each([
  ['minTrails(500)', 'unknown hunter "minTrails"; did you mean "minTrials"?'],
  ['all(minTrials(5), maxEvaluations(5))', 'unknown hunter "maxEvaluations"; known: all, any, atLeast, bestUnmoving,'],
  ['minTrials(many)', 'minTrials: trials: expected a positive integer, got "many"'],
  ['minTrials(trails=5)', 'minTrials: unknown option "trails"; did you mean "trials"?'],
  ['minTrials(5, 6)', 'minTrials: takes one option (trials), got 6 beside'],
  ['minTrials(5, trials=6)', 'minTrials: trials: is given twice, by place and by name'],
  ['bestUnmoving(1, 2, 3)', 'bestUnmoving: takes 2 options (calls, tolerance), got 3 beside'],
  ['minTrials(not(5))', 'minTrials: trials: expected a plain value, got not(5)'],
  ['minTrials([5])', 'minTrials: trials: expected a positive integer, got [5]'],
  ['all()', 'all: expected at least 1 of: a condition such as minTrials(500), got 0'],
  ['all(5)', 'all: expected a condition such as minTrials(500), got 5'],
  ['atLeast(3, minTrials, bestUnmoving)', 'atLeast: n: expected at most the number of conditions, 2, got 3'],
  ['atLeast(minTrials)', 'atLeast: n: is required: how many of the conditions have to say yes'],
  ['lasting(0, minTrials)', 'lasting: evaluations: expected a positive integer, got 0'],
  ['lasting(minTrials, bestUnmoving, evaluations=5)', 'lasting: expected exactly 1 of: a condition such as'],
  ['quota(1, minTrials)', 'quota: evaluations: is required: in how many evaluations of the study'],
  ['quota(1, 100)', 'quota: expected exactly 1 of: a hunter such as minTrials(500), got 0'],
  [
    'parameterDistance(against=everyone)',
    'parameterDistance: against: expected one of "hunter", "all", got "everyone"',
  ],
  ['all(minTrials(5), x=5)', 'all: unknown option "x"'],
  ['not(minTrials(5), minTrials(6))', 'not: expected exactly 1 of: a condition such as minTrials(500), got 2'],
])('says what is wrong with %s', (text, message) => {
  expect(() => parseHunter(text)).toThrow(
    expect.objectContaining({ code: 'GLOMPO_OPTION', message: expect.stringContaining(message) }),
  );
});

it('makes selectors of optimizers by name, or of what it is told to make of a call', () => {
  const selector = parseSelector('cycle(cmaes(sigma=0.3), lbfgs)');
  expect(selector.name).toBe('cycle');
  expect(selector.choices).toEqual([
    { optimizer: 'cmaes', options: { sigma: 0.3 } },
    { optimizer: 'lbfgs', options: {} },
  ]);
  expect(parseSelector('random(a)', call => ({ optimizer: `my-${call.name}`, options: {} })).choices).toEqual([
    { optimizer: 'my-a', options: {} },
  ]);
  expect(() => parseSelector('cycle(cmaes(0.3))')).toThrow('cmaes: expected key=value, got 0.3');
  expect(() => parseSelector('cycle(5)')).toThrow('cycle: expected an optimizer such as cmaes(sigma=0.3), got 5');
});

it('tells all that is wrong in one text, also with what it takes time to choose', async () => {
  expect(() => parseHunter('all(5, not(minTrails(1), minTrials(-1)))')).toThrow(
    expect.objectContaining({
      message: `4 mistakes:
  all: expected a condition such as minTrials(500), got 5
  not: expected exactly 1 of: a condition such as minTrials(500), got 2
  unknown hunter "minTrails"; did you mean "minTrials"?
  minTrials: trials: expected a positive integer, got -1`,
    }),
  );
  const nobody = async ({ name }: { readonly name: string }) => {
    throw new GlompoError('GLOMPO_PLUGIN_UNKNOWN', `nobody knows ${name}`);
  };
  await expect(readSelector('cycle(a, 5, cycle(b(x=1), a))', nobody)).rejects.toThrow(
    `3 mistakes:
  cycle: expected an optimizer such as cmaes(sigma=0.3), got 5
  nobody knows a
  nobody knows b`,
  );
});

it('makes rules of start points from text', () => {
  const first = (rule: StartPoints) =>
    rule.next(recordedStudy(), { random: createRandom(1), optimizer: { plugin: 'optimizer', name: 'a', options: {} } });
  expect(first(parseStartPoints('given([1, 2])')).point).toEqual(Float64Array.of(1, 2));
  expect(first(parseStartPoints('given([[3, 4], [1, 2]], then=basinHopping(0.8, step=0.1))')).point).toEqual(
    Float64Array.of(3, 4),
  );
  expect(first(parseStartPoints('basinHopping')).origin).toEqual({ rule: 'basinHopping', walker: 1, move: 1 });
  expect(() => parseStartPoints('given()')).toThrow('given: points: is required');
  expect(() => parseStartPoints('given([1, 2], incumbant())')).toThrow(
    'unknown rule of start points "incumbant"; did you mean "incumbent"?',
  );
  expect(() => parseStartPoints('random(5)')).toThrow('random: takes no options, got 5 beside');
  expect(() => parseStartPoints('basinHopping(adaptStep=true)')).toThrow('basinHopping: temperature: is required');
});
