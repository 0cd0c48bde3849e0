// Some cells of the matrix, from the command line: `node command-line.program.js`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Cell, nameOfCell } from './cells.js';
import { keyOf, read } from './diary.js';
import { witness } from './observe.js';
import { optimizersAsText } from './optimizers.js';
import { assertPlaces } from './places.js';
import { type Seen, seed, seeReference } from './reference.js';
import { Surroundings } from './surroundings.js';

const cells: readonly Cell[] = [
  { optimizers: 'threads', trials: 'with-optimizer', slots: 2 },
  { optimizers: 'processes', trials: 'threads', slots: 5 },
  { optimizers: 'inline', trials: 'processes', slots: 2 },
  { optimizers: 'processes', trials: 'inline', slots: 1 },
];
const maxEvaluations = 500;

const glompo = fileURLToPath(new URL('dist/bin.js', import.meta.resolve('glompo/package.json')));
/** The project whose manifest names the scout. */
const project = fileURLToPath(new URL('../..', import.meta.url));

const surroundings = new Surroundings();
after(() => surroundings.remove());

/** Each trial of the reference by its run and number: its point. */
let reference: Seen;
before(async () => {
  reference = await seeReference(surroundings.diary());
});

for (const cell of cells) {
  test(nameOfCell(cell), async () => {
    const diary = surroundings.diary();
    const { pid, code, stdout, stderr } = await run([
      ...[fileURLToPath(witness().module), '--task-option', `diary=${JSON.stringify(diary)}`],
      ...optimizersAsText(diary).flatMap(optimizer => ['--optimizer', optimizer]),
      ...['--optimizers-on', cell.optimizers, '--trials-on', cell.trials, '--slots', `${cell.slots}`],
      ...['--no-hunters', '--seed', `${seed}`, '--max-evaluations', `${maxEvaluations}`, '--live-runs', '4', '--json'],
    ]);
    assert.equal(code, 0, stderr);
    const { placement, slots, evaluations, runs } = JSON.parse(stdout);
    const { optimizers, trials } = cell;
    assert.deepEqual(
      { placement, slots, evaluations },
      {
        placement: { optimizers, trials },
        slots: cell.slots,
        evaluations: maxEvaluations,
      },
    );
    assert.equal(runs.started, runs.killed + runs.converged + runs.failed + runs.stopped);

    const entries = read(diary);
    const asks = entries.filter(entry => entry.type === 'ask');
    const made = entries.filter(entry => entry.type === 'trial');
    // Trials that throw are not in the diary; those that were cancelled at the end are, and count nowhere.
    assert.ok(made.length > 0.8 * maxEvaluations, `${made.length} trials in the diary`);
    for (const { run, trial, point } of made) {
      const expected = reference.runs.get(run);
      if (expected)
        assert.equal(
          point,
          keyOf(expected.trials[trial - 1]?.point ?? new Float64Array()),
          `run ${run}, trial ${trial}`,
        );
    }
    for (const id of [1, 2, 3, 4]) {
      const compared = made.filter(({ run }) => run === id).length;
      assert.ok(compared > 20, `run ${id} has ${compared} trials`);
    }
    assertPlaces(cell, { manager: { pid, parent: process.pid, thread: 0 }, asks, trials: made });
    await surroundings.assertNothingLeft(entries);
  });
}

async function run(
  args: readonly string[],
): Promise<{ pid: number; code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [glompo, 'run', ...args], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise<number | null>(resolve => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { pid: child.pid as number, code, stdout, stderr };
}
