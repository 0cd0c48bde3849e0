import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readManifest, readWorkspace } from './workspace.js';

const run = promisify(execFile);

export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  readonly tarball: string;
  /** Where it was packed from, relative to the root of the repository. */
  readonly folder: string;
  /** What the tarball contains: `dist/index.js`, … */
  readonly files: readonly string[];
}

/** Packs every package that is not private into `into`. Nothing is built: what lies in `dist` is packed. */
export async function packPublicPackages(root: string, into: string): Promise<readonly PackedPackage[]> {
  const folders = new Map(
    readWorkspace(root)
      .filter(each => each.manifest.private !== true)
      .map(each => [each.manifest.name, each.folder]),
  );
  const workspaces = [...folders.values()].map(folder => `--workspace=${folder}`);
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', into, ...workspaces],
    {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return reportsOf(JSON.parse(stdout)).map(({ name, version, filename, files }) => ({
    name,
    version,
    tarball: join(into, filename),
    folder: folders.get(name) ?? '',
    files: files.map(file => file.path),
  }));
}

export async function packedPackageProblems(root: string, packed: PackedPackage): Promise<readonly string[]> {
  return [
    ...contentProblems(root, packed),
    ...(await complaintsOf(root, 'publint', ['run', packed.tarball, '--strict'])),
    ...(await complaintsOf(root, 'attw', [packed.tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-color'])),
  ];
}

function contentProblems(root: string, packed: PackedPackage): string[] {
  const files = new Set(packed.files);
  const problems = packed.files
    .filter(file => /\.test\.|\.tsbuildinfo$/.test(file))
    .map(file => `${file} should not be published`);
  for (const file of ['LICENSE', 'README.md']) if (!files.has(file)) problems.push(`${file} is missing`);
  for (const [kind, named] of Object.entries(readManifest(join(root, packed.folder)).glompo ?? {})) {
    if (kind === 'api') continue;
    for (const [name, module] of Object.entries(named as Record<string, string>)) {
      if (!files.has(module.replace(/^\.\//, '')))
        problems.push(`glompo.${kind}.${name}: ${module} is not in the package`);
    }
  }
  return problems;
}

async function complaintsOf(root: string, tool: string, options: readonly string[]): Promise<string[]> {
  try {
    await run(join(root, 'node_modules/.bin', tool), options, { cwd: root });
    return [];
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return [`${tool}: ${stdout}${stderr}` || String(error)];
  }
}

interface PackReport {
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm up to 11 prints a list of reports, or of one report per package name. */
function reportsOf(output: unknown): readonly PackReport[] {
  return Object.values(output as Record<string, PackReport>);
}
