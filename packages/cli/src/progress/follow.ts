import type { Study, StudyEvent } from '@glompo/core';
import { printable } from '../output/figures.js';
import type { Display } from './display.js';
import { News } from './news.js';
import type { Tally } from './tally.js';

/** The evaluations per second are those of about so many seconds. */
const rateSeconds = 3;

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
  const rate = new Rate();
  const show = () => {
    const view = study.view();
    const untold = news.untold();
    if (untold !== undefined) display?.line(untold);
    if (view !== undefined) display?.status(view, rate.at(view));
  };
  const timer = display && setInterval(show, display.every);
  try {
    for await (const event of study.events()) {
      tally.take(event);
      if (display === undefined) continue;
      if (event.type === 'study-started') for (const line of headerOf(event)) display.line(line);
      const line = news.lineOf(event);
      if (line !== undefined) display.line(line);
      if (verbose && event.type === 'output') display.raw(event.text);
    }
  } finally {
    clearInterval(timer);
    const untold = news.untold();
    if (untold !== undefined) display?.line(untold);
  }
}

function headerOf(event: Extract<StudyEvent, { type: 'study-started' }>): readonly string[] {
  const { task, parameters, seed, slots, liveRuns, placement, huntEvery, hunters, stop } = event;
  const dimensions = `${parameters.length} parameter${parameters.length === 1 ? '' : 's'}`;
  return [
    `${printable(task ?? 'task')}, ${dimensions}; optimizers on ${placement.optimizers}, trials ${placement.trials === 'with-optimizer' ? placement.trials : `on ${placement.trials}`}; slots ${slots}, live runs ${liveRuns}; seed ${seed}`,
    `stop: ${stop}; hunters: ${hunters === undefined ? 'none' : `${hunters} every ${huntEvery} evaluations`}`,
  ];
}

/** Evaluations per second over the last few seconds. */
class Rate {
  readonly #samples: { readonly seconds: number; readonly evaluations: number }[] = [{ seconds: 0, evaluations: 0 }];

  at({ seconds, evaluations }: { readonly seconds: number; readonly evaluations: number }): number {
    this.#samples.push({ seconds, evaluations });
    while (this.#samples.length > 2 && seconds - (this.#samples[1]?.seconds ?? 0) >= rateSeconds) this.#samples.shift();
    const first = this.#samples[0] as { readonly seconds: number; readonly evaluations: number };
    return (evaluations - first.evaluations) / Math.max(1e-3, seconds - first.seconds);
  }
}
