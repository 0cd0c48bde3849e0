import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that is gone when this process ends, also one whose measurement was given up. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'glompo-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
