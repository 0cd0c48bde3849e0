import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evaluation, TrialContext } from '@glompo/core/plugin';
import { showCommand } from './command.js';
import { exactText } from './exact-numbers.js';
import { startFailure } from './executable.js';
import { type Filling, fill, fillWords, type Pattern, parsePattern } from './placeholders.js';
import { PrivateDirectory } from './private-directory.js';
import { defaultInput, type PreparedProgram, programFacts } from './program-options.js';
import { readEvaluation } from './read-evaluation.js';
import { requestJson } from './request.js';
import { type Exit, RunningProgram, type StartOptions } from './running-program.js';
import { StderrRelay } from './stderr-relay.js';
import { whileWanted } from './while-wanted.js';

/** So much of what one evaluation prints on stderr is passed on. */
const relayedBytes = 64 * 1024;
/** So much of what it has printed on stdout is kept with a kept directory. */
const keptBytes = 64 * 1024;
/** What is written into a directory that is kept. */
const reportName = 'glompo-trial.json';

/** A program that is started anew for each point. */
export class OneShotProgram {
  readonly #prepared: PreparedProgram;
  readonly #words: readonly Pattern[];
  readonly #templates: readonly { readonly name: string; readonly pattern: Pattern }[];
  readonly #stdin: ((x: Float64Array, context: TrialContext, filling: Filling) => string) | undefined;

