import { type Evaluation, show } from '@glompo/core/plugin';
import { startFailure } from './executable.js';
import { parseLenientJson } from './lenient-json.js';
import { LineReader } from './line-reader.js';
import { evaluationOf, isObject } from './read-evaluation.js';
import { type Exit, RunningProgram, type StartOptions } from './running-program.js';
import { StderrRelay } from './stderr-relay.js';

/** So much of what it prints for one evaluation is passed on. */
const relayedBytes = 64 * 1024;

export interface ConversationOptions extends Omit<StartOptions, 'stdin'> {
  /** As messages show it. */
  readonly title: string;
  readonly maxLineBytes: number;
  readonly timeoutMs: number | undefined;
  /** From its start to its line that says it is ready; without such a line the first answer may take so much more. */
  readonly startMs: number | undefined;
}

interface Question {
  readonly id: number;
  readonly answer: (evaluation: Evaluation) => void;
  readonly fail: (error: unknown) => void;
  timer: NodeJS.Timeout | undefined;
}

/**
 * A persistent program and what is said with it: one line of JSON each, a request and its answer, one after the other. It is over with the
 * first thing that goes wrong except failures that the program tells itself: whoever has said one wrong thing is not believed the next.
 */
export class Conversation {
  readonly #options: ConversationOptions;
  readonly #program: RunningProgram;
  readonly #stderr = new StderrRelay(relayedBytes);
  readonly #lines: LineReader;
  #question: Question | undefined;
  #isReady = false;
  #isOver = false;
  #lastId = 0;

  /** @throws Error if the program cannot be started */
  constructor(words: readonly string[], options: ConversationOptions) {
    this.#options = options;
    this.#lines = new LineReader({
      limit: options.maxLineBytes,
      onLine: line => this.#hear(line),
      onTooLong: () =>
        this.#give(
          `wrote a line of more than ${options.maxLineBytes / 2 ** 20} MB to stdout (maxOutputMb) and was ended`,
        ),
    });
    try {
      this.#program = new RunningProgram(words, { ...options, stdin: true });
    } catch (error) {
      throw new Error(
        `${options.title}: ${startFailure(error as NodeJS.ErrnoException, words[0] as string, options.cwd)}`,
      );
    }
    this.#program.onStderr(chunk => this.#stderr.add(chunk));
    this.#program.onStdout(chunk => this.#lines.add(chunk));
    void this.#program.ended.then(exit => {
      const rest = this.#lines.rest()?.trim() ?? '';
      const unfinished = rest === '' ? '' : `, in the middle of a line: ${show(rest)}`;
      this.#give(
        exit.type === 'not-started'
          ? startFailure(exit.error, words[0] as string, options.cwd)
          : `ended before it had answered (${describe(exit)})${unfinished}`,
      );
    });
  }

  /** Nothing more can be asked: it has ended, or has to. */
  get isOver(): boolean {
    return this.#isOver || this.#program.hasEnded;
  }

  /**
   * @param request makes the line of a request from its id
   * @throws Error that says what happened
   */
  async ask(request: (id: number) => string, signal: AbortSignal): Promise<Evaluation> {
    this.#stderr.restart();
    this.#program.keepAlive(true);
    const id = ++this.#lastId;
    const abort = () => {
      this.#settle(({ fail }) => fail(signal.reason));
      this.#over();
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await new Promise<Evaluation>((answer, fail) => {
        this.#question = { id, answer, fail, timer: undefined };
        const { timeoutMs, startMs } = this.#options;
        if (this.#isReady) this.#limit(timeoutMs);
        else if (startMs !== undefined) this.#limit(startMs + (timeoutMs ?? 0));
        this.#program.write(`${request(id)}\n`);
      });
    } finally {
      signal.removeEventListener('abort', abort);
      // Its slot is free only when nothing of it runs.
      if (this.isOver) await this.#program.end();
      else this.#program.keepAlive(false);
    }
  }

  /** Stdin ends, and when the grace period is over, so does everything that is left. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#program.keepAlive(true);
    this.#program.closeStdin();
    const timer = setTimeout(() => void this.#program.end(), this.#options.graceMs);
    await this.#program.ended;
    clearTimeout(timer);
    this.#stderr.restart();
  }

  #limit(milliseconds: number | undefined): void {
    clearTimeout(this.#question?.timer);
    if (this.#question === undefined || milliseconds === undefined) return;
    const option = this.#isReady ? 'timeout' : 'startTimeout';
    this.#question.timer = setTimeout(
      () => this.#give(`did not answer within ${milliseconds / 1000} s (${option}) and was ended`, 'TimeoutError'),
      milliseconds,
    );
  }

  #hear(line: string): void {
    if (this.#isOver || line.trim() === '') return;
    let message: unknown;
    try {
      message = parseLenientJson(line);
    } catch (error) {
      // A line that was to be an answer: whoever waits for a better one waits in vain.
      if (/^\s*\{|"id"/.test(line)) this.#give(`wrote what is no JSON: ${show(line)} (${(error as Error).message})`);
      else this.#print(line);
      return;
    }
    if (!isObject(message)) this.#print(line);
    else if (message['id'] === undefined && message['ready'] === true) this.#ready();
    else this.#answer(message, line);
  }

  #ready(): void {
    this.#isReady = true;
    this.#limit(this.#options.timeoutMs);
  }

  #answer(message: Record<string, unknown>, line: string): void {
    const { id, error } = message;
    const asked = this.#question?.id;
    if (asked === undefined) this.#give(`wrote an answer where nothing was asked: ${show(line)}`);
    else if (id !== asked) {
      const got = id === undefined ? 'without an id' : `with the id ${show(id)}`;
      this.#give(`wrote an answer ${got} where ${asked} was asked: ${show(line)}`);
    } else if (error !== undefined && error !== null) this.#fail(typeof error === 'string' ? error : show(error), '');
    else this.#evaluate(message);
  }

  #evaluate(message: Record<string, unknown>): void {
    this.#isReady = true;
    try {
      const evaluation = evaluationOf(message, 'its answer');
      this.#settle(({ answer }) => answer(evaluation));
    } catch (problem) {
      this.#fail((problem as Error).message);
    }
  }

  /** What it prints where answers are expected: libraries do. */
  #print(line: string): void {
    this.#stderr.add(Buffer.from(`${line}\n`));
  }

  /** The conversation fails, with everything that is known of it. */
  #give(up: string, name = 'Error'): void {
    this.#fail(up, this.#stderr.hint(), name);
    this.#over();
  }

  /** The question that is open has no value; the conversation may go on. */
  #fail(message: string, hint = this.#stderr.hint(), name = 'Error'): void {
    this.#isReady = true;
    this.#settle(({ fail }) => fail(Object.assign(new Error(`${this.#options.title}: ${message}${hint}`), { name })));
  }

  #settle(how: (question: Question) => void): void {
    const question = this.#question;
    if (question === undefined) return;
    clearTimeout(question.timer);
    this.#question = undefined;
    how(question);
  }

  #over(): void {
    this.#isOver = true;
    void this.#program.end();
  }
}

function describe(exit: Exclude<Exit, { readonly type: 'not-started' }>): string {
  return exit.type === 'exit' ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}
