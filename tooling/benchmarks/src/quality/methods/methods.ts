import { formatCall, parseCall, suggest } from '@glompo/core';
import { ArgumentError } from '../../arguments.js';
import { bipop } from './bipop.js';
import { managed, unmanaged } from './managed.js';
import type { Method } from './method.js';
import { type PeerName, peer, peerNames } from './peer.js';

const ownNames = ['managed', 'unmanaged', 'bipop'] as const;

/** All methods there are, in the order in which they are reported. */
export const methodNames: readonly string[] = [...ownNames, ...peerNames];

/** A method with the name that its results have. */
export interface NamedMethod {
  readonly label: string;
  /** The call: `managed(hunters=none)`. */
  readonly text: string;
  /** Set where another program makes it. */
  readonly peer?: PeerName;
}

/** `managed`, `bipop(sigma=0.2)`, or with a name for the results: `mild: managed(hunters=none)`. @throws ArgumentError, GlompoError */
export function namedMethod(word: string): NamedMethod {
  const [, given, rest] = /^([A-Za-z][\w.+-]*)\s*:\s*(.*)$/s.exec(word) ?? [];
  const call = parseCall(rest ?? word);
  if (!methodNames.includes(call.name))
    throw new ArgumentError(`--methods: unknown "${call.name}"${suggest(call.name, methodNames)}`);
  const plain = call.positional.length === 0 && Object.keys(call.named).length === 0;
  const name = peerNames.find(each => each === call.name);
  const text = formatCall(call);
  return { label: given ?? (plain ? call.name : text), text, ...(name && { peer: name }) };
}

/** @param python the interpreter for methods of other libraries */
export async function createMethod(text: string, python: string): Promise<Method> {
  const call = parseCall(text);
  switch (call.name as (typeof ownNames)[number] | PeerName) {
    case 'managed':
      return managed(call);
    case 'unmanaged':
      return unmanaged(call);
    case 'bipop':
      return bipop(call);
    case 'pycma-bipop':
    case 'differential_evolution':
    case 'dual_annealing':
      return peer(call, python);
  }
}
