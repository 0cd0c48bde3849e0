import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));
const folders = readdirSync(join(repository, 'packages'));
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'glompo-versions-'));
  copyManifests();
});

afterEach(() => rmSync(copy, { recursive: true }));

// While core is 0.1.x: core becomes 0.2.0.
test('a minor change of core gives core the next minor version and leaves every plugin as it is', async () => {
  await releaseMinorOfCore();

  const before = manifests(repository);
  const after = manifests(copy);
  expect(after.get('@glompo/core')?.version).toBe(nextMinor(manifest(repository, 'core').version));
  const plugins = [...before.values()].filter(each => each.peerDependencies?.['@glompo/core'] !== undefined);
  expect(plugins.length).toBeGreaterThanOrEqual(7);
  for (const plugin of plugins) expect(after.get(plugin.name)).toEqual(plugin);
});

test('the command line follows with a patch that asks for the new core', async () => {
  await releaseMinorOfCore();

  const before = manifest(repository, 'cli');
  const after = manifest(copy, 'cli');
  expect(after.version).toBe(nextPatch(before.version));
  expect(after.dependencies).toEqual({ ...before.dependencies, '@glompo/core': `^${manifest(copy, 'core').version}` });
});

// What the range and the setting are there for: without either of them, a minor change of core is a major one of plugins.

test('with a caret range for the peer, the plugin would become 1.0.0', async () => {
  edit<Manifest>('packages/tasks/package.json', tasks => {
    tasks.peerDependencies = { '@glompo/core': `^${manifest(copy, 'core').version}` };
  });
  await releaseMinorOfCore();

  expect(manifest(copy, 'tasks').version).toBe('1.0.0');
});

test('with onlyUpdatePeerDependentsWhenOutOfRange off, every plugin would become 1.0.0', async () => {
  edit<Record<string, unknown>>('.changeset/config.json', config => {
    delete config.___experimentalUnsafeOptions_WILL_CHANGE_IN_PATCH;
  });
  await releaseMinorOfCore();

  expect(manifest(copy, 'tasks').version).toBe('1.0.0');
  expect(manifest(copy, 'optimizer-cmaes').version).toBe('1.0.0');
});

/** The manifests and the settings, without any changeset that is pending. */
function copyManifests(): void {
  for (const path of ['package.json', 'package-lock.json', '.changeset/config.json', 'packages', 'apps', 'tooling']) {
    cpSync(join(repository, path), join(copy, path), {
      recursive: true,
      filter: source => !['src', 'dist', 'node_modules'].includes(basename(source)),
    });
  }
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'junction');
}

async function releaseMinorOfCore(): Promise<void> {
  writeFileSync(join(copy, '.changeset/new-in-core.md'), `---\n'@glompo/core': minor\n---\n\nSomething new.\n`);
  await promisify(execFile)(process.execPath, ['node_modules/@changesets/cli/bin.js', 'version'], { cwd: copy });
}

function manifests(root: string): Map<string, Manifest> {
  return new Map(folders.map(folder => manifest(root, folder)).map(each => [each.name, each]));
}

function manifest(root: string, folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8')) as Manifest;
}

function edit<Content>(path: string, change: (content: Content) => void): void {
  const file = join(copy, path);
  const content = JSON.parse(readFileSync(file, 'utf8')) as Content;
  change(content);
  writeFileSync(file, JSON.stringify(content, null, 2));
}

function nextMinor(version: string): string {
  const [major, minor] = numbersOf(version);
  return `${major}.${minor + 1}.0`;
}

function nextPatch(version: string): string {
  const [major, minor, patch] = numbersOf(version);
  return `${major}.${minor}.${patch + 1}`;
}

function numbersOf(version: string): [number, number, number] {
  const [major = NaN, minor = NaN, patch = NaN] = version.split('.').map(Number);
  return [major, minor, patch];
}
