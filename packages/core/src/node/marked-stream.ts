import { StringDecoder } from 'node:string_decoder';

/**
 * What a worker process writes beside what it prints, in the same stream, so that it arrives in order with it and as surely: marks, which
 * say which run prints from here on, and messages. A secret that only both ends know keeps anything that is printed from being taken for one.
 *
 * A mark is `\0glompo <secret> run 3;`, a message comes in blocks `\0glompo <secret> part 120;` or `last 120;`, each followed by so many
 * bytes of it.
 */
function opening(secret: string): string {
  return `\0glompo ${secret} `;
}

/** What several processes write into one pipe stays whole up to this size (PIPE_BUF; POSIX: at least 512). */
const blockBytes = process.platform === 'linux' ? 4096 : 512;
/** Of the head of a block: more than any takes. */
const headBytes = 96;

/** What is printed after this was printed by this run; undefined: by none. */
export function runMark(secret: string, run: number | undefined): string {
  return `${opening(secret)}run ${run ?? ''};`;
}

/** The blocks of a message. */
export function* messageBlocks(secret: string, message: Uint8Array): Generator<Buffer> {
  const room = blockBytes - headBytes;
  for (let at = 0; ; at += room) {
    const part = message.subarray(at, at + room);
    const last = at + room >= message.length;
    yield Buffer.concat([Buffer.from(`${opening(secret)}${last ? 'last' : 'part'} ${part.length};`), part]);
    if (last) return;
  }
}

export interface MarkedStreamListeners {
  /** What was printed, never empty. */
  readonly onText: (text: string, run: number | undefined) => void;
  readonly onMessage: (message: Buffer) => void;
}

/** Takes a marked stream apart, in whatever pieces it arrives. */
export class MarkedStream {
  readonly #opening: Buffer;
  readonly #listeners: MarkedStreamListeners;
  #decoder = new StringDecoder('utf8');
  #run: number | undefined;
  /** What has arrived and cannot be understood yet. */
  #rest: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];

  constructor(secret: string, listeners: MarkedStreamListeners) {
    this.#opening = Buffer.from(opening(secret));
    this.#listeners = listeners;
  }

  write(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const at = data.indexOf(this.#opening);
      if (at < 0) break;
      this.#print(data.subarray(0, at));
      data = data.subarray(at);
      const length = this.#take(data);
      if (length === undefined) {
        this.#rest = Buffer.from(data);
        return;
      }
      data = data.subarray(length);
    }
    const kept = this.#beginning(data);
    this.#print(data.subarray(0, data.length - kept));
    this.#rest = Buffer.from(data.subarray(data.length - kept));
  }

  /** The stream has ended: what waits for more is printed as it is. */
  end(): void {
    this.#print(this.#rest);
    this.#tell(this.#decoder.end());
    this.#rest = Buffer.alloc(0);
  }

  /** Bytes of the mark or block with which `data` begins; undefined if it is not all there. */
  #take(data: Buffer): number | undefined {
    const from = this.#opening.length;
    const semicolon = data.indexOf(';', from);
    if (semicolon < 0) return undefined;
    const [kind, number = ''] = data.toString('latin1', from, semicolon).split(' ');
    const end = semicolon + 1;
    if (kind === 'run') {
      // Half a character belongs to whoever began it.
      this.#tell(this.#decoder.end());
      this.#run = number === '' ? undefined : Number(number);
      return end;
    }
    const length = Number(number);
    if (data.length < end + length) return undefined;
    this.#parts.push(Buffer.from(data.subarray(end, end + length)));
    if (kind === 'last') this.#listeners.onMessage(Buffer.concat(this.#parts.splice(0)));
    return end + length;
  }

  /** How many of the last bytes may be the first of an opening. */
  #beginning(data: Buffer): number {
    const opening = this.#opening;
    const at = data.lastIndexOf(0);
    const length = data.length - at;
    return at >= 0 && length < opening.length && data.subarray(at).equals(opening.subarray(0, length)) ? length : 0;
  }

  #print(bytes: Buffer): void {
    if (bytes.length > 0) this.#tell(this.#decoder.write(bytes));
  }

  #tell(text: string): void {
    if (text !== '') this.#listeners.onText(text, this.#run);
  }
}
