import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Why a program cannot be started, in a sentence that says what to do; undefined if it seems that it can.
 *
 * @param program a path with a slash, or a name that is looked for in PATH
 * @param baseDirectory where the user was, for a hint
 */
export function obstacle(program: string, path: string, baseDirectory: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  if (program.includes('/')) return obstacleOfFile(program);
  for (const folder of path.split(delimiter)) {
    const file = join(folder === '' ? '.' : folder, program);
    if (isFile(file) && isExecutable(file)) return undefined;
  }
  if (isFile(join(baseDirectory, program)))
    return `there is no program "${program}" in PATH, but a file in ${baseDirectory}: write ./${program}`;
  return `there is no program "${program}" in PATH (${path}): install it, or give its path`;
}

function obstacleOfFile(file: string): string | undefined {
  if (!isFile(file)) return `${file} ${exists(file) ? 'is not a file' : 'does not exist'}`;
  if (!isExecutable(file)) return `${file} is not executable: chmod +x it, or name what runs it (python3 ${file} …)`;
  const interpreter = interpreterOf(file);
  if (interpreter !== undefined && !isFile(interpreter))
    return `${file} is to be run by ${interpreter}, as its first line says, which does not exist`;
  return undefined;
}

/**
 * Why the system would not start a program.
 *
 * @param error of `spawn`
 */
export function startFailure(error: NodeJS.ErrnoException, program: string, cwd: string): string {
  switch (error.code) {
    case 'ENOENT':
      if (!exists(cwd)) return `cannot be started: the folder ${cwd} does not exist`;
      return `cannot be started: ${(program.includes('/') && obstacleOfFile(program)) || `there is no program "${program}" in PATH: install it, or give its path`}`;
    case 'EACCES':
      return `cannot be started: ${(program.includes('/') && obstacleOfFile(program)) || `${program} is not executable, or is in a folder that may not be read`}`;
    case 'ENOEXEC':
      return `cannot be started: ${program} is no executable of this system: a script needs a first line such as #!/bin/sh, or name what runs it`;
    case 'E2BIG':
      return 'cannot be started: its arguments are too long: give the point on stdin or by {input}';
    case 'EMFILE':
    case 'EAGAIN':
    case 'ENOMEM':
      return `cannot be started: the system has no room for another program now (${error.code})`;
    default:
      return `cannot be started: ${error.message}`;
  }
}

function interpreterOf(file: string): string | undefined {
  try {
    const start = Buffer.alloc(256);
    const handle = openSync(file, 'r');
    const length = readSync(handle, start, 0, start.length, 0);
    closeSync(handle);
    return /^#!\s*(\/\S+)/.exec(start.toString('latin1', 0, length))?.[1];
  } catch {
    // What may be executed need not be readable.
    return undefined;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // Below something that is no folder, or in one that may not be read.
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
