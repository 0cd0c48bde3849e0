import { setTimeout } from 'node:timers/promises';
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { sphere } from '@glompo/tasks';
import { Bystanders } from '../bystanders.js';
import { now } from '../clock.js';
import { optimizerNamed } from '../optimizers.js';
import { placed } from '../placement.js';
import type { Throughput, ThroughputResult } from '../throughput.js';
import { answer } from './answer.js';
import { TrialLog } from './trial-log.js';

answer(async (setup: Throughput): Promise<ThroughputResult> => {
  const study = createStudy({
    ...placed(setup.row),
    task: setup.task === 'sphere' ? sphere() : new URL('../tasks/restless-sphere.task.js', import.meta.url),
    optimizers: optimizerNamed(setup.optimizer),
    slots: setup.slots,
    hunters: 'none',
    stop: maxEvaluations(1e12),
    seed: setup.seed,
  });
  const log = setup.logged ? new TrialLog() : undefined;
  const reading = log?.follow(study);
  const enough = new AbortController();
  const watched = (async () => {
    const look = () => ({
      at: now(),
      evaluations: study.view()?.evaluations ?? 0,
      runs: study.view()?.runs.started ?? 0,
      rows: log?.rows ?? 0,
      bytes: log?.bytes ?? 0,
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
  await reading;
  await log?.close();
  return {
    // What counts is what was written, where everything is to be written.
    evaluationsPerSecond: (log ? after.rows - before.rows : after.evaluations - before.evaluations) / seconds,
    others,
    runsPerSecond: (after.runs - before.runs) / seconds,
    otherEnds: runs.started - runs.converged - runs.stopped,
    missed: log ? evaluations - log.rows : 0,
    megabytesPerSecond: (after.bytes - before.bytes) / seconds / 1e6,
  };
});
