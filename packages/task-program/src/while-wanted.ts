import type { Exit, RunningProgram } from './running-program.js';

/** How something ended: by itself, or because it was ended. */
export type Ending =
  | { readonly type: 'exit'; readonly exit: Exit }
  | { readonly type: 'late' }
  | { readonly type: 'unwanted'; readonly reason: unknown };

/** Waits for the end of a program; ends it when its result is no longer wanted, or when it takes too long. */
export async function whileWanted(
  program: RunningProgram,
  { signal, seconds }: { readonly signal: AbortSignal; readonly seconds: number | undefined },
): Promise<Ending> {
  let ending: Ending | undefined;
  const end = (why: Ending) => {
    ending ??= why;
    void program.end();
  };
  const abort = () => end({ type: 'unwanted', reason: signal.reason });
  const timer = seconds === undefined ? undefined : setTimeout(() => end({ type: 'late' }), seconds * 1000);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const exit = await program.ended;
  clearTimeout(timer);
  signal.removeEventListener('abort', abort);
  return ending ?? { type: 'exit', exit };
}
