import { readFileSync } from 'node:fs';

/** A task module that says the ids of its processes before it is stuck: itself, a shell that ignores SIGTERM, what that has started. */
export const childTask = `import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
const parameters = [{ kind: 'real', name: 'what', low: 0, high: 9 }, { kind: 'real', name: 'value', low: -9, high: 9 }];
export default { parameters, name: process.env.NAME ?? 'child ' + process.pid, async evaluate([what, value], context) {
  switch (what) {
    case 1:
      process.on('SIGTERM', () => {});
      writeSync(1, 'pids ' + process.pid + '\\n');
      for (;;);
    case 2: return process.exit(7);
    case 3: return new Promise(resolve => context.signal.addEventListener('abort', () => resolve(value)));
    case 4: console.log('printed: é', value); console.error('complained'); return value;
    case 5: {
      process.on('SIGTERM', () => {});
      const shell = spawn('sh', ['-c', 'trap "" TERM; sleep 300 & echo $!; wait'], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [sleeper] = await once(shell.stdout, 'data');
      // One that leaves the group, and one more whose parent is gone.
      const session = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
      const parent = spawn('sh', ['-c', 'setsid sleep 300 >&2 & echo $!'], { stdio: ['ignore', 'pipe', 'ignore'] });
      const [orphan] = await once(parent.stdout, 'data');
      await once(parent, 'close');
      const pids = [process.pid, shell.pid, String(sleeper).trim()];
      if (process.platform === 'linux') pids.push(session.pid, String(orphan).trim());
      else process.kill(-session.pid);
      context.directory;
      writeSync(1, 'pids ' + pids.join(' ') + '\\n');
      for (;;);
    }
    case 6: return { value, extras: context.directory };
    case 7: return { value, extras: () => 'a closure' };
    case 9: for (let i = 0; i < 200_000; i++) console.log('.'.repeat(99)); process.stdout.write('end'); return value;
    case 8: process.kill(process.pid, 'SIGKILL');
    default: return value;
  }
} };`;

export function pidsIn(line: string): readonly number[] {
  return line.trim().split(' ').slice(1).map(Number);
}

/** Whether a process runs: one that is dead and not collected does not. */
export function runs(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(runs)) await new Promise(resolve => setTimeout(resolve, 5));
}
