import { crc32 } from 'node:zlib';
import { madeBy } from '../figure/sheet.js';

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Signature and the chunk IHDR, which must be first. */
const headLength = signature.length + 25;
const mark = chunk('tEXt', Buffer.from('Software\0glompo plot', 'latin1'));

/** The same PNG with a note of who made it. */
export function marked(png: Uint8Array): Uint8Array {
  return Buffer.concat([png.subarray(0, headLength), mark, png.subarray(headLength)]);
}

/** Whether a file is a picture that this package made, and not somebody else's: it says so in its first bytes. */
export function isOwnPicture(file: Uint8Array): boolean {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.subarray(0, signature.length).equals(signature))
    return bytes.subarray(headLength, headLength + mark.length).equals(mark);
  const head = bytes.subarray(0, 400).toString('latin1');
  return /^(<\?xml[^>]*>\s*)?<svg /.test(head) && head.includes(madeBy);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
