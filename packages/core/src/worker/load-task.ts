import type { PlainObject } from '../contracts/plain.js';
import type { Task } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { show } from '../options/options.js';
import type { HostEnvironment } from './environment.js';
import { borrowed } from './local.js';
import type { LoadRequest } from './protocol.js';

/**
 * Brings a task to life: imports its module (or takes the one that was lent), calls its factory, checks what came out.
 *
 * @throws GlompoError `GLOMPO_TASK_MODULE`
 */
export async function loadTask({ task, options }: LoadRequest, environment: HostEnvironment): Promise<Task> {
  if (task.type === 'local') return instantiate(borrowed(task.id, 'the task'), options, 'the task');
  const what = `task module ${task.module}`;
  const module = (await importTask(task.module, what, environment)) as { default?: unknown };
  if (module.default === undefined) {
    throw moduleError(`${what} has no default export: write "export default defineTask({ parameters, evaluate })"`);
  }
  return instantiate(module.default, options, what);
}

async function importTask(url: string, what: string, environment: HostEnvironment): Promise<unknown> {
  try {
    return await environment.importModule(url);
  } catch (cause) {
    if (GlompoError.is(cause)) throw cause;
    // What the task itself imports may be missing, too: the message then names the task second, as the importer.
    const missing =
      (cause as { code?: string } | null)?.code === 'ERR_MODULE_NOT_FOUND' &&
      String((cause as Error).message).startsWith(`Cannot find module '${pathOf(url)}'`);
    throw moduleError(
      missing ? `${what} does not exist` : `${what} failed while it was imported: ${messageOf(cause)}${whereOf(cause)}`,
      cause,
    );
  }
}

/** Node shows the line of a syntax error to nobody but whoever runs the file; what was stripped of types says it itself. */
function whereOf(cause: unknown): string {
  if (!(cause instanceof Error) || cause.name !== 'SyntaxError' || /:\d+:\d+/.test(cause.message)) return '';
  return ' (running the file with node shows where, there or in what it imports)';
}

async function instantiate(definition: unknown, options: PlainObject, what: string): Promise<Task> {
  let task = definition;
  const given = Object.keys(options)[0];
  if (given !== undefined && typeof definition === 'object') {
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${what}: takes no options, got "${given}": to give it some, export a function of the options by default`,
    );
  }
  if (typeof definition === 'function') {
    try {
      task = await definition(options);
    } catch (cause) {
      if (GlompoError.is(cause)) throw cause;
      throw moduleError(`${what}: its factory failed: ${messageOf(cause)}`, cause);
    }
  }
  if (typeof task !== 'object' || task === null) {
    const got = typeof definition === 'function' ? `a function that returned ${show(task)}` : show(task);
    throw moduleError(
      `${what}: expected a task { parameters, evaluate }, or a function that makes one, as default export; got ${got}`,
    );
  }
  const { evaluate, parameters, start } = task as Partial<Task>;
  if (typeof evaluate !== 'function')
    throw moduleError(`${what}: the task has no method evaluate(x), but ${show(evaluate)}`);
  if (parameters === undefined)
    throw moduleError(`${what}: the task has no parameters: give [{ kind: "real", name, low, high }, …]`);
  if (start !== undefined && !(start instanceof Float64Array || Array.isArray(start))) {
    throw moduleError(`${what}: start: expected a list of numbers, got ${show(start)}`);
  }
  return task as Task;
}

function moduleError(message: string, cause?: unknown): GlompoError {
  return new GlompoError('GLOMPO_TASK_MODULE', message, { cause });
}

/** More than a person reads. */
const longestMessage = 4_000;

/** What was thrown, in words; of anything, also of what cannot be read, and of bounded length. */
export function messageOf(error: unknown): string {
  try {
    const message =
      error instanceof Error ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}` : show(error);
    if (message.length <= longestMessage) return message;
    return `${message.slice(0, longestMessage)}… (${message.length - longestMessage} more characters)`;
  } catch {
    return 'something that cannot be read';
  }
}

/** Where it was thrown, if it says so. */
export function stackOf(error: unknown): string | undefined {
  try {
    const stack: unknown = (error as { stack?: unknown } | null | undefined)?.stack;
    return typeof stack === 'string' ? stack : undefined;
  } catch {
    return undefined;
  }
}

function pathOf(url: string): string {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    return url;
  }
}
