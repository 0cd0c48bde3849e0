import type { ExitCode } from '../output/exit-codes.js';
import type { Streams } from '../output/streams.js';

/** A command: what it does with the arguments after its name. */
export type Command = (args: readonly string[], streams: Streams) => Promise<ExitCode>;
