import type { CallValue } from '../grammar/call.js';
import { parseCall } from '../grammar/parse-call.js';

/**
 * Every word of a text that may be the name of a part: of the call, of all calls in it, and bare words.
 *
 * @throws GlompoError `GLOMPO_SYNTAX`
 */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(namesOf(parseCall(text)));
}

function* namesOf(value: CallValue): Generator<string, void, void> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const each of value) yield* namesOf(each);
  else if (typeof value === 'object' && 'name' in value) {
    yield value.name;
    for (const each of [...value.positional, ...Object.values(value.named)]) yield* namesOf(each);
  }
}
