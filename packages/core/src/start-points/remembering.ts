import type { Start, StartPoints } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { EndedRun, StudyView } from '../contracts/view.js';

/** What a rule does in one study, of which it remembers something. */
export interface Remembering {
  /** What it takes to go on elsewhere. */
  readonly notes: Plain;
  next(view: StudyView, random: Random): Start;
  ended(run: EndedRun, random: Random, view: StudyView): void;
}

/** A rule that remembers. @param make for each study anew: from nothing, or from the notes of an earlier session of it */
export function remembering(name: string, make: (notes: Plain | undefined) => Remembering): StartPoints {
  const begin = (before?: Plain): StartPoints => {
    const study = make(before);
    return {
      name,
      begin,
      notes: () => study.notes,
      next: (view, { random }) => study.next(view, random),
      ended: (run, view, random) => study.ended(run, random, view),
    };
  };
  return begin();
}
