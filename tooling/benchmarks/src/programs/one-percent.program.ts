import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { inline, type SlotReport, type StudyOptions } from '@glompo/core';
import { randomSearch } from '@glompo/optimizer-classic';
import { type ObservedTrial, observe } from '@glompo/testing';
import { Bystanders } from '../bystanders.js';
import type { OnePercent, OnePercentResult } from '../one-percent.js';
import { placed } from '../placement.js';
import { type BegunFault, hangs, kills } from '../tasks/one-percent.task.js';
import { answer } from './answer.js';
import { rounds } from './rounds.js';
import { temporaryFolder } from './temporary-folder.js';

/** What an ordinary evaluation takes, by the clock. Two busy workers on two cores lose some 2 ms per trial to messages, faults or none. */
const milliseconds = 200;
/** Seconds. Long enough that on a busy machine no death is taken for a hang. */
const trialTimeout = 1;
const abortGrace = 0.1;
const deadlineMs = 300_000;

answer(async ({ row, slots, runs, points, seed }: OnePercent): Promise<OnePercentResult> => {
  const study = (task: object): StudyOptions => ({
    task: { module: new URL('../tasks/one-percent.task.js', import.meta.url).href, options: { ...task } },
    optimizers: rounds(runs, randomSearch({ maxPoints: points })),
    // As many at all times as there will ever be: none is alone at the end for long.
    liveRuns: runs,
    hunters: 'none',
    seed,
  });
  const harmless = { ...study({ milliseconds: 0, harmless: true }), backend: inline(), slots: 1 };
  const reference = await observe(harmless, { deadlineMs });
  const diary = join(temporaryFolder(), 'begun');
  const bystanders = new Bystanders();
  const { runs: seen, result } = await observe(
    { ...study({ milliseconds, diary }), ...placed(row), slots, trialTimeout, abortGrace },
    { deadlineMs },
  );
  const others = bystanders.share();
  for (const [id, { trials }] of reference.runs) ensureSameTrials(id, seen.get(id)?.trials ?? [], trials);
  if (seen.size !== reference.runs.size) throw new Error(`there were ${seen.size} runs`);
  return { ...shares(result.slotTime, result.outcomes.ok, faultsIn(diary)), others };
});

/** The same points and values; those that hang have timed out, those that end their worker have failed, the others are ok. */
function ensureSameTrials(
  run: number,
  seen: readonly (ObservedTrial | undefined)[],
  expected: readonly (ObservedTrial | undefined)[],
): void {
  if (seen.length !== expected.length) throw new Error(`run ${run} has made ${seen.length} trials`);
  for (const [i, trial] of seen.entries()) {
    const [x, value] = [expected[i]?.point as Float64Array, expected[i]?.value];
    const outcome = hangs(x) ? 'timed-out' : kills(x) ? 'failed' : 'ok';
    if (!isDeepStrictEqual([trial?.point, trial?.value, trial?.outcome], [x, value, outcome]))
      throw new Error(`trial ${i + 1} of run ${run} is not the one that is made inline: ${JSON.stringify(trial)}`);
  }
}

function faultsIn(diary: string): readonly BegunFault[] {
  try {
    return readFileSync(diary, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as BegunFault);
  } catch (error) {
    // A short study may have none.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/**
 * What the faults themselves take: a point that hangs takes its time limit and the grace after it, once; and every worker that is ended, by itself or
 * because it hangs, takes the time for which a slot waits for another one (where one stands by, nobody waits, and nothing is taken off): that is a
 * figure of its own.
 *
 * Everything else that is no evaluation is lost, whatever the reason: a hang that is noticed late, or twice; a worker that is ended slowly;
 * trials that are made a second time; messages; runs that are over while others are not. But for the time until the workers were there: no
 * fault has a part in that.
 */
function shares(
  { total, spent }: SlotReport,
  ok: number,
  faults: readonly BegunFault[],
): Omit<OnePercentResult, 'others'> {
  const hung = new Set(faults.flatMap(({ run, trial, hangs }) => (hangs ? `${run} ${trial}` : [])));
  const allowed = hung.size * (trialTimeout + abortGrace);
  const useful = (ok * milliseconds) / 1000;
  const lost = total - spent.starting - spent.beingReplaced - useful - allowed;
  return {
    lost: lost / total,
    beingReplaced: spent.beingReplaced / total,
    noticing: (spent.evaluating - useful - allowed) / total,
    faults: allowed / total,
    calls: faults.length,
  };
}
