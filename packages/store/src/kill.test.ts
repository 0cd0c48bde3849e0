import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openRecord } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';

const endless = fileURLToPath(new URL('endless-study.test.mjs', import.meta.url));

let directory: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'glompo-store-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** Events and trials in the record, which is checked; none if nothing was recorded yet. */
function recorded(): { readonly events: number; readonly evaluations: number } {
  if (!existsSync(join(directory, 'study.db'))) return { events: 0, evaluations: 0 };
  try {
    using record = openRecord(directory);
    const { events, evaluations } = record.history();
    let next = 1;
    for (const { trials } of record.events({ types: ['trials'], run: 1 })) {
      expect(trials.first).toBe(next);
      for (const value of trials.values) expect(value).toBe(Math.sin(next++));
    }
    expect(next - 1).toBe(evaluations);
    return { events, evaluations };
  } catch (error) {
    expect((error as Error).message).toMatch(/it is empty|no study has begun/);
    return { events: 0, evaluations: 0 };
  }
}

test('a recording that is killed at any moment leaves whole events from the first on, and can be gone on with', async () => {
  let before = 0;
  for (let kill = 0; kill < 10; kill++) {
    child = spawn(process.execPath, [endless, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', text => {
      said += text;
    });
    // The first ones are killed while they start.
    if (kill < 4) await after(Math.random() * 400);
    else {
      await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data');
      await after(Math.random() * 150);
    }
    child.kill('SIGKILL');
    await once(child, 'close');
    const committed = [...said.matchAll(/"committed":(\d+)/g)].map(([, number]) => Number(number));
    const { events } = recorded();
    // What was said to be recorded is; nothing that was recorded before is gone.
    expect(events).toBeGreaterThanOrEqual(Math.max(before, ...committed));
    before = events;
    expect(readdirSync(directory).filter(name => !/^study\.(lock|db(-wal|-shm|-journal)?)$/.test(name))).toEqual([]);
  }
  expect(before).toBeGreaterThan(0);
});

test.skipIf(process.platform === 'win32')(
  'a full disk ends the recording with an error, and what was there is kept',
  async () => {
    // No file of the child may have more than 1 MB.
    const limited = ['-c', 'ulimit -f 1024 && exec "$0" "$@"', process.execPath, endless, directory];
    const { stdout } = await promisify(execFile)('bash', limited);
    const words = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { code?: string; message?: string });
    expect(words.at(-1)).toEqual({ code: 'GLOMPO_RECORD', message: expect.stringContaining('is full') });
    expect(recorded().events).toBeGreaterThan(100);
  },
);
