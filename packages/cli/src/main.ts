import type { Command } from './commands/command.js';
import { type ExitCode, exitCodes } from './output/exit-codes.js';
import { describeError, exitCodeOf } from './output/report-error.js';
import { type Streams, takeStreams } from './output/streams.js';
import { tellIfUnfinished } from './output/unfinished.js';

/** Each is imported when it is called for: `--version` does not wait for the manager. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.js')).run,
  resume: async () => (await import('./commands/resume.js')).resume,
  checkpoint: async () => (await import('./commands/checkpoint.js')).checkpoint,
  status: async () => (await import('./commands/status.js')).status,
  stop: async () => (await import('./commands/stop.js')).stop,
  pause: async () => (await import('./commands/pause.js')).pause,
  continue: async () => (await import('./commands/pause.js')).continueRun,
  change: async () => (await import('./commands/change.js')).change,
  inject: async () => (await import('./commands/inject.js')).inject,
  plot: async () => (await import('./commands/plot.js')).plot,
  export: async () => (await import('./commands/export.js')).exportRecord,
  replay: async () => (await import('./commands/replay.js')).replay,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  list: async () => (await import('./commands/list.js')).list,
  help: async () => (await import('./commands/help.js')).help,
  version: async () => (await import('./commands/version.js')).version,
};

/** The whole program: does what the arguments say and ends the process. */
export async function main(args: readonly string[]): Promise<void> {
  const done = tellIfUnfinished();
  const streams = takeStreams();
  let code = await execute(args, streams);
  const unwritten = await streams.flush();
  if (unwritten !== undefined) {
    streams.err(`glompo: the result could not be written to stdout: ${unwritten.message}\n`);
    code = exitCodes.failed;
    await streams.flush();
  }
  done();
  // A task may have left timers or handles behind that would keep the process alive.
  process.exit(code);
}

/** Does what the arguments say. Never rejects: what goes wrong is told on the streams. */
export async function execute(args: readonly string[], streams: Streams): Promise<ExitCode> {
  try {
    return await dispatch(args, streams);
  } catch (error) {
    streams.err(describeError(error, args.includes('--verbose')));
    return exitCodeOf(error);
  }
}

async function dispatch(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const own = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
  const [first, ...rest] = args;
  if (own.includes('--version') || own.includes('-V')) return call('version', [], streams);
  if (own.includes('--help') || own.includes('-h'))
    return call('help', own.filter(a => !a.startsWith('-')).slice(0, 1), streams);
  if (first === undefined) {
    await call('help', [], { ...streams, out: streams.err });
    return exitCodes.usage;
  }
  if (Object.hasOwn(commands, first)) return call(first, rest, streams);
  const { GlompoError, suggest } = await import('@glompo/core');
  throw new GlompoError(
    'GLOMPO_OPTION',
    first.startsWith('-')
      ? `${first}: expected a command before it, such as "glompo run TASK ${first} …"`
      : `unknown command "${first}"${suggest(first, Object.keys(commands))} (to minimise something: glompo run ${first})`,
  );
}

async function call(name: string, args: readonly string[], streams: Streams): Promise<ExitCode> {
  const command = await (commands[name] as () => Promise<Command>)();
  return command(args, streams);
}
