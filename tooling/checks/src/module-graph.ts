import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Manifest, SourceFile, WorkspacePackage } from './workspace.js';

/** Which of the files behind a `#name` of package.json count: what a browser loads, or any. */
type Conditions = 'browser' | 'any';

/** Files of one package that import each other in a circle, also if they import types only. */
export function cycleProblems({ folder, files, manifest }: WorkspacePackage): string[] {
  const byPath = new Map(files.map(file => [file.path, file]));
  const finished = new Set<string>();
  const problems: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      problems.push(`${folder}: files import each other in a circle: ${[...trail.slice(start), path].join(' -> ')}`);
      return;
    }
    const file = byPath.get(path);
    if (file === undefined || finished.has(path)) return;
    for (const next of importedFiles(file, manifest, 'any')) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const file of files) visit(file.path, []);
  return problems;
}

/** Imports of a file by path, or by a `#name`, that end in no file of the package's sources. */
export function strayImportProblems({ folder, files, manifest }: WorkspacePackage): string[] {
  const paths = new Set(files.map(file => file.path));
  return files.flatMap(file =>
    file.imports
      .filter(isInternal)
      .filter(specifier => {
        const targets = targetsOf(specifier, file, manifest, 'any');
        return targets.length === 0 || targets.some(target => !paths.has(target));
      })
      .map(specifier => `${folder}/${file.path}: imports ${specifier}, which is no source file of this package`),
  );
}

/**
 * Core's entries other than `./node` run in a browser: nothing that they reach there may come from Node or from any
 * other package, not even as a type.
 */
export function browserProblems(core: WorkspacePackage): string[] {
  const byPath = new Map(core.files.map(file => [file.path, file]));
  return Object.entries(core.manifest.exports ?? {}).flatMap(([subpath, target]) => {
    if (typeof target === 'string' || subpath === './node') return [];
    const entry = byPath.get(sourceOf(target.default));
    if (entry === undefined)
      return [`${core.folder}/package.json: exports ${subpath} from ${target.default}, which has no source`];
    return outsideImports(entry, byPath, core.manifest).map(
      trail => `${core.folder}: the entry "${subpath}" must run in a browser, but reaches ${trail.join(' -> ')}`,
    );
  });
}

/** An entry that runs in a browser, too, with other packages that do: nothing that it reaches may come from Node. */
export function nodeProblems({ folder, files, manifest }: WorkspacePackage, subpath: string): string[] {
  const target = manifest.exports?.[subpath];
  const path = typeof target === 'object' ? sourceOf(target.default) : '';
  const entry = files.find(file => file.path === path);
  if (entry === undefined) return [`${folder}/package.json: exports no "${subpath}" that has a source`];
  return outsideImports(entry, new Map(files.map(file => [file.path, file])), manifest)
    .filter(trail => isBuiltin(trail.at(-1) ?? ''))
    .map(trail => `${folder}: the entry "${subpath}" must run in a browser, but reaches ${trail.join(' -> ')}`);
}

function outsideImports(entry: SourceFile, byPath: ReadonlyMap<string, SourceFile>, manifest: Manifest): string[][] {
  const trails = new Map([[entry.path, [entry.path]]]);
  const found: string[][] = [];
  for (const [path, trail] of trails) {
    const file = byPath.get(path);
    if (file === undefined) continue;
    for (const specifier of file.imports) if (!isInternal(specifier)) found.push([...trail, specifier]);
    for (const next of importedFiles(file, manifest, 'browser')) {
      if (!trails.has(next)) trails.set(next, [...trail, next]);
    }
  }
  return found;
}

function importedFiles(file: SourceFile, manifest: Manifest, conditions: Conditions): string[] {
  return file.imports.filter(isInternal).flatMap(specifier => targetsOf(specifier, file, manifest, conditions));
}

function isInternal(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('#');
}

function targetsOf(specifier: string, from: SourceFile, manifest: Manifest, conditions: Conditions): string[] {
  if (specifier.startsWith('.')) return [sourceOf(posix.join(posix.dirname(from.path), specifier))];
  const named = manifest.imports?.[specifier] ?? {};
  const files = conditions === 'any' ? Object.values(named) : [named.browser ?? named.default ?? []].flat();
  return [...new Set(files.map(sourceOf))];
}

/** `./dist/index.js`, `src/index.js` and `./dist/index.d.ts` come from `src/index.ts`. */
function sourceOf(built: string): string {
  return built.replace(/^\.\/dist\//, 'src/').replace(/(\.d\.ts|\.js)$/, '.ts');
}
