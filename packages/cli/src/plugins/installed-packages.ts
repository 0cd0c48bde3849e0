import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A package that is looked into for plugins, and what its `package.json` says. */
export interface InstalledPackage {
  readonly name: string;
  /** Without symbolic links. */
  readonly directory: string;
  /** Undefined if it is not an object in JSON; then `broken` says why. */
  readonly json: PackageJson | undefined;
  readonly broken?: string;
}

export interface PackageJson {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly glompo?: unknown;
  readonly [field: string]: unknown;
}

const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies'];

/** The folder of glompo itself. */
export const ownDirectory = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));

/**
 * The packages whose plugins are at hand: the user's project (the nearest `package.json` upwards), its direct dependencies, and what
 * glompo brings along. Of two packages with one name the project's goes first. What is listed but not installed is skipped. Reads
 * `package.json` files, and imports nothing.
 */
export function installedPackages(workingDirectory: string): readonly InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const project = nearestPackage(workingDirectory);
  for (const root of project === undefined || project.directory === ownDirectory ? [] : [project]) {
    found.set(root.name, root);
    addDependencies(found, root);
  }
  addDependencies(found, readPackage(ownDirectory));
  return [...found.values()];
}

function addDependencies(found: Map<string, InstalledPackage>, { directory, json }: InstalledPackage): void {
  for (const field of dependencyFields) {
    const listed = json?.[field];
    if (typeof listed !== 'object' || listed === null) continue;
    for (const name of Object.keys(listed)) {
      if (found.has(name)) continue;
      const installed = findInstalled(name, directory);
      if (installed !== undefined) found.set(name, installed);
    }
  }
}

/** As Node finds packages: in the `node_modules` here, or of a folder above. */
export function findInstalled(name: string, from: string): InstalledPackage | undefined {
  for (const folder of upwards(from)) {
    const directory = join(folder, 'node_modules', name);
    if (existsSync(join(directory, 'package.json'))) return { ...readPackage(directory), name };
  }
  return undefined;
}

function nearestPackage(from: string): InstalledPackage | undefined {
  for (const folder of upwards(from)) if (existsSync(join(folder, 'package.json'))) return readPackage(folder);
  return undefined;
}

/** The package whose `package.json` is in this folder. */
export function readPackage(folder: string): InstalledPackage {
  const directory = realpathSync(folder);
  try {
    const json: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('it is not an object');
    const { name } = json as PackageJson;
    return { name: typeof name === 'string' ? name : directory, directory, json: json as PackageJson };
  } catch (error) {
    return { name: directory, directory, json: undefined, broken: (error as Error).message };
  }
}

function* upwards(from: string): Generator<string> {
  let folder = from;
  for (;;) {
    yield folder;
    const parent = dirname(folder);
    if (parent === folder) return;
    folder = parent;
  }
}
