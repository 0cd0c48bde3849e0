import { readFile } from 'node:fs/promises';
import type { LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'amaro';
import { isTypeScript } from './typescript.js';

/** Erases the types of TypeScript modules as they are loaded; lines and columns stay where they are. */
export const load: LoadHook = async (url, context, nextLoad) => {
  // Like Node's own: packages are published as JavaScript.
  if (!isTypeScript(url) || url.includes('/node_modules/')) return nextLoad(url, context);
  const path = fileURLToPath(url);
  const source = await readFile(path, 'utf8');
  return {
    format: /\.cts(?:$|[?#])/.test(url) ? 'commonjs' : 'module',
    source: strip(source, path),
    shortCircuit: true,
  };
};

function strip(source: string, path: string): string {
  try {
    return transformSync(source, { mode: 'strip-only', filename: path }).code;
  } catch (error) {
    const { message, startLine, startColumn } = error as { message?: string; startLine?: number; startColumn?: number };
    const where = startLine === undefined ? path : `${path}:${startLine}:${(startColumn ?? 0) + 1}`;
    throw new SyntaxError(`${where}: ${message ?? String(error)}`);
  }
}
