import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** What a third party writes, with one gap declared that is one, and one that is none. */
const suite = (framework: string, except: object) => `
  import { optimizerConformance } from '@glompo/testing';
  import { describeConformance } from '@glompo/testing/${framework}';
  import walk from '@glompo/testing/fixtures/walk.plugin.js';
  const deterministic = {
    ...walk,
    create: (context, ...rest) => {
      context.random.restore({ words: [1, 2, 3, 4] });
      return walk.create(context, ...rest);
    },
  };
  describeConformance('walk', optimizerConformance({ plugin: deterministic, except: ${JSON.stringify(except)} }));
`;
const gap = { 'proposes other points for another seed': 'starts from the start point, always the same way' };

const runs = {
  vitest: ['vitest/vitest.mjs', 'run', '--reporter=verbose', '--no-color'],
  node: ['', '--test', '--test-reporter=tap'],
} as const;

for (const framework of ['vitest', 'node'] as const) {
  test(`${framework} reports laws as tests, and declared gaps as skipped with their reason`, async () => {
    const { code, printed } = await run(framework, gap);
    expect(printed).toMatch(/repeats its points for the same seed/);
    expect(printed).toMatch(
      /proposes other points for another seed.*(\[|SKIP )starts from the start point, always the same way/,
    );
    expect(code, printed).toBe(0);
  });

  test(`${framework} fails for a gap that is none`, async () => {
    const { code, printed } = await run(framework, { ...gap, 'repeats its points for the same seed': 'not so' });
    expect(printed).toMatch(/"repeats its points for the same seed" passes: remove its exception/);
    expect(code).toBe(1);
  });
}

async function run(framework: keyof typeof runs, except: object): Promise<{ code: number | null; printed: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'glompo-testing-'));
  try {
    const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
    await symlink(modules, join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'walk.test.js'), suite(framework, except));
    const [script, ...options] = runs[framework];
    const program = script === '' ? options : [join(modules, script), ...options];
    const { NODE_OPTIONS: _, VITEST: __, NODE_TEST_CONTEXT: ___, ...env } = process.env;
    const child = spawn(process.execPath, [...program, 'walk.test.js'], { cwd: folder, env });
    const ended = new Promise<number | null>(resolve => child.on('close', resolve));
    const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, printed: out + err };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