  constructor(prepared: PreparedProgram) {
    this.#prepared = prepared;
    const { words, parameters, template, stdin } = prepared;
    const known = { names: parameters.map(({ name }) => name), facts: programFacts };
    this.#words = words.map(word => parsePattern(word, known, 'program: command'));
    this.#templates = Object.entries(template).map(([name, text]) => ({
      name,
      pattern: parsePattern(text, known, `program: template ${name}`),
    }));
    if (stdin === 'numbers') this.#stdin = x => `${Array.from(x, exactText).join(' ')}\n`;
    else if (stdin === 'json') this.#stdin = (x, context) => `${requestJson(x, parameters, context)}\n`;
    else if (stdin !== undefined) {
      const pattern = parsePattern(stdin, known, 'program: stdin');
      this.#stdin = (_, __, filling) => fill(pattern, filling, ' ');
    }
  }

  /** @throws Error that says what happened, and what to do */
  async evaluate(x: Float64Array, context: TrialContext): Promise<Evaluation> {
    context.signal.throwIfAborted();
    const { run, trial } = context;
    const directory = await PrivateDirectory.make(context.directory, `${run}-${trial}`);
    const printed = { stdout: '', stderr: '' };
    let failure: Error | undefined;
    try {
      return await this.#run(x, context, { directory, printed });
    } catch (error) {
      failure = error as Error;
      throw failure;
    } finally {
      await this.#dispose(directory, { x, context, printed, failure });
    }
  }

  async #run(
    x: Float64Array,
    context: TrialContext,
    {
      directory,
      printed,
    }: { readonly directory: PrivateDirectory; readonly printed: { stdout: string; stderr: string } },
  ): Promise<Evaluation> {
    const { cwd = directory.path, env, grace, timeout, maxOutputMb, output, acceptExitCodes } = this.#prepared;
    const filling = await this.#filling(x, context, directory);
    context.signal.throwIfAborted();
    const words = fillWords(this.#words, filling);
    const fail = (message: string) => new Error(`${showCommand(words)}: ${message}${stderr.hint()}`);
    const stderr = new StderrRelay(relayedBytes);
    const chunks: Buffer[] = [];
    const limit = maxOutputMb * 2 ** 20;
    let length = 0;
    const program = started(words, { cwd, env, stdin: this.#stdin !== undefined, graceMs: grace * 1000 }, fail);
    program.onStderr(chunk => stderr.add(chunk));
    program.onStdout(chunk => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      // What it goes on writing until it has ended is thrown away.
      else void program.end();
    });
    if (this.#stdin !== undefined) program.write(this.#stdin(x, context, filling));
    program.closeStdin();
    const outcome = await whileWanted(program, { signal: context.signal, seconds: timeout });
    const stdout = Buffer.concat(chunks).toString('utf8');
    printed.stdout = stdout.slice(-keptBytes);
    printed.stderr = stderr.lastLines();
    try {
      if (outcome.type === 'unwanted') throw outcome.reason;
      if (outcome.type === 'late')
        throw Object.assign(fail(`did not end within ${timeout} s (timeout) and was ended`), { name: 'TimeoutError' });
      if (length > limit) throw fail(`wrote more than ${maxOutputMb} MB to stdout (maxOutputMb) and was ended`);
      checkExit(outcome.exit, { fail, accepted: acceptExitCodes, program: words[0] as string, cwd });
      try {
        if (output.file === undefined) return readEvaluation(stdout, output.reading, 'stdout');
        const text = await readOutput(directory, output.file, limit);
        return readEvaluation(text, output.reading, output.file);
      } catch (error) {
        throw fail((error as Error).message);
      }
    } finally {
      stderr.restart();
    }
  }

  /** Writes the files that it is to read. */
  async #filling(x: Float64Array, context: TrialContext, directory: PrivateDirectory): Promise<Filling> {
    const { run, trial, seed } = context;
    const { path } = directory;
    const input = join(path, this.#templates[0]?.name ?? defaultInput);
    const output = join(path, this.#prepared.output.file ?? '');
    const filling: Filling = { x, run, trial, seed, directory: path, input, output };
    if (this.#usesRequest())
      await directory.write(defaultInput, `${requestJson(x, this.#prepared.parameters, context)}\n`);
    for (const { name, pattern } of this.#templates) await directory.write(name, fill(pattern, filling, ' '));
    return filling;
  }

  #usesRequest(): boolean {
    const pieces = this.#words.flatMap(word => word.pieces);
    return this.#templates.length === 0 && pieces.some(piece => piece.type === 'fact' && piece.fact === 'input');
  }

  async #dispose(
    directory: PrivateDirectory,
    about: {
      readonly x: Float64Array;
      readonly context: TrialContext;
      readonly printed: { readonly stdout: string; readonly stderr: string };
      readonly failure: Error | undefined;
    },
  ): Promise<void> {
    const { keep, keepIn, words, parameters } = this.#prepared;
    const { x, context, printed, failure } = about;
    const isKept = !context.signal.aborted && (keep === 'all' || (keep === 'failed' && failure !== undefined));
    if (!isKept) return directory.remove();
    const { run, trial, seed } = context;
    const report = {
      command: words,
      point: Object.fromEntries(parameters.map(({ name }, i) => [name, x[i]])),
      run,
      trial,
      seed,
      ...(failure && { failure: failure.message }),
      ...printed,
    };
    await directory.write(reportName, `${JSON.stringify(report, undefined, 2)}\n`);
    const place = await directory.keep(keepIn, `${run}-${trial}`);
    if (failure !== undefined) failure.message += `; its files are kept in ${place}`;
  }
}

/** Some obstacles are seen at once, others are how it exits. */
function started(words: readonly string[], options: StartOptions, fail: (message: string) => Error): RunningProgram {
  try {
    return new RunningProgram(words, options);
  } catch (error) {
    throw fail(startFailure(error as NodeJS.ErrnoException, words[0] as string, options.cwd));
  }
}

function checkExit(
  exit: Exit,
  about: {
    readonly fail: (message: string) => Error;
    readonly accepted: readonly number[];
    readonly program: string;
    readonly cwd: string;
  },
): void {
  const { fail, accepted, program, cwd } = about;
  switch (exit.type) {
    case 'not-started':
      throw fail(startFailure(exit.error, program, cwd));
    case 'signal':
      throw fail(`was ended by signal ${exit.signal}${signalHint(exit.signal)}`);
    case 'exit':
      if (!accepted.includes(exit.code))
        throw fail(`exit code ${exit.code}${exitHint(exit.code)} (accepted: ${accepted.join(', ')})`);
      return;
    default:
      exit satisfies never;
  }
}

function signalHint(signal: string): string {
  if (signal === 'SIGKILL') return ' (the system does this where memory is exhausted)';
  if (signal === 'SIGSEGV' || signal === 'SIGBUS' || signal === 'SIGABRT' || signal === 'SIGFPE' || signal === 'SIGILL')
    return ': it has crashed';
  return '';
}

/** What shells mean by theirs. */
function exitHint(code: number): string {
  if (code === 127) return ': a program that it calls was not found';
  if (code === 126) return ': a program that it calls is not executable';
  return '';
}

async function readOutput(directory: PrivateDirectory, file: string, limit: number): Promise<string> {
  const path = join(directory.path, file);
  const size = await stat(path).then(
    found => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
  if (size === undefined) throw new Error(`it has not written ${file}; ${await directory.listed()}`);
  if (size > limit) throw new Error(`${file} has more than ${limit / 2 ** 20} MB (maxOutputMb)`);
  return readFile(path, 'utf8');
}
