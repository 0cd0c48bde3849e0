import { stripVTControlCharacters } from 'node:util';
import type { Study, StudyEvent } from '@glompo/core';
import { printable } from '../output/figures.js';
import type { Display } from './display.js';
import { liveRunsText, News, placementText } from './news.js';
import { Pace } from './pace.js';
import type { Tally } from './tally.js';
import type { WorkerLine } from './worker-lines.js';

/**
 * Follows a study to its end: counts, and shows what happens. It reads events at its own pace and never slows the study.
 *
 * @param display where to show it; undefined: nowhere
 */
export async function follow(
  study: Study,
  tally: Tally,
  { display, verbose }: { readonly display: Display | undefined; readonly verbose: boolean },
): Promise<void> {
  const news = new News(() => performance.now() / 1000);
  const pace = new Pace();
  const show = () => {
    const view = study.view();
    const untold = news.untold();
    if (untold !== undefined) display?.line(untold);
    if (view !== undefined) display?.status(view, pace.at(view));
  };
  const showLines = (lines: readonly WorkerLine[]) => {
    if (lines.length > 0) display?.line(lines.map(lineText).join('\n'));
  };
  const timer = display && setInterval(show, display.every);
  try {
    for await (const event of study.events()) {
      tally.take(event);
      if (event.type === 'output') {
        const lines = tally.printed.take(event);
        if (verbose) showLines(lines);
      }
      if (event.type === 'slot-time') pace.take(event.report);
      if (display === undefined) continue;
      if (event.type === 'study-started') for (const line of headerOf(event)) display.line(line);
      const line = news.lineOf(event);
      if (line !== undefined) display.line(line);
    }
  } finally {
    clearInterval(timer);
    const untold = news.untold();
    if (untold !== undefined) display?.line(untold);
    const rest = tally.printed.rest();
    if (verbose) showLines(rest);
  }
}

/** `[run 3] reading the mesh`: without what would move the cursor or colour the lines below. */
function lineText({ run, text }: WorkerLine): string {
  return `${run === undefined ? '' : `[run ${run}] `}${printable(stripVTControlCharacters(text))}`;
}

function headerOf(event: Extract<StudyEvent, { type: 'study-started' }>): readonly string[] {
  const { task, parameters, seed, slots, liveRuns, placement, huntEvery, hunters, stop, spawnUntil } = event;
  const dimensions = `${parameters.length} parameter${parameters.length === 1 ? '' : 's'}`;
  const where =
    placement.optimizers === 'auto'
      ? 'the task is being measured, to choose where it runs'
      : `${placementText(placement)}; slots ${slots}, live runs ${liveRunsText(liveRuns)}`;
  return [
    `${printable(task ?? 'task')}, ${dimensions}; ${where}; seed ${seed}`,
    `stop: ${stop}; ${spawnUntil === undefined ? '' : `starts runs until ${spawnUntil}; `}hunters: ${hunters === undefined ? 'none' : `${hunters} every ${huntEvery} evaluations`}`,
  ];
}
