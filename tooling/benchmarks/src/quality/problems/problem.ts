import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import {
  type OptionsSpec,
  optionsOfCall,
  type PlainObject,
  parseCall,
  suggest,
  type Task,
  type TaskDefinition,
} from '@glompo/core';
import { knownMinimum } from '@glompo/tasks';
import { ArgumentError } from '../../arguments.js';

/** A function with what solves it. */
export interface Problem {
  /** The call that names it: `rastrigin(dims=10)`. */
  readonly name: string;
  readonly task: Task;
  readonly dimensions: number;
  /** The lowest value there is. */
  readonly minimum: number;
  /** A value at or below this is a solution. */
  readonly solvedAt: number;
}

/** A function of `@glompo/tasks` that is not yet made. */
export interface TestFunction {
  readonly options: OptionsSpec | undefined;
  readonly definition: TaskDefinition;
}

interface Manifest {
  readonly glompo: { readonly tasks: Readonly<Record<string, string>> };
}

const manifestFile = createRequire(import.meta.url).resolve('@glompo/tasks/package.json');

/** @throws ArgumentError for a name that the package does not have */
export async function testFunction(name: string): Promise<TestFunction> {
  const { tasks } = (JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest).glompo;
  if (!Object.hasOwn(tasks, name))
    throw new ArgumentError(`--functions: unknown "${name}"${suggest(name, Object.keys(tasks))}`);
  const module = (await import(new URL(tasks[name] as string, pathToFileURL(manifestFile)).href)) as {
    readonly default: TaskDefinition;
    readonly options?: OptionsSpec;
  };
  return { definition: module.default, options: module.options };
}

/**
 * @param text a call such as `rastrigin(dims=10)`
 * @param precision above the minimum that counts as solved
 * @throws ArgumentError for a function whose minimum is not known; GlompoError for options that it does not take
 */
export async function loadProblem(text: string, precision: number): Promise<Problem> {
  const call = parseCall(text);
  const { definition, options: spec } = await testFunction(call.name);
  const options: PlainObject = optionsOfCall(call, spec);
  const task = typeof definition === 'function' ? await definition(options) : definition;
  // The names that it takes are those of this package's manifest.
  const minimum = (knownMinimum as (name: string, options: unknown) => { readonly value: number } | undefined)(
    call.name,
    options,
  );
  if (minimum === undefined) throw new ArgumentError(`--functions: ${text}: its minimum is not known`);
  return {
    name: text,
    task,
    dimensions: task.parameters.length,
    minimum: minimum.value,
    solvedAt: minimum.value + precision,
  };
}
