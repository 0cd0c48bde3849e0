import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../../../packages', import.meta.url));

/** What a run of our own methods goes through. */
const measured = ['cli', 'core', 'optimizer-classic', 'optimizer-cmaes', 'tasks'];

/**
 * Of the built code that results depend on. Two results with the same fingerprint were made by the same code, whatever its version number says.
 */
export function codeFingerprint(): string {
  const hash = createHash('sha256');
  for (const name of measured) {
    const folder = join(packages, name, 'dist');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.js'))
      .map(entry => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(relative(packages, file)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
