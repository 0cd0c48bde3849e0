import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { readParquet } from 'parquet-wasm';
import { expect, test } from 'vitest';
import { exportStudy } from './export-study.js';
import { folder } from './folder.test.fixture.js';
import { allTrials, events, hostile, recordOf } from './recorded-events.test.fixture.js';

const file = join(folder(), 'trials.parquet');

test('another reader finds all trials in typed columns', async () => {
  await exportStudy(recordOf(events), file, { format: 'parquet' });
  const table = tableFromIPC(readParquet(readFileSync(file)).intoIPCStream());
  const types = Object.fromEntries(
    table.schema.fields.map(({ name, type, nullable }) => [name, `${type}${nullable ? '?' : ''}`]),
  );
  expect(types).toMatchObject({
    ...{ evaluation: 'Int64', run: 'Int32', trial: 'Int32', seconds: 'Float64', value: 'Float64?', outcome: 'Utf8' },
    ...{
      failure: 'Utf8?',
      x: 'Float64',
      '=1+2': 'Float64',
      'x.value': 'Float64',
      'gradient.x': 'Float64?',
      extras: 'Utf8?',
    },
  });
  expect(table.numRows).toBe(allTrials.length);
  const column = (name: string) => [...(table.getChild(name) ?? [])];
  expect(column('evaluation').map(Number)).toEqual(allTrials.map(({ evaluation }) => evaluation));
  expect(column('run')).toEqual(allTrials.map(({ run }) => run));
  expect(column('value')).toEqual(allTrials.map(({ value, failed }) => (failed ? null : value)));
  expect(column('=1+2')).toEqual(allTrials.map(({ point }) => point[1]));
  expect(column('x').map(x => Object.is(x, -0))).toEqual(allTrials.map(({ point }) => Object.is(point[0], -0)));
  expect(column('gradient.x').slice(7, 10)).toEqual([
    null,
    ...allTrials.slice(8, 10).map(trial => trial.gradient?.[0]),
  ]);
  expect(column('failure')[16]).toBe(hostile.replace('\ud800', '\ufffd'));
  expect(JSON.parse(column('extras')[8])).toEqual({ v: hostile });
});
