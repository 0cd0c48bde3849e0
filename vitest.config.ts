import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

const packageFolders = ['packages', 'apps', 'tooling']
  .flatMap(group => readdirSync(root + group).map(name => `${root}${group}/${name}`))
  .filter(folder => existsSync(`${folder}/package.json`));

export default defineConfig(({ mode }) => ({
  test: {
    // A package's tests are one project, so that `--project @glompo/core` selects them.
    projects: packageFolders.map(folder => ({
      extends: true,
      root: folder,
      test: {
        name: (JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { name: string }).name,
        include: ['src/**/*.test.ts'],
        setupFiles: [`${root}vitest.setup.ts`],
        // `npm run test:full` also runs what takes more than a few seconds.
        exclude: mode === 'full' ? [] : ['**/*.full.test.ts'],
        // Some files make a selection of their own.
        env: { GLOMPO_TESTS: mode },
      },
    })),
    // Tests start real threads and processes: each file gets a process of its own, and there are few of them.
    pool: 'forks',
    maxWorkers: 2,
    // Many tests start processes, which takes its time on a busy machine.
    testTimeout: 90_000,
    hookTimeout: 30_000,
    // Other packages are used as they are built, unchanged by the test runner.
    server: { deps: { external: [/\/dist\//] } },
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'], exclude: ['**/*.test.ts'] },
  },
}));
