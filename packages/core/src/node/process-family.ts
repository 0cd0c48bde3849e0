import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';

/**
 * A process and every program that it has started, directly or not. On Linux they are found wherever they hide: in its process group, among
 * its descendants, and by a mark in their environment, which also those inherit that have made a session of their own and lost their
 * parent. Elsewhere the group is all that is known.
 */
export interface ProcessFamily {
  /** The process that started all others. */
  readonly leader: number;
  /** Whether it leads a process group: it was spawned `detached`. */
  readonly group: boolean;
  /** `NAME=value`, as it was in the environment that the leader was started with: see `familyMark`. */
  readonly mark: string;
  /** `processStart(leader)`, asked when it had just been started: nobody who was there before belongs to it, which saves looking. */
  readonly startedAt?: number | undefined;
}

const startTimeField = 22;
/** So long a look around is shared; less than anybody waits between two. */
const lookSharedMs = 0.9;
/** A look around reads of every process of the machine: who takes long to end is looked after less often. */
const shortestPauseMs = 1;
const longestPauseMs = 16;

/** A variable for the environment of a process to be started, by which its family is known: another one each time. */
export function familyMark(): { readonly name: string; readonly value: string; readonly mark: string } {
  // A family is about to begin: what was seen before does not know of it.
  seen = undefined;
  const name = `GLOMPO_FAMILY_${randomUUID().replaceAll('-', '')}`;
  return { name, value: '1', mark: `${name}=1` };
}

/** Sends a signal to all of a family. No matter if some are gone. */
export function signalFamily(family: ProcessFamily, name: NodeJS.Signals): void {
  signal(family, familyMembers(family), name);
}

/**
 * Kills a family and waits until nothing of it runs any more. What is started while it is being killed is killed, too.
 *
 * @param withinMs how long it is tried; a process in an uninterruptible call of the kernel may take longer
 * @returns who still runs then
 */
export async function endFamily(family: ProcessFamily, withinMs: number): Promise<readonly number[]> {
  const deadline = performance.now() + withinMs;
  let gone = false;
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const left = familyMembers(family);
    // Whoever starts another one and ends while it is looked around is not seen, nor the other one: so it is looked twice.
    if ((left.length === 0 && gone) || performance.now() >= deadline) return left;
    gone = left.length === 0;
    signal(family, left, 'SIGKILL');
    await after(pauseMs);
  }
}

/** Kills all others of the family that this process leads, and waits as `endFamily` does. */
export async function endOthers(family: ProcessFamily, withinMs: number): Promise<void> {
  await endFamily({ ...family, group: false }, withinMs);
}

/** The processes of a family that run: corpses that nobody has collected do not, and the process that asks is never one of them. */
export function familyMembers({
  leader,
  group,
  mark,
  startedAt = Number.NEGATIVE_INFINITY,
}: ProcessFamily): readonly number[] {
  if (process.platform !== 'linux') return leader !== process.pid && isAlive(group ? -leader : leader) ? [leader] : [];
  const members = new Set<number>();
  const others: ProcessEntry[] = [];
  for (const entry of processes()) {
    if (entry.startedAt < startedAt) continue;
    if (entry.pid === leader || (group && entry.group === leader) || isMarked(entry, mark)) members.add(entry.pid);
    else others.push(entry);
  }
  // Children of members, and theirs: until nobody is added.
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const { pid, parent } of others) if (members.has(parent)) members.add(pid);
  }
  return [...members];
}

/** When a process was started, in ticks since the machine was; undefined where that is not told (all but Linux). */
export function processStart(pid: number): number | undefined {
  return process.platform === 'linux' ? entryOf(pid)?.startedAt : undefined;
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly startedAt: number;
  environment?: ReadonlySet<string>;
}

/**
 * All processes but this one. Several families that end at the same time share a look: whoever is not there in a look that was taken after his
 * family had begun will not be there later either, unless there is a member to start him.
 */
let seen: { readonly at: number; readonly entries: readonly ProcessEntry[] } | undefined;

function processes(): readonly ProcessEntry[] {
  if (seen === undefined || performance.now() - seen.at > lookSharedMs) {
    const entries = readdirSync('/proc')
      .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
      .flatMap(name => entryOf(Number(name)) ?? []);
    seen = { at: performance.now(), entries };
  }
  return seen.entries;
}

/** Undefined for what has ended. */
function entryOf(pid: number): ProcessEntry | undefined {
  const stat = contentOf(`/proc/${pid}/stat`);
  // After the name in parentheses, which may hold anything: state, parent, group, … (proc(5), from field 3 on).
  const [state, parent, group, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === '' || state === 'Z' || state === 'X') return undefined;
  return { pid, parent: Number(parent), group: Number(group), startedAt: Number(more[startTimeField - 6]) };
}

function isMarked(entry: ProcessEntry, mark: string): boolean {
  entry.environment ??= new Set(contentOf(`/proc/${entry.pid}/environ`).split('\0'));
  return entry.environment.has(mark);
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended since the folder was listed, or is somebody else's.
    return '';
  }
}

function signal({ leader, group }: ProcessFamily, members: readonly number[], name: NodeJS.Signals): void {
  // The group at once, so that nobody in it has the time to start another one.
  if (group && process.platform !== 'win32' && members.length > 0) send(-leader, name);
  for (const pid of members) send(pid, name);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Gone, or (macOS) corpses only.
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
