import { GlompoError } from '@glompo/core';

const kinds = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * Hears of errors in this process that nobody catches, such as a promise or a timer that an inline task has left behind, in place of
 * Node, which would end the process without a result.
 *
 * @returns the function that gives them back to Node
 */
export function onStrayError(tell: (error: GlompoError) => void): () => void {
  const hear = (cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    tell(
      new GlompoError(
        'GLOMPO_STRAY',
        `an error was caught by nobody (--verbose shows where it comes from; a promise that is not awaited, or a timer?): ${message}`,
        { cause },
      ),
    );
  };
  for (const kind of kinds) process.on(kind, hear);
  return () => {
    for (const kind of kinds) process.off(kind, hear);
  };
}
