import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';

/** Killed processes are gone within milliseconds; one in an uninterruptible call of the kernel may take this long, or longer. */
const goneTimeoutMs = 1_000;
const lookAgainMs = 2;

/** Ends a process and all that it has started, at once. No matter if they are gone. */
export function killGroup(leader: number): void {
  try {
    // Windows has no groups: the process alone.
    process.kill(process.platform === 'win32' ? leader : -leader, 'SIGKILL');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone, or (macOS) corpses only.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

/** Waits until nothing of a killed group runs any more. */
export async function groupGone(leader: number): Promise<void> {
  const deadline = performance.now() + goneTimeoutMs;
  while (groupExists(leader) && runs(leader) && performance.now() < deadline) await after(lookAgainMs);
}

function groupExists(leader: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}

/** Whether more than corpses is left: a container's first process may never collect those. */
function runs(leader: number): boolean {
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc').some(pid => {
    if (!/^\d+$/.test(pid)) return false;
    const stat = statOf(pid);
    // After the name in parentheses: state, parent, group.
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(group) === leader && state !== 'Z' && state !== 'X';
  });
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // It has ended since the folder was listed.
    return '';
  }
}
