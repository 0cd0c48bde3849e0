import { checkIntervention, GlompoError, type Intervention, type Plain, show } from '@glompo/core';

/** What may be asked of a running study. */
export type DoorRequest =
  | Intervention
  /** From now on it has so many slots. */
  | { readonly type: 'slots'; readonly slots: number };

/** @throws GlompoError `GLOMPO_OPTION` for what is no request */
export function checkRequest(given: Plain | undefined): DoorRequest {
  const { type, slots } = (given ?? {}) as { readonly type?: unknown; readonly slots?: unknown };
  if (type !== 'slots') return checkIntervention(given);
  if (Number.isSafeInteger(slots) && (slots as number) >= 0) return { type, slots: slots as number };
  throw new GlompoError('GLOMPO_OPTION', `slots: expected an integer of at least 0, got ${show(slots)}`);
}
