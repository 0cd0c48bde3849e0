import { createRequire, register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { GlompoError } from '../errors/glompo-error.js';

let registered = false;

/** Whether a module, by its URL, is written in TypeScript. */
export function isTypeScript(url: string): boolean {
  return /^file:[^?#]*\.[cm]?ts(?:$|[?#])/.test(url);
}

/**
 * Lets this thread import TypeScript. Node does it by itself from 22.18; before, `amaro`, the transpiler inside of Node, is hooked
 * into the loading of modules: types are erased, what is not erasable (enums, namespaces) is refused.
 *
 * @throws GlompoError `GLOMPO_TASK_MODULE` if this Node needs `amaro` and it is not installed
 */
export function loadTypeScript(url: string): void {
  if (registered || ('typescript' in process.features && process.features.typescript)) return;
  try {
    createRequire(import.meta.url).resolve('amaro');
  } catch (cause) {
    throw new GlompoError(
      'GLOMPO_TASK_MODULE',
      `${fileURLToPath(url)} is TypeScript, which Node ${process.versions.node} does not read by itself: install the package amaro (npm i amaro), or use Node 22.18 or newer`,
      { cause },
    );
  }
  register(new URL('./typescript-hooks.js', import.meta.url));
  registered = true;
}
