import { rmSync } from 'node:fs';
import { inline } from '@glompo/core';
import { backendConformance, type ConformanceCase } from '@glompo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { broken, folder, hanging } from '../broken/broken-backends.js';
import { rawThreads } from '../broken/raw-threads.js';
import { describeConformance } from '../vitest.js';

/** `npm run test:full` runs all; on other days, faults are left to the suites of the backends that are published, and are broken in one placement. */
const isFull = process.env.GLOMPO_TESTS === 'full';
const faults = isFull ? 'all' : 'quick';
describeConformance('the inline backend', backendConformance({ backend: inline, faults }));

const isFault = (name: string) => name.startsWith('survives ');
describeConformance(
  'threads by hand',
  backendConformance({ backend: rawThreads, faults }).filter(({ name }) => isFull || !isFault(name)),
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function failure(found: ConformanceCase | undefined): Promise<unknown> {
  try {
    return (await found?.run()) ?? 'passed';
  } catch (error) {
    return error;
  }
}

describe('the suite', () => {
  test('has a broken backend for every case but those of the faults that are not quick', () => {
    const names = backendConformance({ backend: inline, faults: 'quick' }).map(each => each.name);
    expect(Object.keys(broken).sort()).toEqual([...names].sort());
  });

  for (const [name, backends] of Object.entries(broken)) {
    const twin = name.replace(/with the optimizer$/, 'in a pool');
    if (!isFull && twin !== name && Object.hasOwn(broken, twin)) continue;
    for (const [i, backend] of backends.entries()) {
      test(`catches a backend that breaks (${i + 1}): ${name}`, async () => {
        const waits = hanging.has(backend);
        let found: unknown;
        // Those that wait in vain wait longer where that is because this machine is slow.
        for (const deadlineMs of waits ? [1_000, 10_000] : [undefined]) {
          const cases = backendConformance({ backend, faults: 'quick', ...(deadlineMs && { deadlineMs }) });
          found = await failure(cases.find(one => one.name === name));
          if (!/to open|to begin/.test(String(found))) break;
        }
        expect(found).toBeInstanceOf(Error);
        expect((found as Error).message).not.toMatch(waits ? /to open|to begin/ : /^waited/);
      });
    }
  }
});
