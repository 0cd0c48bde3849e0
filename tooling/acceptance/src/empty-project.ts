import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder outside of the repository, with a temporary folder of its own, in which programs see nothing of it. */
export class EmptyProject implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'acceptance-project-'));
  /** Where every program that runs here has its temporary files. */
  readonly temporary = mkdtempSync(join(tmpdir(), 'acceptance-temporary-'));

  constructor() {
    this.write('package.json', JSON.stringify({ name: 'somebodys-project', private: true, type: 'module' }));
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  copy(from: string, to: string): void {
    cpSync(from, this.path(to), { recursive: true });
  }

  /** @throws Error with all that it has printed, if it fails */
  async run(
    command: string,
    args: readonly string[],
    { folder = '.', timeout = 120_000 }: { readonly folder?: string; readonly timeout?: number } = {},
  ): Promise<Output> {
    try {
      return await promisify(execFile)(command, args, {
        cwd: this.path(folder),
        env: this.#environment(),
        timeout,
        killSignal: 'SIGKILL',
        maxBuffer: 64 * 1024 * 1024,
      });
    } catch (error) {
      const { message, stdout = '', stderr = '' } = error as { message: string; stdout?: string; stderr?: string };
      throw new Error(`${message}\n${stdout}${stderr}`, { cause: error });
    }
  }

  node(...args: readonly string[]): Promise<Output> {
    return this.run(process.execPath, args);
  }

  async install(...tarballs: readonly string[]): Promise<void> {
    const quick = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    await this.run('npm', ['install', ...quick, ...tarballs]);
  }

  [Symbol.dispose](): void {
    for (const folder of [this.folder, this.temporary]) rmSync(folder, { recursive: true, force: true });
  }

  /** Without what npm, which may run this, says of the repository to programs that it runs. */
  #environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(
      ([name]) =>
        !/^(npm_(package|lifecycle|command|config_(local_prefix|workspaces?)\b)|NODE_OPTIONS$|VITEST)/.test(name),
    );
    return { ...Object.fromEntries(kept), TMPDIR: this.temporary };
  }
}

/** Packs every package that is published. @returns the tarballs */
export async function packPackages(into: string): Promise<readonly string[]> {
  mkdirSync(into, { recursive: true });
  const folders = readdirSync(join(repository, 'packages')).filter(name => {
    const manifest = join(repository, 'packages', name, 'package.json');
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).private !== true;
  });
  const workspaces = folders.map(name => `--workspace=packages/${name}`);
  const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', into, ...workspaces];
  await promisify(execFile)('npm', args, { cwd: repository });
  const tarballs = readdirSync(into);
  if (tarballs.length !== folders.length) throw new Error(`${folders.length} packages gave ${tarballs.join(', ')}`);
  return tarballs.map(name => join(into, name));
}
