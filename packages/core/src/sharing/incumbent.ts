import type { Plain } from '../contracts/plain.js';
import type { Share, SharedRun, Sharer, Sharing, SharingCounts } from '../contracts/sharing.js';
import type { EndedRun, Found, StudyView } from '../contracts/view.js';
import { definePart } from '../grammar/part.js';
import { defineOptions, type Parsed } from '../options/options.js';
import { TrackRecord } from './track-record.js';

const name = 'incumbent';
const options = defineOptions({
  every: {
    type: 'integer',
    min: 1,
    default: 1000,
    description: 'evaluations of the study from one sharing to the next',
  },
  how: {
    type: 'choice',
    of: ['exact', 'nudged'],
    optional: true,
    description:
      'exact: the point takes part in the search with its value; nudged: points in its direction are tried (absent: as the optimizer is set)',
  },
  onlyWhereItHelped: {
    type: 'boolean',
    default: true,
    description: 'whether optimizers that it rarely helped hear of points more and more rarely',
  },
});
type Options = Parsed<typeof options>;

/**
 * Lets runs hear of the best point known. Every `every` evaluations each live run that has found nothing as good, and has not heard of this point
 * yet, is told, if its optimizer has a use for points of others.
 *
 * It has helped if the run finds something better than that point within its next `every` own trials. With `onlyWhereItHelped`, this is
 * counted for each of the selector's choices (an optimizer with its options): once five tries of a choice are decided, and as long as fewer than one
 * in five of all has helped, only the 2nd, 4th, 8th … of its further occasions are used, so that it can still be learned that it helps after all.
 */
export const incumbent = definePart({
  name,
  description: 'Lets runs hear of the best point known, where that has helped before.',
  options,
  first: 'every',
  create: (options): Sharing => ({
    name,
    options,
    every: options.every,
    begin: notes => new IncumbentSharer(options, notes),
  }),
});

class IncumbentSharer implements Sharer {
  readonly #options: Options;
  readonly #record: TrackRecord;

  constructor(options: Options, notes: Plain | undefined) {
    this.#options = options;
    this.#record = new TrackRecord(options.every, notes);
  }

  get counts(): readonly SharingCounts[] {
    return this.#record.counts;
  }

  share({ incumbent, live }: StudyView, runs: readonly SharedRun[]): readonly Share[] {
    for (const run of live) this.#record.judge(run);
    if (incumbent === undefined) return [];
    return runs.flatMap(run => this.#shareWith(run, incumbent) ?? []);
  }

  #shareWith(run: SharedRun, found: Found): Share | undefined {
    const record = this.#record;
    // One that has only begun looks around for itself first; one whose trials have all failed has found nothing as good.
    if (run.trials === 0 || (run.best && run.best.value <= found.value) || !record.isNews(run, found)) return undefined;
    if (!record.mayHear(run.choice, this.#options.onlyWhereItHelped)) return undefined;
    const { told, helped } = record.of(run.choice);
    const before = told === 0 ? 'nothing is known yet' : `${helped} of ${told} helped`;
    const message = `run ${found.run} has found ${found.value}, run ${run.id} ${run.best?.value ?? 'nothing'}; what ${run.optimizer.name} heard of before: ${before}`;
    record.tell(run, found);
    const { how } = this.#options;
    return { run: run.id, found, ...(how && { how }), reason: { by: name, message, data: { told, helped } } };
  }

  ended(run: EndedRun): void {
    this.#record.ended(run);
  }

  deaf(choice: number): void {
    this.#record.deaf(choice);
  }

  notes(): Plain {
    return this.#record.notes();
  }
}
