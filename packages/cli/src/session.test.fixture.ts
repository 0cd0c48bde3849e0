import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Finished } from './glompo.test.fixture.js';

/** The command's own code, one command line after the other. */
const program = `
  import { execute } from ${JSON.stringify(new URL('../dist/main.js', import.meta.url).href)};
  process.on('message', async ({ args, cwd }) => {
    process.chdir(cwd);
    const texts = { stdout: '', stderr: '' };
    const streams = {
      out: text => { texts.stdout += text; },
      err: text => { texts.stderr += text; },
      interactive: false, color: false, columns: 80, onStray: undefined, flush: async () => undefined,
    };
    const code = await execute(args, streams);
    process.send({ code, ...texts });
  });
  process.send('ready');
`;

/**
 * Many commands in one process, one after the other: for what is over before anything is started, where a process for each would take most of the
 * time. What a task prints is not among what they print.
 */
export function openSession() {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the session ended with exit code ${code}`);
  });
  ended.catch(() => {});
  const message = async <T>() => ((await Promise.race([once(child, 'message'), ended])) as [T])[0];
  const ready = message();
  let last: Promise<unknown> = ready;
  return {
    glompo(args: readonly string[], cwd: string): Promise<Finished> {
      const next = last.then(() => {
        child.send({ args, cwd });
        return message<Finished>();
      });
      last = next.catch(() => {});
      return next;
    },
    close: () => child.kill('SIGKILL'),
  };
}
