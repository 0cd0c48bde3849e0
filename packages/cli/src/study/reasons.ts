import type { Reason } from '@glompo/core';

/** Who decided, in the end: the conditions that said yes, without the `any` and `all` around them. */
export function deciders(reason: Reason): string {
  const { by, because = [] } = reason;
  return because.length === 0 ? by : because.map(deciders).join(' + ');
}
