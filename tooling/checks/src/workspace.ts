import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { importsOf } from './imports.js';

export type Role = 'core' | 'testing' | 'plugin' | 'cli' | 'private';

export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly workspaces?: readonly string[];
  readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
  /** Names that begin with `#`, and the file that each stands for under which condition. */
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly glompo?: Readonly<Record<string, unknown>>;
}

export interface SourceFile {
  /** Relative to the package's folder, with forward slashes: `src/hunters/index.ts`. */
  readonly path: string;
  readonly isTest: boolean;
  /** What it imports, by value or as a type, as written. */
  readonly imports: readonly string[];
}

export interface WorkspacePackage {
  /** Relative to the root of the repository. */
  readonly folder: string;
  readonly role: Role;
  readonly manifest: Manifest;
  readonly files: readonly SourceFile[];
}

export function readWorkspace(root: string): readonly WorkspacePackage[] {
  return packageFolders(root).map(folder => {
    const manifest = readManifest(join(root, folder));
    return { folder, role: roleOf(folder, manifest.name), manifest, files: readSources(join(root, folder)) };
  });
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function packageFolders(root: string): string[] {
  return (readManifest(root).workspaces ?? [])
    .map(pattern => pattern.replace(/\/\*$/, ''))
    .filter(group => existsSync(join(root, group)))
    .flatMap(group => readdirSync(join(root, group)).map(name => `${group}/${name}`))
    .filter(folder => existsSync(join(root, folder, 'package.json')));
}

function roleOf(folder: string, name: string): Role {
  if (!folder.startsWith('packages/')) return 'private';
  if (name === '@glompo/core') return 'core';
  if (name === '@glompo/testing') return 'testing';
  if (name === 'glompo') return 'cli';
  return 'plugin';
}

function readSources(packageFolder: string): SourceFile[] {
  const sources = join(packageFolder, 'src');
  if (!existsSync(sources)) return [];
  return readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.[mc]?[jt]s$/.test(entry.name))
    .map(entry => {
      const file = join(entry.parentPath, entry.name);
      const path = relative(packageFolder, file).replaceAll('\\', '/');
      return { path, isTest: /\.test\.[mc]?[jt]s$/.test(path), imports: importsOf(path, readFileSync(file, 'utf8')) };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
