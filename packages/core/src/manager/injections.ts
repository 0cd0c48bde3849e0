import type { InjectAnswer, InjectRequest } from '../worker/protocol.js';
import type { Injection } from './intervention.js';
import type { LiveRun } from './live-run.js';
import type { StudyState } from './study-state.js';

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
   * @returns a snapshot that was taken right after: who has it need not tell it again. Undefined: the run is not known there
   */
  async tell(run: LiveRun, state: StudyState, post: (request: InjectRequest) => Promise<InjectAnswer>) {
    const told = this.#waiting;
    const points = new Float64Array(told.length * state.space.dimensions);
    for (const [i, { point }] of told.entries()) points.set(point, i * point.length);
    const values = Float64Array.from(told, ({ value }) => value);
    const how = told.some(each => each.how) ? told.map(each => each.how ?? null) : undefined;
    const answer = await post({ type: 'inject', run: run.id, points, values, ...(how && { how }) });
    if (answer.type === 'ended') return undefined;
    this.#waiting = this.#waiting.slice(told.length);
    if (!answer.heard) run.deaf = true;
    if (!run.ending)
      for (const { point, value } of told)
        state.note({ type: 'injected', run: run.id, point, value, heard: answer.heard });
    return { state: answer.state };
  }
}
