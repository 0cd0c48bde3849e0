import type { GlompoError } from '../errors/glompo-error.js';

/** A call that was not answered, since its worker is gone. */
export class LostCall extends Error {
  override readonly name = 'LostCall';
  /**
   * `unbegun`: the worker had not come to it, or was ended for what somebody else did there: it costs nothing to make it again.
   * `died`: the worker died while it was busy with it. `overdue`: the worker was ended, since a trial of it had lasted too long.
   */
  readonly how: 'unbegun' | 'died' | 'overdue';

  constructor(how: LostCall['how'], cause: GlompoError) {
    super(cause.message, { cause });
    this.how = how;
  }
}
