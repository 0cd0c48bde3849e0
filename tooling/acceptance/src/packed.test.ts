import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EmptyProject, packPackages, repository } from './empty-project.js';

const timeout = 120_000;
const typescript = join(repository, 'node_modules/typescript/bin/tsc');
let project: EmptyProject;

beforeAll(async () => {
  project = new EmptyProject();
  await project.install(...(await packPackages(project.path('packed'))), '@types/node@20');
}, timeout);

afterAll(() => project[Symbol.dispose]());

/** What `glompo run … --json` prints, as far as it matters here. */
interface Printed {
  readonly value: number;
  readonly point: readonly number[];
  readonly evaluations: number;
  readonly runs: { started: number; killed: number; converged: number; failed: number; stopped: number };
  readonly placement: { optimizers: string; trials: string };
}

async function glompo(...args: readonly string[]): Promise<Printed> {
  const { stdout } = await project.run('npx', ['--no-install', 'glompo', ...args, '--json']);
  return JSON.parse(stdout) as Printed;
}

describe('the packed packages in an empty folder', () => {
  test('run the first example of the README', async () => {
    const [, example] = /```js\n(.*?)```/s.exec(readFileSync(join(repository, 'README.md'), 'utf8')) ?? [];
    project.write('first.mjs', example as string);
    const { stdout } = await project.node('first.mjs');
    const [, value, point] = /^(\S+) Float64Array\(5\) \[([^\]]*)\]\s*$/.exec(stdout) ?? [];
    expect(Number(value), stdout).toBeGreaterThanOrEqual(0);
    expect(Number(value), stdout).toBeLessThan(10);
    expect(point?.split(',').map(Number).every(Number.isFinite), stdout).toBe(true);
  });

  test('run a task by its name', async () => {
    const { value, point, evaluations, runs } = await glompo('run', 'rastrigin', '--dims', '5');
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(10);
    expect(point).toHaveLength(5);
    expect(evaluations).toBeLessThanOrEqual(50_000);
    expect(runs.started).toBe(runs.killed + runs.converged + runs.failed + runs.stopped);
  });
});

describe('a newcomer follows the page about a hunter of their own', () => {
  const page = readFileSync(join(repository, 'docs/your-own-hunter.md'), 'utf8');
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, code]) => code as string);
  const files = new Map(blocks('js').map(code => [/^\/\/ (\S+)\n/.exec(code)?.[1] as string, code]));
  const [hunter = '', tests = '', parts = ''] = blocks('sh');
  const inShell = async (command: string) =>
    (await project.run('sh', ['-c', `PATH="node_modules/.bin:$PATH"; ${command}`])).stdout;

  beforeAll(() => {
    for (const [name, code] of files) project.write(name, code);
  });

  test('in one file of fewer than 40 lines, which kills runs by its name, and is tested', { timeout }, async () => {
    expect(files.get('my-hunter.js')?.split('\n').length).toBeLessThan(40);
    const [summary, tested, program] = await Promise.all([
      inShell(hunter),
      inShell(tests),
      project.node('own-study.mjs'),
    ]);
    expect(summary).toMatch(/^killed +\d+ × minTrials \+ notCatchingUp, such as: .* above the best, .* trials fewer$/m);
    expect(tested).toMatch(/^\S+ pass 1$/m);
    const said = [...(files.get('own-study.mjs') ?? '').matchAll(/\/\/ → (.*)/g)].map(([, line]) => line);
    expect(program.stdout.trim().split('\n')).toEqual(said);
  });

  test('as a package, which is listed and needs no flag; and the other kinds of parts', { timeout }, async () => {
    mkdirSync(project.path('my-hunters'));
    project.write('my-hunters/my-hunter.js', files.get('my-hunter.js') as string);
    project.write('my-hunters/package.json', blocks('json')[0] as string);
    await project.install('./my-hunters');
    const named = hunter.replace('--plugin ./my-hunter.js ', '');
    const [summary, listed, others] = await Promise.all([
      inShell(named),
      inShell('glompo list hunters'),
      inShell(parts),
    ]);
    expect(named).not.toContain('plugin');
    expect(summary).toMatch(/^killed +\d+ × minTrials \+ notCatchingUp/m);
    expect(listed).toContain(blocks('text')[0]);
    expect(others).toMatch(/^stopped +\d+ runs have reached /m);
  });
});

test('declarations need nothing but a browser’s library: neither the types of Node nor what is younger than ES2022', {
  timeout,
}, async () => {
  mkdirSync(project.path('plain'));
  project.write(
    'plain/program.ts',
    `import { createStudy } from '@glompo/core';
    import { fmin } from '@glompo/optimizer-cmaes';
    export const both = [createStudy, fmin];`,
  );
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--skipLibCheck', 'false'];
  project.write('plain/tsconfig.json', JSON.stringify({ compilerOptions: { types: [] }, files: ['program.ts'] }));
  await project.node(typescript, '--project', 'plain', ...options);
});

describe('plugins of others, written against what is published only', () => {
  beforeAll(async () => {
    project.copy(join(repository, 'tooling/acceptance/third-party'), 'plugins');
    // Checks the declarations of the packed packages, too.
    await project.node(typescript, '--project', 'plugins', '--skipLibCheck', 'false');
  }, timeout);

  // With all the faults of the suites it takes too long for every day.
  test.runIf(process.env.GLOMPO_TESTS === 'full')(
    'pass the conformance suites',
    { timeout: 10 * timeout },
    async () => {
      const { stdout } = await project.run('npm', ['test', '--silent'], {
        folder: 'plugins',
        timeout: 9 * timeout,
      });
      expect(Number(/^\S+ pass (\d+)$/m.exec(stdout)?.[1]), stdout).toBeGreaterThan(80);
    },
  );

  test('run by name', { timeout }, async () => {
    const { stdout } = await project.run('npm', ['pack', '--silent'], { folder: 'plugins' });
    await project.install(project.path('plugins', stdout.trim()));
    const { optimizers, backends } = (await glompo('list')) as unknown as Record<string, readonly { name: string }[]>;
    expect(optimizers?.map(({ name }) => name)).toContain('compass');
    expect(backends?.map(({ name }) => name)).toContain('pipes');

    const study = ['run', 'sphere', '--dims', '3', '--optimizer', 'compass(step=0.1)', '--max-evaluations', '2000'];
    for (const [optimizers, trials] of [
      ['pipes(nice=5)', 'with-optimizer'],
      ['threads', 'pipes'],
    ] as const) {
      const { value, placement } = await glompo(...study, '--optimizers-on', optimizers, '--trials-on', trials);
      expect(value).toBeLessThan(1e-9);
      expect(placement).toEqual({ optimizers: optimizers.replace(/\(.*/, ''), trials });
    }
  });
});

test('nothing of all that is left behind', () => {
  const left = readdirSync(project.temporary).filter(name => name !== 'node-compile-cache');
  expect(left).toEqual([]);
  expect(processesIn(project.folder)).toEqual([]);
});

/** Processes that work in a folder or run a program from there; known on Linux only. */
function processesIn(folder: string): readonly string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`;
      } catch {
        // It has ended since the folder was listed.
        return '';
      }
    })
    .filter(text => text.includes(folder));
}
