import type { Evaluation, TrialContext } from '@glompo/core/plugin';
import { showCommand } from './command.js';
import { Conversation } from './conversation.js';
import type { PreparedPersistent } from './persistent-options.js';
import { fill, parsePattern } from './placeholders.js';
import { PrivateDirectory } from './private-directory.js';
import { requestJson } from './request.js';

/** Where there is a time limit for answers, and none for starting. */
const usualStartSeconds = 60;

interface Member {
  readonly conversation: Conversation;
  readonly directory: PrivateDirectory;
}

/**
 * The persistent programs of one worker: one, started with its first evaluation; where evaluations overlap, as inline, as many as there are at
 * the same time. One that has ended is started afresh for the next evaluation.
 */
export class PersistentPool {
  readonly #prepared: PreparedPersistent;
  readonly #idle: Member[] = [];
  readonly #all = new Set<Member>();

  constructor(prepared: PreparedPersistent) {
    this.#prepared = prepared;
  }

  /** @throws Error that says what happened, and what to do */
  async evaluate(x: Float64Array, context: TrialContext): Promise<Evaluation> {
    const { signal } = context;
    signal.throwIfAborted();
    const member = (await this.#rested()) ?? (await this.#start(context.directory));
    try {
      signal.throwIfAborted();
      return await member.conversation.ask(
        id => requestJson(x, this.#prepared.parameters, { ...facts(context), id }),
        signal,
      );
    } finally {
      if (member.conversation.isOver) await this.#forget(member);
      else this.#idle.push(member);
    }
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#all].map(async member => {
        await member.conversation.close();
        await this.#forget(member);
      }),
    );
  }

  /** One that has answered before and still runs. */
  async #rested(): Promise<Member | undefined> {
    for (let member = this.#idle.pop(); member !== undefined; member = this.#idle.pop()) {
      if (!member.conversation.isOver) return member;
      await this.#forget(member);
    }
    return undefined;
  }

  async #start(above: string): Promise<Member> {
    const { words, cwd, env, grace, timeout, startTimeout, maxOutputMb } = this.#prepared;
    const directory = await PrivateDirectory.make(above, 'program');
    const filling = {
      x: new Float64Array(),
      run: '',
      trial: '',
      seed: '',
      input: '',
      output: '',
      directory: directory.path,
    };
    const filled = words.map(word =>
      fill(parsePattern(word, { names: [], facts: ['directory'] }, 'persistentProgram: command'), filling, ','),
    );
    const startSeconds = startTimeout ?? (timeout === undefined ? undefined : usualStartSeconds);
    try {
      const conversation = new Conversation(filled, {
        title: showCommand(filled),
        cwd: cwd ?? directory.path,
        env,
        graceMs: grace * 1000,
        maxLineBytes: maxOutputMb * 2 ** 20,
        timeoutMs: timeout === undefined ? undefined : timeout * 1000,
        startMs: startSeconds === undefined ? undefined : startSeconds * 1000,
      });
      const member = { conversation, directory };
      this.#all.add(member);
      return member;
    } catch (error) {
      await directory.remove();
      throw error;
    }
  }

  async #forget(member: Member): Promise<void> {
    this.#all.delete(member);
    await member.directory.remove();
  }
}

function facts({ run, trial, seed, wants }: TrialContext): Pick<TrialContext, 'run' | 'trial' | 'seed' | 'wants'> {
  return { run, trial, seed, wants };
}
