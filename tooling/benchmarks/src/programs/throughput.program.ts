import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { openRecord, recordStudy } from '@glompo/store';
import { sphere } from '@glompo/tasks';
import { Bystanders } from '../bystanders.js';
import { now } from '../clock.js';
import { optimizerNamed } from '../optimizers.js';
import { placed } from '../placement.js';
import type { Throughput, ThroughputResult } from '../throughput.js';
import { answer } from './answer.js';
import { temporaryFolder } from './temporary-folder.js';

answer(async (setup: Throughput): Promise<ThroughputResult> => {
  const study = createStudy({
    ...placed(setup.row),
    task: setup.task === 'sphere' ? sphere() : new URL(`../tasks/${setup.task}.task.js`, import.meta.url),
    optimizers: optimizerNamed(setup.optimizer),
    slots: setup.slots,
    hunters: 'none',
    stop: maxEvaluations(1e12),
    seed: setup.seed,
    recorded: setup.logged,
  });
  const folder = setup.logged ? join(temporaryFolder(), 'study') : undefined;
  const recording = folder === undefined ? undefined : await recordStudy(study, folder);
  const enough = new AbortController();
  const watched = (async () => {
    const look = () => ({
      at: now(),
      evaluations: study.view()?.evaluations ?? 0,
      runs: study.view()?.runs.started ?? 0,
      bytes: folder === undefined ? 0 : sizeOf(folder),
    });
    while (look().evaluations === 0) await setTimeout(5);
    await setTimeout(1000 * setup.warmUp);
    const bystanders = new Bystanders();
    const before = look();
    await setTimeout(1000 * setup.window);
    const after = look();
    const others = bystanders.share();
    enough.abort();
    return { before, after, others, seconds: (after.at - before.at) / 1000 };
  })();
  const ended = study.run({ signal: enough.signal });
  const { before, after, others, seconds } = await Promise.race([
    watched,
    ended.then(({ reason }) =>
      Promise.race([watched, Promise.reject(new Error(`ended too early: ${reason.message}`))]),
    ),
  ]);
  const { runs, evaluations } = await ended;
  await recording?.close();
  return {
    // Where all of them are recorded, the study waits for the record when it is some megabytes ahead.
    evaluationsPerSecond: (after.evaluations - before.evaluations) / seconds,
    others,
    runsPerSecond: (after.runs - before.runs) / seconds,
    otherEnds: runs.started - runs.converged - runs.stopped,
    missed: folder === undefined ? 0 : evaluations - recordedIn(folder),
    megabytesPerSecond: (after.bytes - before.bytes) / seconds / 1e6,
  };
});

/** Bytes of the record of a study, with what has not yet been moved into its file. */
function sizeOf(folder: string): number {
  return ['study.db', 'study.db-wal']
    .map(name => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}

function recordedIn(folder: string): number {
  using record = openRecord(folder);
  let count = 0;
  for (const { trials } of record.events({ types: ['trials'] })) count += trials.values.length;
  return count;
}
