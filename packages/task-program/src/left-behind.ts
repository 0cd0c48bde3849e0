import { readFileSync } from 'node:fs';
import { familyMembers } from '@glompo/core/node';

/** So many processes are looked at one by one before all that there are are listed. */
const fewProcesses = 512;

/**
 * Who of a family still runs when its leader has ended, as far as it can be known (Linux).
 *
 * This is asked after every evaluation, and to look at every process of a busy machine would take longer than many a program. Processes get
 * ascending numbers: only those that were started since the leader need to be looked at.
 */
export function leftBehind(leader: number, mark: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  const newest = newestProcess();
  if (newest < leader || newest - leader > fewProcesses) return familyMembers({ leader, group: false, mark });
  for (let pid = leader + 1; pid <= newest; pid++)
    if (pid !== process.pid && environmentHas(pid, mark)) return familyMembers({ leader: pid, group: false, mark });
  return [];
}

/** Whether a child of this process runs; elsewhere than on Linux what has ended does so until this process has heard of it. */
export function isRunning(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
  } catch {
    return false;
  }
}

/** 0 where the kernel does not tell. */
function newestProcess(): number {
  const [, newest] = /(\d+)\s*$/.exec(readFileSync('/proc/loadavg', 'latin1')) ?? [];
  return Number(newest ?? 0);
}

function environmentHas(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
  } catch {
    // It has ended, or is somebody else's.
    return false;
  }
}
