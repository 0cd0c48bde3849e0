import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second wherever it tells programs of it. */
const millisecondsPerTick = 10;

/** Processor milliseconds of this process and, where that can be known (Linux), of the programs that it started and that have ended. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage();
  const ended = endedPrograms();
  return (user + system) / 1000 + (ended ? ended.ticks * millisecondsPerTick : 0);
}

/** Milliseconds in which this thread was ready to compute and waited for a processor; undefined where that cannot be known. */
export function queuedMs(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const [, nanoseconds] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    // A kernel that does not count.
    return undefined;
  }
}

/** A count that changes when this process starts a program or one of them ends; undefined where that cannot be known. */
export function programCount(): number | undefined {
  const ended = endedPrograms();
  return ended && ended.pageFaults + running();
}

/** What the kernel has added up of programs that have ended: each has faulted its pages in, so that count tells even of idle ones. */
function endedPrograms(): { readonly pageFaults: number; readonly ticks: number } | undefined {
  if (process.platform !== 'linux') return undefined;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // After the name in parentheses, which may hold anything: state, parent, … (proc(5), from field 3 on).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { pageFaults: field(11) + field(13), ticks: field(16) + field(17) };
}

function running(): number {
  let count = 0;
  for (const thread of readdirSync('/proc/self/task')) {
    try {
      count += readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').length - 1;
    } catch {
      // A thread that has ended meanwhile, or a kernel that does not tell.
    }
  }
  return count;
}
