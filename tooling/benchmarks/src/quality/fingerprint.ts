import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** What a run of our own methods goes through, as it is built. */
const measured = [
  ...['cli', 'core', 'optimizer-classic', 'optimizer-cmaes', 'tasks'].map(name => `packages/${name}/dist`),
  'tooling/benchmarks/dist/quality/methods',
  'tooling/benchmarks/dist/quality/problems',
];

/**
 * Of the built code that results depend on. Two results with the same fingerprint were made by the same code, whatever its version number says.
 */
export function codeFingerprint(): string {
  const hash = createHash('sha256');
  for (const name of measured) {
    const files = readdirSync(join(root, name), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.js'))
      .map(entry => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(relative(root, file)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
