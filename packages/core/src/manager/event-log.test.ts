import { expect, test } from 'vitest';
import { EventLog } from './event-log.js';
import type { StudyEvent } from './events.js';

const at = { seconds: 0, evaluations: 0 };

test('every reader gets every event in order, each at its own pace', async () => {
  const log = new EventLog();
  const read = async () => {
    const numbers: number[] = [];
    for await (const event of log.read()) numbers.push(event.number);
    return numbers;
  };
  const early = read();
  log.append({ type: 'warning', message: 'a' }, at);
  await Promise.resolve();
  log.append({ type: 'warning', message: 'b' }, at);
  const late = read();
  log.append({ type: 'warning', message: 'c' }, at);
  log.end();
  expect(await early).toEqual([1, 2, 3]);
  expect(await late).toEqual([1, 2, 3]);
});

test('who comes too late is told of the gap, and gets the rest', async () => {
  const log = new EventLog();
  for (let i = 0; i < 50_000; i++) log.append({ type: 'warning', message: `${i}` }, at);
  log.end();
  const events: StudyEvent[] = [];
  for await (const event of log.read()) events.push(event);
  const [gap, first] = events;
  expect(gap).toMatchObject({ type: 'gap', from: 1, to: 30_000, number: 30_000 });
  expect(first).toMatchObject({ number: 30_001, message: '30000' });
  expect(events.at(-1)?.number).toBe(50_000);
});

test('large batches are bounded by their bytes', async () => {
  const log = new EventLog();
  const trials = { first: 1, points: new Float64Array(131_072), values: new Float64Array(1), failures: [] };
  for (let i = 0; i < 100; i++) log.append({ type: 'trials', told: true, run: 1, trials }, at);
  log.end();
  let kept = 0;
  for await (const event of log.read()) if (event.type === 'trials') kept++;
  expect(kept).toBeGreaterThan(10);
  expect(kept).toBeLessThan(17);
});

test('what comes with trials is bounded, too', async () => {
  const columns = { first: 1, points: new Float64Array(1), values: new Float64Array(1) };
  const message = 'x'.repeat(1 << 20);
  const data = new Float64Array(1 << 17);
  for (const trials of [
    { ...columns, failures: [{ index: 0, outcome: 'failed' as const, message }] },
    { ...columns, failures: [], extras: [{ data }] },
    { ...columns, failures: [], residuals: [data] },
    { ...columns, failures: [], gradients: data },
  ]) {
    const log = new EventLog();
    for (let i = 0; i < 100; i++) log.append({ type: 'trials', told: true, run: 1, trials }, at);
    log.end();
    let kept = 0;
    for await (const event of log.read()) if (event.type === 'trials') kept++;
    expect(kept).toBeGreaterThan(10);
    expect(kept).toBeLessThan(17);
  }
});

test('the points of runs and incumbents are bounded, too', async () => {
  const point = new Float64Array(1 << 17);
  const log = new EventLog();
  for (let i = 0; i < 100; i++)
    log.append({ type: 'incumbent', found: { value: -i, point, run: 1, trial: i + 1 } }, at);
  log.end();
  const kept: StudyEvent[] = [];
  for await (const event of log.read()) kept.push(event);
  expect(kept[0]?.type).toBe('gap');
  expect(kept.length).toBeLessThan(18);
});

test('nothing is dropped that a reader has not read who keeps up, and the log is congested while it is far behind', async () => {
  const log = new EventLog();
  const reader = log.read(1, true);
  let relieved = 0;
  log.onRelief = () => {
    relieved++;
  };
  expect(log.congested).toBe(false);
  for (let i = 0; i < 50_000; i++) log.append({ type: 'warning', message: `${i}` }, at);
  expect(log.congested).toBe(true);
  for (let number = 1; number <= 45_000; number++) expect((await reader.next()).value).toMatchObject({ number });
  expect(log.congested).toBe(false);
  expect(relieved).toBe(1);
  // From here on it may fall behind again, and then is left: nobody waits for it.
  for (let i = 0; i < 20_000; i++) log.append({ type: 'warning', message: `${i}` }, at);
  expect(log.congested).toBe(true);
  await reader.return();
  expect(log.congested).toBe(false);
  expect(relieved).toBe(2);
});

test('a reader that keeps up and never begins to read can be left, too', async () => {
  const log = new EventLog();
  const reader = log.read(1, true);
  for (let i = 0; i < 20_000; i++) log.append({ type: 'warning', message: `${i}` }, at);
  expect(log.congested).toBe(true);
  await reader.return();
  expect(log.congested).toBe(false);
});
