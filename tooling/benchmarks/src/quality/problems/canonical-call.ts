import { type Call, type CallValue, formatValue, type OptionsSpec, optionsOfCall } from '@glompo/core';

/** Written out even where they are the defaults: they are what problems are called by. */
const alwaysWritten = ['function', 'dims'];

/**
 * The one way to write a call of a test function, so that what is the same problem has the same name: options by their names, in the order of the
 * specification with `instance` last, without those that are their defaults; but `function` and `dims` always.
 *
 * @throws GlompoError for values by place that the function does not take
 */
export function canonicalCall(call: Call, spec: OptionsSpec): Call {
  const given = optionsOfCall(call, spec) as Readonly<Record<string, CallValue>>;
  const known = Object.keys(spec).filter(key => key !== 'instance');
  const unknown = Object.keys(given).filter(key => !Object.hasOwn(spec, key));
  const named: Record<string, CallValue> = {};
  for (const key of [...known, ...unknown, 'instance']) {
    const fallback = spec[key]?.default as CallValue | undefined;
    const value = given[key] ?? (alwaysWritten.includes(key) ? fallback : undefined);
    if (value === undefined) continue;
    const isDefault = fallback !== undefined && formatValue(value) === formatValue(fallback);
    if (!isDefault || alwaysWritten.includes(key) || key === 'instance') named[key] = value;
  }
  return { name: call.name, positional: [], named };
}
