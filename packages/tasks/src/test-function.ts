import {
  defineTask,
  type OptionsSpec,
  type Parsed,
  type PlainObject,
  parseOptions,
  type Task,
} from '@glompo/core/plugin';
import { type Differentiable, evaluateBy } from './differentiable.js';
import { disturbed } from './disturbed.js';
import { type InstanceOptions, instanceOptions } from './instance-options.js';
import type { KnownMinimum } from './known-minimum.js';
import { moved, newPlace } from './moved.js';
import type { PublishedFunction } from './published-function.js';

interface Description<S extends OptionsSpec> {
  readonly name: string;
  /** Its own options; those of `instanceOptions` come on top. */
  readonly options: S;
  create(options: Parsed<S> & InstanceOptions): PublishedFunction;
  /** What is known of it as it was published. */
  minimum(options: Parsed<S> & InstanceOptions): KnownMinimum | undefined;
}

/** A test function as its module exports it. */
export interface TestFunction<S extends OptionsSpec> {
  readonly options: S & typeof instanceOptions;
  /** What is known of it as these options make it. */
  minimum(options: Parsed<S> & InstanceOptions): KnownMinimum | undefined;
  readonly task: (given: PlainObject) => Task;
}

/** What every test function of this package is made by. */
export function testFunction<const S extends OptionsSpec>(description: Description<S>): TestFunction<S> {
  const { name, create } = description;
  const options = { ...description.options, ...instanceOptions };
  const parse = (given: PlainObject) => parseOptions(options, given, name) as Parsed<S> & InstanceOptions;
  return {
    options,
    minimum(parsed) {
      const known = description.minimum(parsed);
      if (known === undefined || !(parsed.shift || parsed.rotation)) return known;
      // Where the minimiser is not known, it may have left the box.
      if (known.point === undefined) return undefined;
      return { value: known.value, point: newPlace(known.point, create(parsed).parameters, parsed) };
    },
    task: defineTask(given => {
      const parsed = parse(given);
      const published = create(parsed);
      const point = parsed.shift || parsed.rotation ? description.minimum(parsed)?.point : undefined;
      const { parameters, value, residuals, random } = moved(name, published, parsed, point);
      const plain: Task['evaluate'] = random ? (x, { seed }) => value(x, undefined, seed) : evaluateBy(value);
      const whole: Task['evaluate'] = residuals
        ? (x, context) => {
            const evaluation = plain(x, context) as ReturnType<Differentiable> | { readonly value: number };
            if (!context.wants.includes('residuals')) return evaluation;
            return {
              ...(typeof evaluation === 'number' ? { value: evaluation } : evaluation),
              residuals: residuals(x),
            };
          }
        : plain;
      return { name, parameters, evaluate: disturbed(name, whole, parsed) };
    }),
  };
}
