import type { Readable, Writable } from 'node:stream';
import { deserialize, serialize } from 'node:v8';

/** Messages in a stream of bytes: the length of each in four bytes, then itself, as the structured clone algorithm writes it. */
const headBytes = 4;

/** @throws Error if the message has something in it that cannot be cloned; nothing is sent then */
export function send(stream: Writable, message: unknown): void {
  const body = serialize(message);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(body.length);
  stream.cork();
  stream.write(head);
  stream.write(body);
  stream.uncork();
}

/** Tells the messages that arrive, in order. */
export function receive(stream: Readable, hear: (message: unknown) => void): void {
  let chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    while (bytes >= headBytes) {
      if ((chunks[0] as Buffer).length < headBytes) chunks = [Buffer.concat(chunks)];
      const end = headBytes + (chunks[0] as Buffer).readUInt32LE();
      if (bytes < end) return;
      const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      chunks = all.length > end ? [all.subarray(end)] : [];
      bytes -= end;
      hear(deserialize(all.subarray(headBytes, end)));
    }
  });
}
