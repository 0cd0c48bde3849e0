import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A Node to run programs of this package with. */
export interface Node {
  /** `Node 22`, or `this Node (v20.19.0)`. */
  readonly name: string;
  readonly binary: string;
  /** Why it cannot be used here, if so. */
  readonly missing?: string;
}

export const thisNode: Node = { name: `this Node (${process.version})`, binary: process.execPath };

/** Other versions, which come as packages for Linux on x64 only. */
export const otherNodes: readonly Node[] = [22, 24].map(version => {
  const path = `../node-versions/node_modules/node-${version}/bin/node`;
  const binary = fileURLToPath(new URL(path, import.meta.url));
  const here = `${process.platform}-${process.arch}`;
  return {
    name: `Node ${version}`,
    binary,
    ...(!existsSync(binary) && {
      missing:
        here === 'linux-x64'
          ? `npm has not installed it: npm install --prefix tooling/acceptance/node-versions`
          : `its package is for linux-x64, and this is ${here}`,
    }),
  };
});

/**
 * Runs a program of this package, which says by its exit code whether all is well, and by `node:test` what is not.
 *
 * @param program relative to `dist`
 * @returns what it has printed
 * @throws Error with all that it has printed, if it fails, or does not end by itself
 */
export async function runProgram(
  node: Node,
  program: string,
  args: readonly string[] = [],
  { timeout = 240_000 }: { readonly timeout?: number } = {},
): Promise<string> {
  const file = fileURLToPath(new URL(`../dist/${program}`, import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(node.binary, ['--test-reporter=spec', file, ...args], {
      timeout,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' },
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '', killed } = error as { stdout?: string; stderr?: string; killed?: boolean };
    const what = killed ? 'did not end by itself' : 'failed';
    throw new Error(`${program} ${what} on ${node.name}: ${(error as Error).message}\n${stdout}${stderr}`);
  }
}
