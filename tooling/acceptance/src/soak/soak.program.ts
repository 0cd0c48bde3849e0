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
import { growth, type Memory, memoryNow } from './memory-trend.js';
import { type RandomStudy, randomStudy } from './random-study.js';
import { errorInSlotAccount } from './slot-account.js';
import { SlotWatch } from './slot-watch.js';
import { excessOver, vitalSigns } from './vital-signs.js';

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

const watch = await SlotWatch.begin();
const endAt = performance.now() + 1000 * seconds;
const memory: Memory[] = [];
let failures = 0;
let trials = 0;
let rejected = 0;
let made = 0;
// Not that before each study: what is about to go then would hide what comes.
let before = vitalSigns();
for (; made < studies && performance.now() < endAt; made++) {
  const seed = (firstSeed + made) % 2 ** 32;
  const { words, leaves } = await check(seed);
  const excess = await excessOver(before, { corpses: leaves.programs });
  if (excess !== undefined) {
    fail(seed, words, new Error(excess));
    before = vitalSigns();
  }
  // Corpses that may be left stay.
  if (leaves.programs) before = { ...before, children: vitalSigns().children };
  memory.push(memoryNow());
}
const { summary, leaks } = growth(memory);
console.log(summary);
for (const leak of leaks) fail(firstSeed, `all ${made} studies`, new Error(leak), made);
console.log(
  `${made} studies, of which ${rejected} were to reject, ${trials} trials, ${failures} failures; the first seed was ${firstSeed}`,
);
process.exitCode = failures > 0 ? 1 : 0;

/** Makes the study of a seed. @returns what it was */
async function check(seed: number): Promise<RandomStudy> {
  const folder = mkdtempSync(join(tmpdir(), 'glompo-soak-'));
  const study = randomStudy(seed, folder);
  const before = resourcesNow();
  try {
    await conduct(study);
    const inUse = watch.inUse();
    if (inUse !== undefined) throw new Error(`the study has ended, and ${inUse}`);
    releaseBlocked(folder);
    await ensureNothingLeft(before, folder, study.leaves);
  } catch (error) {
    fail(seed, study.words, error);
    watch.inUse();
  } finally {
    endPrograms(folder);
    releaseBlocked(folder);
    rmSync(folder, { recursive: true, force: true });
  }
  return study;
}

/** That every trial has ended exactly once is checked by `observe`. */
async function conduct({ options, interruptAfterMs, resizeTo, mayReject, leaves }: RandomStudy): Promise<void> {
  const interrupted = new AbortController();
  const timer = interruptAfterMs === undefined ? undefined : setTimeout(() => interrupted.abort(), interruptAfterMs);
  const beganAt = performance.now();
  try {
    const { result, events } = await observe(options, {
      deadlineMs,
      signal: interrupted.signal,
      ...(resizeTo !== undefined && { resizeTo }),
    });
    trials += result.evaluations;
    if (!leaves.workers && result.leftBehind.length > 0)
      throw new Error(`the result tells of what is left behind: ${result.leftBehind.join('; ')}`);
    const wallSeconds = (performance.now() - beganAt) / 1000;
    const wrong = errorInSlotAccount({ events, result, wallSeconds });
    if (wrong !== undefined) throw new Error(wrong);
  } catch (error) {
    if (!mayReject.some(code => GlompoError.is(error, code))) throw error;
    rejected++;
  } finally {
    clearTimeout(timer);
  }
}

function fail(seed: number, what: string, error: unknown, count = 1): void {
  failures++;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  console.error(`FAILED: ${what}\n  ${text}\n  again: npm run soak -- --seed ${seed} --studies ${count}\n`);
}
