import { posix } from 'node:path';
import type { SourceFile, WorkspacePackage } from './workspace.js';

/** Files of one package that import each other in a circle, also if they import types only. */
export function cycleProblems({ folder, files }: WorkspacePackage): string[] {
  const byPath = new Map(files.map(file => [file.path, file]));
  const finished = new Set<string>();
  const problems: string[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    const start = trail.indexOf(file.path);
    if (start >= 0) {
      problems.push(
        `${folder}: files import each other in a circle: ${[...trail.slice(start), file.path].join(' -> ')}`,
      );
      return;
    }
    if (finished.has(file.path)) return;
    for (const next of neighbours(file, byPath)) visit(next, [...trail, file.path]);
    finished.add(file.path);
  };
  for (const file of files) visit(file, []);
  return problems;
}

/** Relative imports that end in no file of the package's sources. */
export function strayImportProblems({ folder, files }: WorkspacePackage): string[] {
  const paths = new Set(files.map(file => file.path));
  return files.flatMap(file =>
    file.imports
      .filter(isRelative)
      .filter(specifier => !paths.has(resolve(file.path, specifier)))
      .map(specifier => `${folder}/${file.path}: imports ${specifier}, which is no source file of this package`),
  );
}

/**
 * Core's entries other than `./node` run in a browser: nothing that they reach may come from Node or from any other
 * package, not even as a type.
 */
export function browserProblems(core: WorkspacePackage): string[] {
  const byPath = new Map(core.files.map(file => [file.path, file]));
  return Object.entries(core.manifest.exports ?? {}).flatMap(([subpath, target]) => {
    if (typeof target === 'string' || subpath === './node') return [];
    const path = target.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
    const entry = byPath.get(path);
    if (entry === undefined)
      return [`${core.folder}/package.json: exports ${subpath} from ${path}, which does not exist`];
    return outsideImports(entry, byPath).map(
      trail => `${core.folder}: the entry "${subpath}" must run in a browser, but reaches ${trail.join(' -> ')}`,
    );
  });
}

function outsideImports(entry: SourceFile, byPath: ReadonlyMap<string, SourceFile>): string[][] {
  const trails = new Map([[entry.path, [entry.path]]]);
  const found: string[][] = [];
  for (const [path, trail] of trails) {
    const file = byPath.get(path);
    if (file === undefined) continue;
    for (const specifier of file.imports) if (!isRelative(specifier)) found.push([...trail, specifier]);
    for (const next of neighbours(file, byPath)) {
      if (!trails.has(next.path)) trails.set(next.path, [...trail, next.path]);
    }
  }
  return found;
}

function neighbours(file: SourceFile, byPath: ReadonlyMap<string, SourceFile>): SourceFile[] {
  return file.imports.filter(isRelative).flatMap(specifier => byPath.get(resolve(file.path, specifier)) ?? []);
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.');
}

function resolve(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}
