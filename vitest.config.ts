import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const packageFolders = ['packages', 'apps', 'tooling']
  .flatMap(group => readdirSync(group).map(name => `${group}/${name}`))
  .filter(folder => existsSync(`${folder}/package.json`));

// A package's tests are one project, so that `--project @glompo/core` selects them.
const packageProject = (root: string) => ({
  extends: true as const,
  root,
  test: { name: (JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { name: string }).name },
});

export default defineConfig(({ mode }) => ({
  test: {
    projects: packageFolders.map(packageProject),
    include: ['src/**/*.test.ts'],
    // What takes longer than a coffee is named *.full.test.ts and runs with `npm run test:full`.
    exclude: mode === 'full' ? [] : ['**/*.full.test.ts'],
    // Tests start real threads and processes: each file gets a process of its own, and there are few of them.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Other packages are used as they are built, unchanged by the test runner.
    server: { deps: { external: [/\/dist\//] } },
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'], exclude: ['**/*.test.ts'] },
  },
}));
