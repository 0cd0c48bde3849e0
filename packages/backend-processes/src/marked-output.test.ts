import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { deserialize } from 'node:v8';
import { MarkedStream } from '@glompo/core/node';
import { expect, onTestFinished, test } from 'vitest';

const secret = 'shared by both ends';

/** Starts a worker that has an `output`; tells everything in the order in which it is heard. */
function start(script: string, onMessage: (message: unknown) => void, onText = (_text: string, _run?: number) => {}) {
  const url = JSON.stringify(new URL('../dist/marked-output.js', import.meta.url).href);
  const source = `import { MarkedOutput } from ${url}; const output = new MarkedOutput('${secret}'); ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const marked = new MarkedStream(secret, { onText, onMessage: bytes => onMessage(deserialize(bytes)) });
  child.stdout.on('data', (chunk: Buffer) => marked.write(chunk)).on('close', () => marked.end());
  return child;
}

// More than a socket holds.
const large = 300_000;

test('what was said before a busy loop arrives, however much it is', async () => {
  const heard = new Promise<Float64Array>(resolve => {
    start(`output.say(new Float64Array(${large}).fill(1.5)); for (;;);`, message => resolve(message as Float64Array));
  });
  const { length, [length - 1]: last } = await heard;
  expect([length, last]).toEqual([large, 1.5]);
});

test.each([
  ['is killed', "process.kill(process.pid, 'SIGKILL')", 'SIGKILL'],
  ['aborts', 'process.abort()', 'SIGABRT'],
  ['exits', 'process.exit()', null],
])('what was said before a worker %s arrives', async (_how, end, signal) => {
  const heard: unknown[] = [];
  const child = start(`for (let i = 0; i < 3; i++) output.say([i, new Uint8Array(${large})]); ${end};`, message =>
    heard.push((message as [number])[0]),
  );
  expect(await once(child, 'close')).toEqual([signal === null ? 0 : null, signal]);
  expect(heard).toEqual([0, 1, 2]);
});

test('what programs print is of the run that has started them', async () => {
  const heard: [string, number | undefined][] = [];
  const child = start(
    `import { spawn } from 'node:child_process';
    import { once } from 'node:events';
    for (const run of [3, undefined]) {
      output.enterRun(run);
      await once(spawn('echo', ['printed'], { stdio: 'inherit' }), 'exit');
    }`,
    () => {},
    (text, run) => heard.push([text, run]),
  );
  await once(child, 'close');
  expect(heard).toEqual([
    ['printed\n', 3],
    ['printed\n', undefined],
  ]);
});
