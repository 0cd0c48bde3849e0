import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { endFamily, familyMembers, type ProcessFamily, signalFamily, withinTime } from '@glompo/core/node';

/** Killed processes are gone within milliseconds; one in an uninterruptible call of the kernel may take this long, or longer. */
const goneTimeoutMs = 1_000;
/** A look around reads of every process of the machine: who takes long to end is looked after less often. */
const shortestPauseMs = 2;
const longestPauseMs = 20;

/**
 * Asks a family of processes to end (SIGTERM), kills those that do not within `terminateGraceMs` (0: all of them, at once), and waits
 * until they are gone.
 *
 * @param exited settles when the leader has ended
 * @returns those that run nevertheless, in words
 */
export async function endInOrder(
  family: ProcessFamily,
  { exited, terminateGraceMs }: { readonly exited: Promise<unknown>; readonly terminateGraceMs: number },
): Promise<readonly string[]> {
  if (terminateGraceMs > 0 && (await endGently(family, exited, terminateGraceMs))) return [];
  return (await endFamily(family, goneTimeoutMs)).map(described);
}

async function endGently(family: ProcessFamily, exited: Promise<unknown>, graceMs: number): Promise<boolean> {
  const deadline = performance.now() + graceMs;
  signalFamily(family, 'SIGTERM');
  await withinTime(exited, graceMs);
  for (
    let pauseMs = shortestPauseMs;
    familyMembers(family).length > 0;
    pauseMs = Math.min(2 * pauseMs, longestPauseMs)
  ) {
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return false;
    await after(Math.min(pauseMs, leftMs));
  }
  return true;
}

function described(pid: number): string {
  return `process ${pid}${nameOf(pid)}, which runs ${goneTimeoutMs / 1000} s after it was killed`;
}

/** On Linux. */
function nameOf(pid: number): string {
  try {
    return ` (${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()})`;
  } catch {
    return '';
  }
}
