/**
 * The global minimum of a Lennard-Jones cluster: 38 atoms, 114 coordinates, a double funnel. Thousands of L-BFGS runs are
 * managed on two threads; Metropolis walkers say where each begins (basin hopping).
 *
 *     node dist/lennard-jones-demo.js [--atoms 38] [--seed n] [--seconds 60] [--json]
 */
import { parseArgs } from 'node:util';
import { threads } from '@glompo/backend-threads';
import { createStudy, type StudyEvent } from '@glompo/core';
import { maxSeconds, targetValue } from '@glompo/core/checkers';
import { any } from '@glompo/core/conditions';
import { basinHopping } from '@glompo/core/start-points';
import { lbfgs } from '@glompo/optimizer-classic';
import { knownMinimum, lennardJones } from '@glompo/tasks';

const { values: args } = parseArgs({
  options: {
    atoms: { type: 'string', default: '38' },
    seed: { type: 'string' },
    seconds: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
  },
});
const atoms = Number(args.atoms);
const published = knownMinimum('lennard-jones', { atoms })?.value;
if (published === undefined) throw new Error(`no published minimum of ${atoms} atoms is known here`);

const study = createStudy({
  task: lennardJones({ atoms }),
  // Six decimals are enough: the default tolerances cost an eighth more evaluations.
  optimizers: lbfgs({ gradientTolerance: 1e-5, valueTolerance: 1e-10 }),
  backend: threads(),
  slots: 2,
  liveRuns: 8,
  // A run lasts a millisecond or two, less than a turn: it has ended before a hunter could see it half done.
  hunters: 'none',
  // Wales & Doye's temperature and step, in units of the pair potential's depth and diameter.
  startPoints: basinHopping({ temperature: 0.8, absoluteStep: 0.45, walkers: 8 }),
  // The published value has six decimals.
  stop: any(targetValue({ value: published, tolerance: 1e-6 }), maxSeconds(Number(args.seconds))),
  ...(args.seed !== undefined && { seed: Number(args.seed) }),
});

/** Distinct low minima: energies that differ by more than this are different structures. */
const resolution = 1e-3;
const minima = new Map<number, { energy: number; times: number }>();
const ends = new Map<string, number>();

const say = args.json ? () => {} : (line: string) => console.log(line);
const running = study.run();
let shownAt = 0;
for await (const event of study.events()) tell(event);
const { value, evaluations, runs, seconds, seed, reason } = await running;
if (value !== null) see(value); // Its run was stopped with the study, at the target.
const lowest = [...minima.values()].sort((a, b) => a.energy - b.energy).slice(0, 8);

if (args.json) {
  console.log(
    JSON.stringify({
      atoms,
      value,
      published,
      difference: (value ?? Number.NaN) - published,
      evaluations,
      runs,
      seconds,
      seed,
      reason: reason.message,
      lowest,
    }),
  );
} else {
  say(`\nLowest energy found      ${value?.toFixed(6)}`);
  say(
    `published (CCD)          ${published.toFixed(6)}   difference ${((value ?? Number.NaN) - published).toExponential(1)}`,
  );
  say(
    `${evaluations.toLocaleString('en')} gradient evaluations in ${seconds.toFixed(1)} s (seed ${seed}); ${reason.message}`,
  );
  say(
    `\nRuns: ${runs.started} started, ${runs.converged} converged, ${runs.killed} killed, ${runs.failed} failed, ${runs.stopped} stopped with the study`,
  );
  for (const [why, count] of [...ends].sort((a, b) => b[1] - a[1])) say(`  ${String(count).padStart(7)}  ${why}`);
  say('\nDistinct low minima seen');
  for (const { energy, times } of lowest) say(`  ${energy.toFixed(6)}  ${times} times`);
}
process.exitCode = value !== null && value <= published + 1e-6 ? 0 : 1;

function tell(event: StudyEvent): void {
  if (event.type === 'study-started') {
    say(
      `${event.task}: ${event.parameters.length} coordinates, optimizers on ${event.placement.optimizers}, ${event.slots} slots, ${event.liveRuns} live runs, seed ${event.seed}`,
    );
  } else if (event.type === 'incumbent') {
    if (event.seconds - shownAt < 0.5) return;
    shownAt = event.seconds;
    say(
      `${event.seconds.toFixed(1).padStart(6)} s ${String(event.evaluations).padStart(9)} evaluations  run ${event.found.run}: ${event.found.value.toFixed(6)}`,
    );
  } else if (event.type === 'run-ended') {
    // The same sentence with other figures is the same reason.
    const why = `${event.status}: ${event.reason.message
      .replace(/\([^)]*\)/g, '')
      .replace(/-?\d[\d.,e+-]*/g, '…')
      .replace(/\s+/g, ' ')}`;
    ends.set(why, (ends.get(why) ?? 0) + 1);
    if (event.best !== undefined && event.status === 'converged') see(event.best.value);
  } else if (event.type === 'warning') {
    say(event.message);
  }
}

function see(energy: number): void {
  const key = Math.round(energy / resolution);
  const known = minima.get(key);
  minima.set(key, { energy: Math.min(energy, known?.energy ?? energy), times: (known?.times ?? 0) + 1 });
}
