import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for a file of tests, removed in the end. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'glompo-export-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
