// The matrix of placements, from code, under the Node that runs it: `node matrix.program.js [pairwise]`.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { everyCell, nameOfCell, pairwiseCells } from './cells.js';
import { placedTrials } from './observe.js';
import { here } from './place.js';
import { assertPlaces } from './places.js';
import { type Seen, see, seeReference } from './reference.js';
import { assertSameRuns } from './same-trials.js';
import { Surroundings } from './surroundings.js';

const surroundings = new Surroundings();
after(() => surroundings.remove());

let reference: Seen;
before(async () => {
  reference = await seeReference(surroundings.diary());
});

test('the study is worth comparing', () => {
  const runs = [...reference.runs.values()];
  assert.deepEqual(
    runs.map(({ optimizer }) => optimizer),
    ['cmaes', 'nelder-mead', 'lbfgs', 'scout', 'cmaes', 'nelder-mead', 'lbfgs', 'scout'],
  );
  for (const { optimizer, trials } of runs) assert.ok(trials.length > 30, `${optimizer}: ${trials.length} trials`);
  const trials = runs.flatMap(run => run.trials);
  assert.ok(
    trials.some(({ failure }) => failure?.includes('too far out')),
    'some trials throw',
  );
  assert.ok(
    trials.some(({ failure }) => failure?.includes('NaN')),
    'some values are NaN',
  );
  assert.ok(
    trials.some(({ told }) => told?.wants.includes('gradient')),
    'some want gradients',
  );
});

for (const cell of process.argv[2] === 'pairwise' ? pairwiseCells : everyCell) {
  test(nameOfCell(cell), async () => {
    const seen = await see(cell, surroundings.diary());
    assertSameRuns(seen, reference);
    const { asks, result } = seen;
    assert.equal(result.evaluations, reference.result.evaluations);
    assert.deepEqual(result.placement, { optimizers: cell.optimizers, trials: cell.trials });
    const trials = placedTrials(seen.runs.values());
    assertPlaces(cell, { manager: here(), asks, trials });
    await surroundings.assertNothingLeft([...asks, ...trials]);
  });
}
