import type { RunView, StudyView } from '@glompo/core';
import { failures } from '../output/failures.js';
import { cut, duration, figure, percent, whole } from '../output/figures.js';
import type { Speed } from './pace.js';

/** Live runs that one line names. */
const runsInLine = 4;
/** Live runs that a block on a terminal shows. */
const runsInBlock = 6;

/** How a study stands, in one line for a log. */
export function statusLine(view: StudyView, speed: Speed): string {
  const { shown, more } = leaders(view.live, runsInLine);
  const live = shown.map(run => `#${run.id} ${figure(run.best?.value)}`).join(', ');
  return `${headline(view, speed)}  ${whole(view.live.length)} live${paused(view)}: ${live}${more > 0 ? `, ${whole(more)} more` : ''}  ${counts(view)}${slots(speed)}`;
}

/** How a study stands, in lines that fit a terminal. */
export function statusBlock(view: StudyView, speed: Speed, columns: number): readonly string[] {
  const { shown, more } = leaders(view.live, runsInBlock);
  return [
    headline(view, speed),
    `  ${whole(view.live.length)} live${paused(view)}, ${counts(view)}${slots(speed)}`,
    ...shown.map(run => {
      const best = figure(run.best?.value).padEnd(13);
      return `  #${String(run.id).padEnd(6)} ${run.optimizer.name.padEnd(12)} best ${best} ${whole(run.trials)} trials${run.paused ? ', paused' : ''}`;
    }),
    ...(more > 0 ? [`  … ${whole(more)} more`] : []),
  ].map(line => cut(line, columns - 1));
}

function headline({ seconds, evaluations, outcomes, incumbent }: StudyView, { rate }: Speed): string {
  const best = incumbent ? `${figure(incumbent.value)} (run ${incumbent.run})` : '–';
  const bad = failures(outcomes);
  return `${duration(seconds)}  ${whole(evaluations)} evaluations (${whole(rate)}/s)${bad && `, ${bad}`}  best ${best}`;
}

function counts({ runs: { started, killed, converged, failed } }: StudyView): string {
  return `runs: ${whole(started)} started, ${whole(killed)} killed, ${whole(converged)} converged${failed > 0 ? `, ${whole(failed)} failed` : ''}`;
}

function paused({ live }: StudyView): string {
  const count = live.filter(run => run.paused).length;
  if (count === 0) return '';
  return count < live.length ? ` (${whole(count)} paused)` : ' (all paused: glompo continue)';
}

function slots({ utilisation }: Speed): string {
  return utilisation === undefined ? '' : `; slots evaluating ${percent(utilisation)}`;
}

/** The best live runs, best first. */
function leaders(live: readonly RunView[], most: number): { shown: readonly RunView[]; more: number } {
  const value = (run: RunView) => run.best?.value ?? Number.POSITIVE_INFINITY;
  const shown = [...live].sort((a, b) => compare(value(a), value(b)) || a.id - b.id).slice(0, most);
  return { shown, more: live.length - shown.length };
}

/** Two runs without a value are equal: infinities have no difference. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
