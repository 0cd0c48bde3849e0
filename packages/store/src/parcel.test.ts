import type { StudyEvent } from '@glompo/core';
import { expect, test } from 'vitest';
import { ended, madeUpEvents } from './made-up-study.test.fixture.js';
import { type Parcel, pack, unpack } from './parcel.js';

const across = (events: readonly StudyEvent[]) => {
  const parcel = pack(events);
  return unpack(structuredClone(parcel, { transfer: [parcel.numbers.buffer] }) as Parcel);
};

test.each([1, 2, 3])('events arrive as they were, in their order (study %i)', seed => {
  const events = ended(madeUpEvents(seed, 300));
  expect(across(events)).toStrictEqual(events);
});

test('of an array that is a view into larger memory, only what it shows travels', () => {
  const large = new Float64Array(10_000);
  const bytes = Buffer.from('abc');
  const state = { here: [large.subarray(3, 5)], bytes, none: undefined };
  const event = { ...{ number: 1, seconds: 0, evaluations: 0 }, type: 'snapshot', run: 1, trials: 1, state } as unknown;
  const [arrived] = across([event as StudyEvent]) as unknown as [{ readonly state: typeof state }];
  expect(arrived.state.here[0]?.buffer.byteLength).toBe(16);
  expect(arrived.state.bytes).toStrictEqual(new Uint8Array([97, 98, 99]));
  expect(arrived.state.bytes.buffer.byteLength).toBe(3);
  expect('none' in arrived.state).toBe(true);
});
