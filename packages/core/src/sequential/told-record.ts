import type { Plain } from '../contracts/plain.js';
import type { Evaluation } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { NumberColumn } from './number-column.js';

/** Arrays of differing lengths, one or none per evaluation. */
export type PackedArrays = {
  /** One entry per evaluation: the length of its array, −1 where it has none. */
  readonly lengths: Float64Array;
  /** The arrays' entries, one array after the other. */
  readonly entries: Float64Array;
};

/** All that was told, in order, as plain data. */
export type PackedRecord = {
  readonly values: Float64Array;
  /** Absent when no evaluation had a gradient. */
  readonly gradients?: PackedArrays;
  /** Absent when no evaluation had residuals. */
  readonly residuals?: PackedArrays;
};

/** What an optimizer was told, from its first evaluation on: what replay needs. */
export class ToldRecord {
  readonly #values = new NumberColumn();
  readonly #gradients = new ArrayColumn();
  readonly #residuals = new ArrayColumn();

  add({ value, gradient, residuals }: Evaluation): void {
    const index = this.#values.length;
    this.#values.push(value);
    if (gradient !== undefined) this.#gradients.add(index, gradient);
    if (residuals !== undefined) this.#residuals.add(index, residuals);
  }

  pack(): PackedRecord {
    const count = this.#values.length;
    const gradients = this.#gradients.pack(count);
    const residuals = this.#residuals.pack(count);
    return {
      values: this.#values.pack(),
      ...(gradients !== undefined && { gradients }),
      ...(residuals !== undefined && { residuals }),
    };
  }
}

/**
 * The evaluations of a packed record, in order, each with arrays of its own.
 *
 * @throws GlompoError `GLOMPO_STATE` when the columns do not fit each other
 */
export function* unpackRecord(record: PackedRecord): Generator<Evaluation, undefined> {
  if (!(record.values instanceof Float64Array)) throw damaged('values: expected a Float64Array');
  const count = record.values.length;
  const nextGradient = unpackArrays(record.gradients, count, 'gradients');
  const nextResiduals = unpackArrays(record.residuals, count, 'residuals');
  for (let i = 0; i < count; i++) {
    const gradient = nextGradient(i);
    const residuals = nextResiduals(i);
    yield {
      value: record.values[i] as number,
      ...(gradient !== undefined && { gradient }),
      ...(residuals !== undefined && { residuals }),
    };
  }
  return undefined;
}

class ArrayColumn {
  readonly #lengths = new NumberColumn();
  readonly #entries = new NumberColumn();

  /** @param index which evaluation the array belongs to; those before it that added nothing have none */
  add(index: number, array: Float64Array): void {
    this.#fillTo(index);
    this.#lengths.push(array.length);
    this.#entries.append(array);
  }

  pack(count: number): PackedArrays | undefined {
    if (this.#lengths.length === 0) return undefined;
    this.#fillTo(count);
    return { lengths: this.#lengths.pack(), entries: this.#entries.pack() };
  }

  #fillTo(count: number): void {
    while (this.#lengths.length < count) this.#lengths.push(-1);
  }
}

function unpackArrays(
  packed: PackedArrays | undefined,
  count: number,
  what: string,
): (i: number) => Float64Array | undefined {
  if (packed === undefined) return () => undefined;
  const { lengths, entries } = packed as { readonly [key: string]: Plain | undefined };
  if (!(lengths instanceof Float64Array) || !(entries instanceof Float64Array) || lengths.length !== count) {
    throw damaged(`${what}: expected one length for each of ${count} values`);
  }
  let total = 0;
  for (const length of lengths) total += Math.max(0, length);
  if (total !== entries.length) throw damaged(`${what}: expected ${total} entries, got ${entries.length}`);
  let at = 0;
  return i => {
    const length = lengths[i] as number;
    if (length < 0) return undefined;
    at += length;
    return entries.slice(at - length, at);
  };
}

function damaged(why: string): GlompoError {
  return new GlompoError('GLOMPO_STATE', `the snapshot is damaged or of another kind: ${why}`);
}
