import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain } from '../contracts/plain.js';
import type { StudyView } from '../contracts/view.js';
import { checkedStart } from '../manager/start.js';
import { parseStartPoints } from '../parts/parse-parts.js';
import { parts } from '../parts/parts.js';
import { checkParameters } from '../space/parameters.js';
import { atWork, parameters } from './rule.test.fixture.js';

const rules = [
  'random',
  'single',
  'single([0, 1, 2])',
  'given([[0, 1, 2], [1, 1, 1]], then=annealing)',
  'incumbent',
  'perturbation',
  'perturbation(width=[0.01, 5, 1], around=[-1, 1e4, 5])',
  'exploitExplore(200, focus=0.5, remember=3)',
  'basinHopping',
  'basinHoppingIncumbent(step=0.3, interval=2, remember=2)',
  'annealing',
  'annealing(visiting=2.9, restart=0.1)',
  'sobol',
  'sobol(false)',
  'latinHypercube(4)',
  'singleLinkage',
  'singleLinkage(20, sigma=0.5, near=0.001)',
  'given([[0, 1, 2], [1, 1, 1]], then=singleLinkage(30))',
  'variableNeighbourhood',
  'variableNeighbourhood(0.1, 1)',
];

/** A study in which `step` steps were made: runs come and go, and find better points now and then. */
function viewAt(step: number, among: readonly Parameter[]): StudyView {
  const point = (k: number) => among.map(({ low, high }, i) => [low, high][(k + i) % 2] as number);
  const live = [1, 2].map(k => recordedRun([(step * k) % 7], { id: 100 * k + step, points: [point(step + k)] }));
  const view = recordedStudy({ parameters: among, evaluations: 10 * step });
  if (step < 3) return view;
  // Far apart, so that some of them are starts.
  const sample = Array.from({ length: 3 * step }, (_, k) => ({
    value: (k * 5) % 13 === 4 ? Number.POSITIVE_INFINITY : (k * 5) % 13,
    point: Float64Array.from(point(k % 6)),
    run: k % 4,
    trial: k,
  }));
  const minima = [{ value: 0, point: Float64Array.from(point(1)), reached: step, run: 1 }].slice(step < 10 ? 1 : 0);
  return {
    ...view,
    live,
    sample,
    minima,
    incumbent: { value: -step, point: Float64Array.from(point(step)), run: step % 4, trial: 1 },
  };
}

/** Starts and ends a run per step. @returns where runs started */
function conduct(text: string, { steps = 30, left = -1, among = parameters, seed = 1 } = {}) {
  const made = () => parseStartPoints(text);
  let rule = made().begin?.() ?? made();
  const starts = [];
  let work = atWork(rule, { seed });
  for (let step = 0; step < steps; step++) {
    if (step === left) {
      // What is written down is all that another session has.
      const notes = rule.notes && (structuredClone(rule.notes()) as Plain);
      const state = work.random.snapshot();
      rule = made().begin?.(notes) ?? made();
      work = atWork(rule, { seed: 99, ended: step });
      work.random.restore(state);
    }
    const start = work.start(viewAt(step, among));
    starts.push(start);
    // A run of three finds nothing.
    const value = step % 3 === 2 ? undefined : (step * 7) % 11;
    work.end(start, value, [...start.point]);
  }
  return starts;
}

test('every rule that there is, is tried here', () => {
  const tried = new Set(rules.map(text => text.replace(/\(.*/, '')));
  expect([...tried].sort()).toEqual(parts.startPoints.parts.map(({ name }) => name).sort());
});

test.each(rules)('%s starts inside of the box, at whole numbers where they are wanted', text => {
  for (const start of conduct(text)) checkedStart(start, viewAt(0, parameters).space, text);
});

test.each(rules.filter(text => !/\d\]/.test(text)))('%s stays inside of any bounds', text => {
  const bound = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(bound, bound, fc.integer(), (a, b, seed) => {
      fc.pre(a !== b);
      const [low, high] = a < b ? [a, b] : [b, a];
      const scale = low > 0 && Math.log10(low) < Math.log10(high) ? 'log' : 'linear';
      const among = checkParameters([{ kind: 'real', name: 'x', low, high, scale }], 'these');
      for (const { point } of conduct(text, { steps: 8, among, seed })) {
        expect((point[0] as number) >= low && (point[0] as number) <= high).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test.each(rules)('%s goes on from its notes as if it had not been left', text => {
  const whole = conduct(text);
  for (const left of [0, 1, 2, 5, 14, 29]) expect(conduct(text, { left })).toEqual(whole);
});

test.each(rules)('%s begins anew in each study, and repeats from its seed', text => {
  expect(conduct(text, { seed: 3 })).toEqual(conduct(text, { seed: 3 }));
  const rule = parseStartPoints(text);
  const first = () => atWork(rule.begin?.() ?? rule).start();
  expect(first()).toEqual(first());
});
