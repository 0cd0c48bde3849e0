import type { Reason } from '../contracts/reason.js';
import { show } from '../options/options.js';
import { GlompoError } from './glompo-error.js';

interface Part {
  readonly name: string;
}

/** Asks a part that decides. @throws GlompoError `GLOMPO_DECISION`: what it threw, with its name; what is a `GlompoError` says enough */
export function decide<T>(kind: string, { name }: Part, ask: () => T): T {
  let decision: T;
  try {
    decision = ask();
  } catch (cause) {
    if (GlompoError.is(cause)) throw cause;
    throw new GlompoError('GLOMPO_DECISION', `${kind} ${name} threw an error: ${inWords(cause)}`, { cause });
  }
  if (!(decision instanceof Promise)) return decision;
  // What it would have given comes too late, also if that is an error.
  decision.catch(() => {});
  throw new GlompoError('GLOMPO_DECISION', `${kind} ${name} gave a promise: it must decide at once`);
}

function inWords(cause: unknown): string {
  try {
    return cause instanceof Error ? `${cause.name}: ${cause.message}` : show(cause);
  } catch {
    return 'something that cannot be read';
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
