// Random faults against random studies: `node --expose-gc soak.program.js [--seconds 300] [--studies N] [--seed S]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GlompoError } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { randomSearch } from '@glompo/optimizer-classic';
import { endPrograms, ensureNothingLeft, faultyTask, observe, releaseBlocked, resourcesNow } from '@glompo/testing';
import { backendOf } from '../placements/cells.js';
import { type RandomStudy, randomStudy } from './random-study.js';
import { excessOver, type VitalSigns, vitalSigns } from './vital-signs.js';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    studies: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const [seconds, studies, firstSeed] = [Number(values.seconds), Number(values.studies), Number(values.seed)];
if (!(seconds > 0 && studies > 0 && Number.isSafeInteger(firstSeed))) {
  console.error('soak: --seconds and --studies: expected numbers above 0; --seed: expected an integer');
  process.exit(2);
}
/** A study that has not ended by then does not end. */
const deadlineMs = 120_000;
/** Studies after which the memory of this process is as large as it becomes, and how much it may grow after that. */
const warmUp = 8;
const mostGrowth = 24 * 2 ** 20;

// What the first worker of each kind needs of this process, it keeps.
await observe(
  {
    task: faultyTask({}),
    optimizers: randomSearch(),
    backend: backendOf({ optimizers: 'processes', trials: 'threads', slots: 2 }),
    slots: 2,
    stop: maxEvaluations(20),
  },
  { deadlineMs },
);

const endAt = performance.now() + 1000 * seconds;
let failures = 0;
let trials = 0;
let warm: VitalSigns | undefined;
let made = 0;
for (; made < studies && performance.now() < endAt; made++) {
  const seed = (firstSeed + made) % 2 ** 32;
  const before = vitalSigns();
  const words = await check(seed);
  const excess = await excessOver(before);
  if (excess !== undefined) fail(seed, words, new Error(excess));
  if (made === warmUp) warm = vitalSigns();
}
if (warm !== undefined) {
  const now = vitalSigns();
  const growth = now.heap - warm.heap;
  console.log(
    `memory after ${warmUp} studies and at the end: heap ${mb(warm.heap)} and ${mb(now.heap)}, resident ${mb(warm.resident)} and ${mb(now.resident)}`,
  );
  if (growth > mostGrowth) fail(firstSeed, `all ${made} studies`, new Error(`the heap has grown by ${mb(growth)}`));
}
console.log(`${made} studies, ${trials} trials, ${failures} failures; the first seed was ${firstSeed}`);
process.exitCode = failures > 0 ? 1 : 0;

/** Makes the study of a seed. @returns what it was */
async function check(seed: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'glompo-soak-'));
  const study = randomStudy(seed, folder);
  const before = resourcesNow();
  try {
    trials += await conduct(study);
    releaseBlocked(folder);
    await ensureNothingLeft(before, folder, study.leaves);
  } catch (error) {
    fail(seed, study.words, error);
  } finally {
    endPrograms(folder);
    releaseBlocked(folder);
    rmSync(folder, { recursive: true, force: true });
  }
  return study.words;
}

/** @returns the trials that were made */
async function conduct({ options, interruptAfterMs, resizeTo, leaves }: RandomStudy): Promise<number> {
  const interrupted = new AbortController();
  const timer = interruptAfterMs === undefined ? undefined : setTimeout(() => interrupted.abort(), interruptAfterMs);
  try {
    const { result } = await observe(options, {
      deadlineMs,
      signal: interrupted.signal,
      ...(resizeTo !== undefined && { resizeTo }),
    });
    if (!leaves.workers && result.leftBehind.length > 0)
      throw new Error(`the result tells of what is left behind: ${result.leftBehind.join('; ')}`);
    return result.evaluations;
  } catch (error) {
    // Interrupted before its first run.
    if (interrupted.signal.aborted && GlompoError.is(error, 'GLOMPO_INTERRUPTED')) return 0;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function fail(seed: number, what: string, error: unknown): void {
  failures++;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  console.error(`FAILED: ${what}\n  ${text}\n  again: npm run soak -- --seed ${seed} --studies 1\n`);
}

function mb(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
