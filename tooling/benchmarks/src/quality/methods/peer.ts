import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Call, type OptionsSpec, optionsOfCall, parseOptions } from '@glompo/core';
import type { Method, Notes } from './method.js';

/** Methods of other libraries, in Python: `peers/quality-peer.py`. */
export const peerNames = ['pycma-bipop', 'differential_evolution', 'dual_annealing'] as const;
export type PeerName = (typeof peerNames)[number];

const script = fileURLToPath(new URL('../../../peers/quality-peer.py', import.meta.url));

/** With this the program says that a library is not there. */
const notInstalled = 3;

/** One thread per process, as ours have. */
const environment = { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' };

/** @returns the versions of what would run; or, in a sentence, why it cannot */
export function probePeer(name: PeerName, python: string): { readonly version: string } | { readonly missing: string } {
  try {
    const env = { ...process.env, ...environment };
    const options = { env, encoding: 'utf8', timeout: 60_000, stdio: 'pipe' } as const;
    return { version: execFileSync(python, [script, name, 'version'], options).trim() };
  } catch (error) {
    const { code, status, stderr, message } = error as NodeJS.ErrnoException & { status?: number; stderr?: string };
    if (code === 'ENOENT') return { missing: `${python} is not installed` };
    if (status === notInstalled) return { missing: stderr?.trim() ?? '' };
    return { missing: `${python} fails: ${stderr?.trim().split('\n').at(-1) || message}` };
  }
}

/**
 * A method of another library, which asks for the values of our functions through a pair of pipes. Both ends block: a way there and back takes about
 * 20 µs so, and several times that through an event loop. Points come as the algorithm has them: a generation, or one by one.
 */
export function peer(call: Call, python: string): Method {
  const spec = peerOptions(call.name);
  const options = parseOptions(spec, optionsOfCall(call, spec), call.name);
  let open: Conversation | undefined;
  const begin = () => open ?? new Conversation(call.name, python);
  return {
    run({ task, dimensions }, meter, { seed, budget }): Notes {
      const conversation = begin();
      const bounds = task.parameters.map(({ low, high }) => [low, high]);
      conversation.sendJob({ seed, budget, bounds, options });
      // Set again when the job is done: after a failure nobody knows where the conversation stands.
      open = undefined;
      for (;;) {
        const count = conversation.readCount();
        if (count <= 0) {
          const text = conversation.readText();
          open = conversation;
          if (count < 0) throw new Error(text);
          return JSON.parse(text) as Notes;
        }
        const points = conversation.readDoubles(count * dimensions);
        const answer = new Float64Array(1 + count);
        for (let i = 0; i < count; i++) {
          // What is asked for beyond the budget is not evaluated: the search ends with this answer.
          if (meter.over) break;
          answer[1 + i] = meter.value(points.slice(i * dimensions, (i + 1) * dimensions));
        }
        answer[0] = meter.over ? 1 : 0;
        conversation.write(new Uint8Array(answer.buffer));
      }
    },
    close() {
      open?.close();
      open = undefined;
    },
  };
}

function peerOptions(name: string): OptionsSpec {
  const description = 'Initial step size, as a fraction of each range';
  return name === 'pycma-bipop' ? { sigma: { type: 'number', above: 0, max: 1, default: 0.3, description } } : {};
}

class Conversation {
  readonly #process: ChildProcess;
  readonly #input: number;
  readonly #output: number;

  constructor(name: string, python: string) {
    const folder = mkdtempSync(join(tmpdir(), 'glompo-bench-'));
    const [to, from] = [join(folder, 'to'), join(folder, 'from')];
    try {
      execFileSync('mkfifo', [to, from]);
      // Opened for both, a pipe waits for nobody; what is opened after that for one of them sees the other's end.
      const open = [openSync(to, 'r+'), openSync(from, 'r+')];
      const [itsInput, itsOutput] = [openSync(to, 'r'), openSync(from, 'w')];
      this.#output = openSync(to, 'w');
      this.#input = openSync(from, 'r');
      this.#process = spawn(python, [script, name, 'serve'], {
        stdio: [itsInput, itsOutput, 'inherit'],
        env: { ...process.env, ...environment },
      });
      for (const file of [...open, itsInput, itsOutput]) closeSync(file);
    } finally {
      rmSync(folder, { recursive: true });
    }
    this.#process.unref();
  }

  sendJob(job: unknown): void {
    const text = Buffer.from(JSON.stringify(job));
    this.write(new Uint8Array(Uint32Array.of(text.length).buffer));
    this.write(text);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#output, bytes, at);
  }

  readCount(): number {
    return new Int32Array(this.#read(4).buffer)[0] as number;
  }

  readDoubles(count: number): Float64Array {
    return new Float64Array(this.#read(8 * count).buffer);
  }

  readText(): string {
    return new TextDecoder().decode(this.#read(this.readCount()));
  }

  /** The program ends when its input does. */
  close(): void {
    closeSync(this.#output);
    closeSync(this.#input);
  }

  #read(length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const read = readSync(this.#input, bytes, at, length - at, null);
      if (read === 0) throw new Error('the Python program has ended without an answer');
      at += read;
    }
    return bytes;
  }
}
