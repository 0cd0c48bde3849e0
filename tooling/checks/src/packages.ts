// `npm run check:packages`: what would be published, as packed files, is looked at by publint and are-the-types-wrong.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packedPackageProblems, packPublicPackages } from './packed-packages.js';
import { repositoryRoot } from './repository-root.js';

const folder = mkdtempSync(join(tmpdir(), 'glompo-packed-'));
try {
  const packed = await packPublicPackages(repositoryRoot, folder);
  let failed = 0;
  for (const each of packed) {
    const problems = await packedPackageProblems(repositoryRoot, each);
    console.log(
      `${problems.length === 0 ? 'ok    ' : 'FAILED'} ${each.name}@${each.version}, ${each.files.length} files`,
    );
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) failed += 1;
  }
  process.exitCode = failed === 0 && packed.length > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
