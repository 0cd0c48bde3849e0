import type { GlompoError } from '../errors/glompo-error.js';

/** A call of which there will be no answer, since its worker is gone, or busy with what may never end. */
export class LostCall extends Error {
  override readonly name = 'LostCall';
  /**
   * `unbegun`: the worker had not come to it, or was ended for what somebody else did there: it costs nothing to make it again.
   * `died`: the worker died while it was busy with it. `overdue`: the worker was ended, since a trial of it had lasted too long.
   */
  readonly how: 'unbegun' | 'died' | 'overdue';
  /** So long a trial that has lasted too long had lasted. */
  readonly afterMs: number;

  constructor(how: LostCall['how'], cause: GlompoError, afterMs = 0) {
    super(cause.message, { cause });
    this.how = how;
    this.afterMs = afterMs;
  }
}
