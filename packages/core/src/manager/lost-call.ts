import type { GlompoError } from '../errors/glompo-error.js';
import type { LiveRun } from './live-run.js';

/** A call of which there will be no answer, since its worker is gone, or busy with what may never end. */
export class LostCall extends Error {
  override readonly name = 'LostCall';
  /**
   * `unbegun`: the worker is gone and had not come to it, or was ended for what somebody else did there. `withdrawn`: the worker is still busy
   * with another one. In both cases it costs nothing to make it again.
   * `died`: the worker died while it was busy with it. `overdue`: the worker was ended, since a trial of it had lasted too long.
   */
  readonly how: 'unbegun' | 'withdrawn' | 'died' | 'overdue';
  /** So long a trial that has lasted too long had lasted. */
  readonly afterMs: number;

  constructor(how: LostCall['how'], cause: GlompoError, afterMs = 0) {
    super(cause.message, { cause });
    this.how = how;
    this.afterMs = afterMs;
  }
  /** The worker had come to it: what it was busy with may be what it died of. */
  get begun(): boolean {
    return this.how === 'died' || this.how === 'overdue';
  }
}

/** What is told of a run that goes on elsewhere, since a call for it was lost. */
export function wentElsewhere({ id }: Pick<LiveRun, 'id'>, lost: LostCall) {
  const why = lost.how === 'withdrawn' ? 'worker-silent' : 'worker-lost';
  const what = why === 'worker-silent' ? `run ${id} left its worker` : `the worker of run ${id} was lost`;
  return {
    type: 'run-restored',
    run: id,
    why,
    reason: { by: 'manager', message: `${what}: ${lost.message}` },
  } as const;
}
