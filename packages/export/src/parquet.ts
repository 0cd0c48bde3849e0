import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { jsonText } from './json-text.js';
import type { OutputFile } from './output-file.js';
import type { RecordedStudy } from './recorded-study.js';
import { type Batch, batches, extentOf, gradientOf, type Headings, headings } from './trial-columns.js';

/** A group of rows is about so large, and has at most so many rows: it is in memory at once. */
const groupSize = 2 ** 23;
const mostRows = 2 ** 16;

type ColumnType = 'INT32' | 'INT64' | 'DOUBLE' | 'STRING';

interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** As long as a group. */
  readonly data: (string | null)[] | (number | null)[] | Float64Array | Int32Array | BigInt64Array;
}

/** A table of all trials with typed columns. */
export function* writeParquet(file: OutputFile, study: RecordedStudy): Generator<void> {
  const names = headings(study.started.parameters, yield* extentOf(study));
  const group = new RowGroup(names);
  const writer = new FileWriter(file);
  const schema = schemaFromColumnData({ columnData: group.columns.map(column => ({ ...column, data: [] })) });
  const parquet = new ParquetWriter({ writer, schema, codec: 'SNAPPY', createdBy: 'glompo' });
  const endGroup = () => {
    if (group.rows === 0) return;
    const columnData = group.columns.map(({ name, type, data }) => ({
      name,
      data: data.slice(0, group.rows),
      // Texts repeat, and so do numbers of runs; others hardly ever do, and the search for repetitions takes most of the time.
      ...(type !== 'STRING' && name !== 'run' && name !== 'seconds' && { encoding: 'PLAIN' as const }),
      ...(type === 'DOUBLE' && name !== 'seconds' && { codec: 'UNCOMPRESSED' as const }),
    }));
    parquet.write({ columnData, rowGroupSize: group.rows });
    group.rows = 0;
  };
  for (const batch of batches(study)) {
    for (let i = 0; i < batch.event.trials.values.length; i++) {
      group.add(batch, i);
      if (group.rows === group.size) {
        endGroup();
        yield;
      }
    }
    yield;
  }
  endGroup();
  parquet.finish();
}

class RowGroup {
  readonly size: number;
  rows = 0;
  readonly columns: readonly Column[];
  readonly #evaluation: BigInt64Array;
  readonly #run: Int32Array;
  readonly #trial: Int32Array;
  readonly #seconds: Float64Array;
  readonly #optimizer: string[];
  readonly #outcome: string[];
  readonly #value: (number | null)[];
  readonly #failure: (string | null)[];
  readonly #point: readonly Float64Array[];
  readonly #gradient: readonly (number | null)[][];
  readonly #more: Readonly<Record<'residuals' | 'extras', (string | null)[]>>;
  #lastBatch: Batch | undefined;
  #failures: ReadonlyMap<number, { readonly outcome: string; readonly message: string }> = new Map();

  constructor({ parameters, gradients, more }: Headings) {
    const size = Math.max(
      1,
      Math.min(mostRows, Math.floor(groupSize / (8 * (8 + parameters.length + gradients.length)))),
    );
    this.size = size;
    this.#evaluation = new BigInt64Array(size);
    this.#run = new Int32Array(size);
    this.#trial = new Int32Array(size);
    this.#seconds = new Float64Array(size);
    this.#optimizer = [];
    this.#outcome = [];
    this.#value = [];
    this.#failure = [];
    this.#point = parameters.map(() => new Float64Array(size));
    this.#gradient = gradients.map(() => []);
    this.#more = { residuals: [], extras: [] };
    const required = (name: string, type: ColumnType, data: Column['data']) => ({ name, type, data, nullable: false });
    const optional = (name: string, type: ColumnType, data: Column['data']) => ({ name, type, data, nullable: true });
    this.columns = [
      required('evaluation', 'INT64', this.#evaluation),
      required('run', 'INT32', this.#run),
      required('optimizer', 'STRING', this.#optimizer),
      required('trial', 'INT32', this.#trial),
      required('seconds', 'DOUBLE', this.#seconds),
      optional('value', 'DOUBLE', this.#value),
      required('outcome', 'STRING', this.#outcome),
      optional('failure', 'STRING', this.#failure),
      ...parameters.map((name, at) => required(name, 'DOUBLE', this.#point[at] as Float64Array)),
      ...gradients.map((name, at) => optional(name, 'DOUBLE', this.#gradient[at] as (number | null)[])),
      ...more.map(kind => optional(kind, 'STRING', this.#more[kind])),
    ];
  }

  add(batch: Batch, index: number): void {
    const { event, optimizer, evaluation } = batch;
    const { trials } = event;
    if (batch !== this.#lastBatch) {
      this.#lastBatch = batch;
      this.#failures = new Map(trials.failures.map(failure => [failure.index, failure]));
    }
    const failure = this.#failures.get(index);
    const row = this.rows++;
    this.#evaluation[row] = BigInt(evaluation + index);
    this.#run[row] = event.run;
    this.#trial[row] = trials.first + index;
    this.#seconds[row] = event.seconds;
    this.#optimizer[row] = optimizer;
    this.#outcome[row] = failure?.outcome ?? 'ok';
    this.#value[row] = failure ? null : (trials.values[index] as number);
    this.#failure[row] = failure?.message ?? null;
    const dimensions = this.#point.length;
    for (let at = 0; at < dimensions; at++)
      (this.#point[at] as Float64Array)[row] = trials.points[index * dimensions + at] as number;
    if (this.#gradient.length > 0) {
      const gradient = gradientOf(event, index);
      for (let at = 0; at < dimensions; at++)
        (this.#gradient[at] as (number | null)[])[row] = gradient ? (gradient[at] as number) : null;
    }
    for (const kind of ['residuals', 'extras'] as const) {
      const more = trials[kind]?.[index] ?? undefined;
      this.#more[kind][row] = more === undefined ? null : jsonText(more);
    }
  }
}

/** What is written goes to the file after each group of rows. */
class FileWriter extends ByteWriter {
  readonly #file: OutputFile;

  constructor(file: OutputFile) {
    super(groupSize);
    this.#file = file;
  }

  flush(): void {
    this.#file.write(new Uint8Array(this.buffer, 0, this.index));
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}
