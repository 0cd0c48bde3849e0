import type { Writable } from 'node:stream';

/** Where the command line writes. Nothing else in the process reaches stdout any more. */
export interface Streams {
  /** To stdout: results. */
  out(text: string): void;
  /** To stderr: everything else. */
  err(text: string): void;
  /** stderr is a terminal that can refresh in place. */
  readonly interactive: boolean;
  readonly color: boolean;
  /** Columns of the terminal, as it is now. */
  readonly columns: number;
  /** Hears what anybody else in this process prints, such as an inline task; by default it goes to stderr as it is. */
  onStray: ((text: string) => void) | undefined;
  /** Resolves when all has been written, with why stdout could not be if that is the case: a full disk, not a reader that went away. */
  flush(): Promise<Error | undefined>;
}

/**
 * Takes both streams over: what other code of this process prints, on either of them, goes to stderr, so that stdout holds the
 * result and nothing else. A reader that goes away (`| head`) ends the writing, not the program.
 */
export function takeStreams(): Streams {
  const { stdout, stderr, env } = process;
  let failure: Error | undefined;
  const out = writer(stdout, error => {
    failure = error;
  });
  const err = writer(stderr, () => {});
  const interactive = Boolean(stderr.isTTY) && env.TERM !== 'dumb';
  const streams: Streams = {
    out,
    err,
    interactive,
    color: interactive && !env.NO_COLOR,
    get columns() {
      return stderr.columns || 80;
    },
    onStray: undefined,
    flush: async () => {
      await Promise.all([drained(stdout, out), drained(stderr, err)]);
      return failure;
    },
  };
  for (const stream of [stdout, stderr]) {
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      if (streams.onStray) streams.onStray(text);
      else err(text);
      const callback = rest.at(-1);
      if (typeof callback === 'function') queueMicrotask(callback as () => void);
      return true;
    }) as typeof stream.write;
  }
  return streams;
}

type Writer = (text: string, callback?: () => void) => void;

/** @param onFailure hears what is no reader that went away; nothing is written after either */
function writer(stream: Writable, onFailure: (error: Error) => void): Writer {
  const write = stream.write.bind(stream) as (text: string, callback?: (error?: Error | null) => void) => boolean;
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code !== 'EPIPE' && error.code !== 'EIO') onFailure(error);
  });
  return (text, callback) => {
    if (open) write(text, callback && (() => callback()));
    else callback?.();
  };
}

function drained(stream: Writable, write: Writer): Promise<void> {
  return new Promise(resolve => {
    stream.once('error', () => resolve());
    write('', resolve);
  });
}
