import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MarkedStream, messageBlocks, runMark } from './marked-stream.js';

const secret = '0f9c-secret';

type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'run'; readonly run: number | undefined }
  | { readonly type: 'message'; readonly bytes: Uint8Array };

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  // What looks like ours and is not.
  fc.constantFrom(
    '\0',
    '\0glompo ',
    '\0glompo other run 3;',
    `glompo ${secret} run 3;`,
    '\0\0',
    'é\0',
    `\0glompo ${secret}`,
  ),
);
const pieces = fc.array(
  fc.oneof(
    text.map((text): Piece => ({ type: 'text', text })),
    fc.option(fc.nat(), { nil: undefined }).map((run): Piece => ({ type: 'run', run })),
    fc
      .oneof(
        { weight: 4, arbitrary: fc.uint8Array({ maxLength: 50 }) },
        fc.uint8Array({ minLength: 3_900, maxLength: 9_000 }),
      )
      .map((bytes): Piece => ({ type: 'message', bytes })),
  ),
);

function written(piece: Piece): Buffer {
  switch (piece.type) {
    case 'text':
      return Buffer.from(piece.text);
    case 'run':
      return Buffer.from(runMark(secret, piece.run));
    case 'message':
      return Buffer.concat([...messageBlocks(secret, piece.bytes)]);
  }
}

/** What is heard when the bytes arrive in pieces of these lengths. */
function heard(bytes: Buffer, lengths: readonly number[]) {
  const texts: { text: string; run: number | undefined }[] = [];
  const messages: number[][] = [];
  const stream = new MarkedStream(secret, {
    onText(text, run) {
      const last = texts.at(-1);
      if (last?.run === run && last !== undefined) last.text += text;
      else texts.push({ text, run });
    },
    onMessage: message => messages.push([...message]),
  });
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    stream.write(bytes.subarray(at, at + length));
    at += length;
  }
  stream.end();
  return { texts, messages };
}

test('a stream is taken apart into what was put into it, in whatever pieces it arrives', () => {
  fc.assert(
    fc.property(
      pieces,
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 5 }),
      (pieces, lengths) => {
        // Nobody prints the whole of a mark: the secret is not known to tasks.
        const printed = pieces.map(piece => (piece.type === 'text' ? piece.text : '\n')).join('');
        fc.pre(!printed.includes(`\0glompo ${secret} `));
        const expected = { texts: [] as { text: string; run: number | undefined }[], messages: [] as number[][] };
        let run: number | undefined;
        for (const piece of pieces) {
          const last = expected.texts.at(-1);
          if (piece.type === 'run') run = piece.run;
          else if (piece.type === 'message') expected.messages.push([...piece.bytes]);
          else if (piece.text === '') continue;
          else if (last !== undefined && last.run === run) last.text += piece.text;
          else expected.texts.push({ text: piece.text, run });
        }
        expect(heard(Buffer.concat(pieces.map(written)), lengths)).toEqual(expected);
      },
    ),
  );
});

test('what begins like a mark and is none is printed at the end at the latest', () => {
  expect(heard(Buffer.from(`no newline \0glompo ${secret} ru`), [5]).texts).toEqual([
    { text: `no newline \0glompo ${secret} ru`, run: undefined },
  ]);
});

test('blocks stay whole where several processes write into one pipe', () => {
  const blocks = [...messageBlocks(secret.padEnd(36, 'x'), new Uint8Array(50_000))];
  expect(Math.max(...blocks.map(block => block.length))).toBeLessThanOrEqual(process.platform === 'linux' ? 4096 : 512);
});
