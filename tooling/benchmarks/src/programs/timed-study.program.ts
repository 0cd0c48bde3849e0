import { setTimeout } from 'node:timers/promises';
import { createStudy, type Study } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { Bystanders } from '../bystanders.js';
import { now } from '../clock.js';
import { readDiaries } from '../diary.js';
import { optimizerNamed } from '../optimizers.js';
import { placed } from '../placement.js';
import { pssOfTree } from '../pss.js';
import type { TimedStudy, TimedWork } from '../timed-study.js';
import { workInWindow } from '../window.js';
import { answer } from './answer.js';
import { temporaryFolder } from './temporary-folder.js';

/** A trial that began inside of the window has ended, and is in its worker's diary, so much later. */
const longestTrialMs = 250;

answer(
  async ({ row, optimizer, liveRuns, slots, task, warmUp, window: length, seed }: TimedStudy): Promise<TimedWork> => {
    const diary = temporaryFolder();
    const study = createStudy({
      ...placed(row),
      task: {
        module: new URL(`../tasks/${task.name}.task.js`, import.meta.url).href,
        options: { ...task.options, diary },
      },
      optimizers: optimizerNamed(optimizer),
      liveRuns,
      slots,
      hunters: 'none',
      stop: maxEvaluations(1e9),
      seed,
    });
    const enough = new AbortController();
    const calledAt = now();
    const window = { from: 0, to: 0 };
    let [others, bytes] = [0, 0];
    const watched = (async () => {
      if (row === 'auto') await hasChosen(study);
      else while ((study.view()?.evaluations ?? 0) === 0 && !enough.signal.aborted) await setTimeout(5);
      await setTimeout(1000 * warmUp);
      const bystanders = new Bystanders();
      window.from = now();
      await setTimeout(1000 * length);
      window.to = now();
      others = bystanders.share();
      bytes = pssOfTree();
      await setTimeout(longestTrialMs);
    })();
    const ended = study.run({ signal: enough.signal }).finally(() => enough.abort());
    const first = await Promise.race([watched.then(() => undefined), ended]);
    if (first) throw new Error(`the study ended too early: ${first.reason.message}`);
    enough.abort();
    const { runs, placement } = await ended;
    const trials = readDiaries(diary);
    const firstAt = trials.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
    return {
      ...workInWindow(trials, window, slots),
      secondsToStart: (firstAt - calledAt) / 1000,
      others,
      bytes,
      runs: runs.started,
      placement: `${placement.optimizers}/${placement.trials}`,
    };
  },
);

/** The study has measured its task, and goes on where that is best. */
async function hasChosen(study: Study): Promise<void> {
  for await (const event of study.events()) if (event.type === 'placed') return;
}
