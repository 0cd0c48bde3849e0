import type { Manifest, Role, WorkspacePackage } from './workspace.js';

/** The range that keeps plugins unchanged when core gets a new minor version. */
const corePeerRange = '>=0.1.0 <1.0.0';

/** What a package's published code may use; a package of any role may be missing here: then nobody may use it. */
const published: Readonly<Record<Role, readonly Role[]>> = {
  core: [],
  testing: ['core'],
  plugin: ['core'],
  cli: ['core', 'plugin'],
  private: ['core', 'testing', 'plugin', 'cli'],
};

/** What its tests may use besides. Core's own tests do not use the testing kit: that would be a cycle. */
const inTests: Readonly<Record<Role, readonly Role[]>> = {
  core: [],
  testing: [],
  plugin: ['testing'],
  cli: ['testing'],
  private: [],
};

export function packageDirectionProblems(packages: readonly WorkspacePackage[]): string[] {
  const byName = new Map(packages.map(each => [each.manifest.name, each]));
  return packages.flatMap(each => [
    ...manifestProblems(each, byName),
    ...corePeerProblems(each),
    ...importProblems(each, byName),
  ]);
}

function manifestProblems(from: WorkspacePackage, byName: ReadonlyMap<string, WorkspacePackage>): string[] {
  const fields = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'] as const;
  return fields.flatMap(field =>
    Object.keys(from.manifest[field] ?? {}).flatMap(name => {
      const to = byName.get(name);
      if (to === undefined || allowed(from, to, field === 'devDependencies')) return [];
      return [`${from.folder}/package.json: ${field} names ${name}, but ${sentence(from.role)}`];
    }),
  );
}

function corePeerProblems({ folder, role, manifest }: WorkspacePackage): string[] {
  if (role !== 'plugin' && role !== 'testing') return [];
  const problems: string[] = [];
  const range = manifest.peerDependencies?.['@glompo/core'];
  if (range !== corePeerRange) {
    problems.push(`${folder}/package.json: peerDependencies must name @glompo/core "${corePeerRange}", not ${range}`);
  }
  if (namesCore(manifest.dependencies) || namesCore(manifest.optionalDependencies)) {
    problems.push(
      `${folder}/package.json: core is a peer of a plugin, never its own copy: remove it from dependencies`,
    );
  }
  return problems;
}

function namesCore(dependencies: Manifest['dependencies']): boolean {
  return dependencies?.['@glompo/core'] !== undefined;
}

function importProblems(from: WorkspacePackage, byName: ReadonlyMap<string, WorkspacePackage>): string[] {
  return from.files.flatMap(file =>
    file.imports.flatMap(specifier => {
      const to = byName.get(packageNameOf(specifier));
      if (to === undefined || allowed(from, to, file.isTest)) return [];
      return [`${from.folder}/${file.path}: imports ${specifier}, but ${sentence(from.role)}`];
    }),
  );
}

function allowed(from: WorkspacePackage, to: WorkspacePackage, forTests: boolean): boolean {
  if (from === to) return forTests;
  return published[from.role].includes(to.role) || (forTests && inTests[from.role].includes(to.role));
}

function sentence(role: Role): string {
  switch (role) {
    case 'core':
      return 'core knows no other package';
    case 'testing':
      return 'the testing kit knows core only';
    case 'plugin':
      return 'a plugin knows core only (and @glompo/testing in its tests), never another plugin';
    case 'cli':
      return 'the command line knows core and plugins, in its tests also @glompo/testing';
    case 'private':
      return 'apps and tooling know published packages only';
  }
}

/** `@glompo/core/hunters` is in the package `@glompo/core`, `glompo/x` in `glompo`. */
function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
