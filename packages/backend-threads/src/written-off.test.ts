import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

const canExec = 'execve' in process;
let folder: string;
let module: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'written-off-test-'));
  const fifo = join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
  module = join(folder, 'blocked.task.mjs');
  writeFileSync(
    module,
    `import { readFileSync } from 'node:fs';
    export default {
      parameters: [{ kind: 'real', name: 'x', low: 0, high: 1 }],
      evaluate: ([x]) => x === 0 ? 7 : readFileSync(${JSON.stringify(fifo)}, 'utf8').length,
    };`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program with a worker that is inside a blocking native call, and then `rest`. */
async function program(rest: string) {
  const path = join(folder, 'program.mjs');
  writeFileSync(
    path,
    `import { closeSync, constants, openSync } from 'node:fs';
    import { setTimeout as pause } from 'node:timers/promises';
    import { threads } from ${JSON.stringify(import.meta.resolve('@glompo/backend-threads'))};
    const load = { type: 'load', task: { type: 'module', module: ${JSON.stringify(pathToFileURL(module).href)} }, options: {}, seed: 1 };
    const evaluate = x => workers.call(0, { type: 'evaluate', run: 1, first: 1, points: Float64Array.of(x), wants: [] });
    const left = [];
    const workers = await threads().open({ size: 1, onLeftBehind: (worker, what) => left.push([worker, what]) });
    await workers.call(0, load);
    const lost = evaluate(1).catch(error => error);
    let pipe;
    while (pipe === undefined) {
      try {
        // Possible as soon as somebody reads there.
        pipe = openSync(${JSON.stringify(join(folder, 'fifo'))}, constants.O_WRONLY | constants.O_NONBLOCK);
      } catch { await pause(5); }
    }
    const { freedAfterMs } = await workers.replace(0, { by: 'test', message: 'it is stuck' });
    await workers.call(0, load);
    const { trials } = await evaluate(0);
    process.on('exit', code => console.log('after everything else, ' + code));
    const { code, message } = await lost;
    // It is not told before it is certain.
    while (left.length === 0) await pause(5);
    console.log(JSON.stringify({ left, code, message, value: trials.values[0], freedAfterMs }));
    ${rest}`,
  );
  const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, string | null]>,
  ]);
  const [line = '', ...others] = stdout.trim().split('\n');
  return { told: JSON.parse(line), others, stderr, code, signal };
}

test.runIf(process.platform !== 'win32').each([
  ['has nothing more to do', 'await workers[Symbol.asyncDispose](); process.exitCode = 3;', 3],
  ['exits', 'process.exit(4);', 4],
  ['fails', "await workers[Symbol.asyncDispose](); throw new Error('on purpose');", 1],
] as const)('a thread in a native call is written off, and the program ends when it %s', async (_how, rest, exit) => {
  const { told, others, stderr, code, signal } = await program(rest);
  expect(told).toMatchObject({
    left: [[0, expect.stringMatching(/^thread \d+, inside a native call that cannot be ended$/)]],
    code: 'GLOMPO_WORKER_LOST',
    message: expect.stringContaining('it is stuck'),
    value: 7,
  });
  expect(others).toEqual([`after everything else, ${exit}`]);
  if (canExec) expect({ code, stderr: stderr.includes('native call') }).toEqual({ code: exit, stderr: false });
  else expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: expect.stringContaining(`exit code ${exit}`) });
  expect(stderr).not.toContain('Warning');
});

test.runIf(process.platform !== 'win32')('one that ends after all disturbs nobody', async () => {
  const { others, stderr, code } = await program(`
    closeSync(pipe);
    // A thread that was let go of is no active resource: what ends the program without it is there until it has ended.
    while (process.listeners('exit').some(({ name }) => name === 'endWithoutThem')) await pause(5);
    const again = await evaluate(0);
    console.log('and ' + again.trials.values[0]);
    await workers[Symbol.asyncDispose]();`);
  expect({ others, stderr, code }).toEqual({ others: ['and 7', 'after everything else, 0'], stderr: '', code: 0 });
});
