import { describe, test } from 'node:test';
import type { ConformanceCase } from './cases/conformance-case.js';

/** A conformance suite as a `describe` of `node:test`: one test per case; gaps are skipped tests with their reason. */
export function describeConformance(name: string, cases: readonly ConformanceCase[]): void {
  describe(name, () => {
    for (const each of cases) {
      test(each.name, async context => {
        const outcome = await each.run();
        if (outcome !== undefined) context.skip(outcome.gap);
      });
    }
  });
}
