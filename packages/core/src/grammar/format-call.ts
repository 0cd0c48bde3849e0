import { type Call, type CallValue, isCall } from './call.js';
import { writeString } from './words.js';

/** One line that `parseCall` reads back as the same call. */
export function formatCall({ name, positional, named }: Call): string {
  const items = [
    ...positional.map(formatValue),
    ...Object.entries(named).map(([key, value]) => `${key}=${formatValue(value)}`),
  ];
  return `${name}(${items.join(', ')})`;
}

/** One line that `parseValue` reads back as the same value. */
export function formatValue(value: CallValue): string {
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean') return String(value);
  return isCall(value) ? formatCall(value) : `[${(value as readonly CallValue[]).map(formatValue).join(', ')}]`;
}
