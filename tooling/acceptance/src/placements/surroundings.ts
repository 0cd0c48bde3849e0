import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getActiveResourcesInfo } from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { here, type Place } from './place.js';

/** Ends of streams and ports arrive with the next rounds of the event loop, not at once. */
const settleMs = 2_000;
/** What workers and the way to them are made of. */
const ofWorkers = new Set(['MessagePort', 'Worker', 'ProcessWrap', 'PipeWrap', 'PipeConnectWrap', 'FSReqPromise']);

/** A machine of one's own, as far as that goes: a folder for all temporary files, and an account of what was there before. */
export class Surroundings {
  readonly #temporary = mkdtempSync(join(tmpdir(), 'acceptance-'));
  readonly #diaries = mkdtempSync(join(tmpdir(), 'acceptance-diaries-'));
  readonly #resources: readonly string[];

  constructor() {
    // Read by node:os whenever it is asked; workers inherit it.
    process.env['TMPDIR'] = this.#temporary;
    this.#resources = resources();
  }

  /** A new folder for the diaries of one study. */
  diary(): string {
    return mkdtempSync(join(this.#diaries, 'study-'));
  }

  /**
   * Asserts that no process, no handle and no temporary file is left of studies that have ended.
   *
   * @param done all that they did, with its place
   */
  async assertNothingLeft(done: Iterable<{ readonly place: Place }>): Promise<void> {
    const deadline = performance.now() + settleMs;
    while (String(resources()) !== String(this.#resources) && performance.now() < deadline) await setTimeout(5);
    assert.deepEqual(resources(), this.#resources, 'handles');
    const others = new Set([...done].map(({ place }) => place.pid).filter(pid => pid !== here().pid));
    assert.deepEqual([...others].filter(isAlive), [], 'processes that were workers');
    assert.deepEqual(children(), [], 'children of this process');
    assert.deepEqual(readdirSync(this.#temporary), [], 'temporary files');
  }

  remove(): void {
    for (const folder of [this.#temporary, this.#diaries]) rmSync(folder, { recursive: true, force: true });
  }
}

function resources(): string[] {
  return getActiveResourcesInfo()
    .filter(kind => ofWorkers.has(kind))
    .sort();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Processes that this one has started and that still exist; known on Linux only. */
function children(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => parentOf(pid) === process.pid)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name in parentheses: state, parent.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // It has ended since the folder was listed.
    return undefined;
  }
}
