import { expect, it } from 'vitest';
import type { StartPoints } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import { parseStartPoints } from '../parts/parse-parts.js';
import { begunRule, notesOfRule } from './own-notes.js';
import { atWork } from './rule.test.fixture.js';

const rules = [
  ...['random', 'single', 'sobol', 'latinHypercube(3)', 'annealing', 'exploitExplore(100)', 'singleLinkage'],
  ...['basinHopping', 'basinHoppingIncumbent', 'variableNeighbourhood', 'given([[0, 1, 2]], then=annealing)'],
];

/** What it remembers after some runs, as another session finds it. */
function notesOf(text: string): Plain | undefined {
  const rule = begunRule(parseStartPoints(text), undefined);
  const work = atWork(rule);
  for (let i = 0; i < 15; i++) work.end(work.start(), (i * 7) % 11);
  return structuredClone(notesOfRule(rule));
}

const startsOf = (rule: StartPoints) => {
  const work = atWork(rule);
  return Array.from({ length: 6 }, (_, i) => {
    const start = work.start();
    work.end(start, (i * 5) % 7);
    return start;
  });
};

it.each(rules)('%s begins afresh after another rule', text => {
  const fresh = startsOf(begunRule(parseStartPoints(text), undefined));
  for (const other of rules.filter(each => each !== text))
    expect([other, startsOf(begunRule(parseStartPoints(text), notesOf(other)))]).toEqual([other, fresh]);
});

it('does so behind the points of the user, too', () => {
  const after = (then: string) => parseStartPoints(`given([[0, 1, 2]], then=${then})`);
  const rule = begunRule(after('basinHopping'), undefined);
  const work = atWork(rule);
  for (let i = 0; i < 5; i++) work.end(work.start(), i);
  const noted = structuredClone(notesOfRule(rule));
  expect(startsOf(begunRule(after('annealing'), noted))).toEqual(
    startsOf(begunRule(parseStartPoints('annealing'), undefined)),
  );
});

it('goes on after itself, also from notes that were recorded without a name', () => {
  const { notes } = notesOf('basinHopping') as { readonly notes: Plain };
  const starts = startsOf(begunRule(parseStartPoints('basinHopping'), notesOf('basinHopping')));
  expect(starts[0]?.reason?.message).toMatch(/^move 16 of walker/);
  expect(startsOf(begunRule(parseStartPoints('basinHopping'), notes))).toEqual(starts);
});
