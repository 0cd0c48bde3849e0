import type { Reason } from '../contracts/reason.js';
import { show } from '../options/options.js';
import { GlompoError } from './glompo-error.js';

interface Part {
  readonly name: string;
}

/** Asks a part that decides. @throws GlompoError `GLOMPO_DECISION`: what it threw, with its name; what is a `GlompoError` says enough */
export function decide<T>(kind: string, { name }: Part, ask: () => T): T {
  try {
    return ask();
  } catch (cause) {
    if (GlompoError.is(cause)) throw cause;
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : show(cause);
    throw new GlompoError('GLOMPO_DECISION', `${kind} ${name} threw an error: ${message}`, { cause });
  }
}

/** Asks a condition, which says yes with a reason, or no. @throws GlompoError `GLOMPO_DECISION` also for what is neither */
export function decideWhether(kind: string, part: Part, ask: () => Reason | undefined): Reason | undefined {
  const reason = decide(kind, part, ask);
  if (reason === undefined || (typeof reason === 'object' && typeof reason?.message === 'string')) return reason;
  throw new GlompoError(
    'GLOMPO_DECISION',
    `${kind} ${part.name} gave ${show(reason)}: expected a reason { by, message } for yes, and undefined for no`,
  );
}
