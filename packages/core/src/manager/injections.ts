import type { Plain } from '../contracts/plain.js';
import { bug } from '../errors/glompo-error.js';
import type { InjectAnswer, InjectRequest } from '../worker/protocol.js';
import type { Injection } from './intervention.js';
import type { LiveRun } from './live-run.js';
import type { StudyState } from './study-state.js';

interface Telling {
  post(request: InjectRequest): Promise<InjectAnswer>;
  keep(state: Plain): void;
}

/** Points that a run's optimizer shall hear of. */
export class Injections {
  #waiting: Injection[] = [];

  get waiting(): boolean {
    return this.#waiting.length > 0;
  }

  add(injection: Injection): void {
    this.#waiting.push(injection);
  }

  /**
   * Tells the optimizer, where it lives, between two turns. Rejects as any call does; they still wait then.
   *
   * @param post.keep is given a snapshot that was taken right after: who has it need not tell it again. That it was told and how the optimizer stands
   * then are recorded in one step, or neither is
   */
  async tell(run: LiveRun, state: StudyState, { post, keep }: Telling): Promise<void> {
    const told = this.#waiting;
    const points = new Float64Array(told.length * state.space.dimensions);
    for (const [i, { point }] of told.entries()) points.set(point, i * point.length);
    const values = Float64Array.from(told, ({ value }) => value);
    const how = told.some(each => each.how) ? told.map(each => each.how ?? null) : undefined;
    const answer = await post({ type: 'inject', run: run.id, points, values, ...(how && { how }) });
    if (answer.type === 'ended') throw bug(`run ${run.id} was not known to the worker it lived on`);
    this.#waiting = this.#waiting.slice(told.length);
    if (!answer.heard) run.deaf = true;
    state.events.together(() => {
      if (!run.ending)
        for (const { point, value } of told)
          state.note({ type: 'injected', run: run.id, point, value, heard: answer.heard });
      keep(answer.state);
    });
  }
}
