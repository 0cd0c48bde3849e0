import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faultTables } from './table.js';

const document = readFileSync(new URL('../../../../docs/faults.md', import.meta.url), 'utf8');

test.each(Object.entries(faultTables()))('docs/faults.md states what the kit checks: %s', (_name, table) => {
  expect(document).toContain(`\n${table}\n`);
});
