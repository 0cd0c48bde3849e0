import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EventOf, StudyEvent } from '@glompo/core';
import { type Dataset, File, type Group, ready } from 'h5wasm/node';
import { expect, type TestContext, test } from 'vitest';
import { exportStudy } from '../export-study.js';
import { folder } from '../folder.test.fixture.js';
import { plainText } from '../plain-text.js';
import { allTrials, changedStop, events, hostile, pickle, recordOf } from '../recorded-events.test.fixture.js';

const path = folder();
const run = promisify(execFile);
const python = '/usr/bin/python3';

/** The tools that users have: in CI they must be there. */
async function needs(context: TestContext, command: string, ...args: readonly string[]): Promise<void> {
  try {
    await run(command, [...args]);
  } catch (error) {
    if (process.env.GLOMPO_TEST_TOOLS === 'required') throw error;
    context.skip('needs the Debian packages python3-tables and hdf5-tools');
  }
}

test('the HDF5 library reads a group for each run, with its trials in the columns that GloMPO has', async () => {
  const file = join(path, 'all.h5');
  await exportStudy(recordOf(events), file, { format: 'hdf5' });
  await ready;
  const h5 = new File(file, 'r');
  expect(h5.keys()).toEqual(['optimizer_1', 'optimizer_2', 'optimizer_3']);
  expect(h5.attrs.n_evals?.value).toBe(420n);
  expect(h5.attrs.task?.value).toBe(plainText(pickle));
  expect(h5.attrs.stop?.value).toBe(plainText(changedStop));
  expect(h5.attrs.spawn_until?.value).toBe(plainText(hostile));
  const told = [
    'told of a point with the value -1, not used',
    'intervention after 217 evaluations: stop-run',
    'told of a point with the value -1',
  ];
  for (const id of [1, 2, 3]) {
    const group = h5.get(`optimizer_${id}`) as Group;
    const messages = (group.get('messages') as Dataset).value as unknown as readonly Uint32Array[];
    expect(messages.map(codes => String.fromCodePoint(...codes))).toContain(told[id - 1]);
    const mine = allTrials.filter(({ run }) => run === id);
    const rows = (group.get('iter_hist') as Dataset).value as [
      number[],
      number[],
      number[],
      number[],
      number[],
      string,
    ][];
    expect(rows.map(([call]) => call[0] ?? call)).toEqual(mine.map(({ evaluation }) => evaluation));
    expect(rows.map(([, x]) => [...x])).toEqual(mine.map(({ point }) => [...point]));
    expect(group.attrs.opt_type?.value).toBe(plainText([hostile, '-2+3', pickle][id - 1] as string));
  }
  h5.close();
});

test('PyTables and h5dump read it, and nothing in it is run', async context => {
  await needs(context, python, '-c', 'import tables');
  await needs(context, 'h5dump', '--version');
  const file = join(path, 'tools.h5');
  await exportStudy(recordOf(events), file, { format: 'hdf5' });
  rmSync('/tmp/glompo-pwned', { force: true });
  const script = `
import json, sys, tables
with tables.open_file(sys.argv[1]) as file:
    def attributes(node):
        return {name: str(node._v_attrs[name]) for name in node._v_attrs._f_list('all')}
    groups = {}
    for group in file.iter_nodes('/', 'Group'):
        table = group.iter_hist
        groups[group._v_name] = {
            'columns': table.colnames, 'shape': table.col('x').shape, 'call_id': table.col('call_id').tolist(), 'x': table.col('x').tolist(),
            'fx': [str(value) for value in table.col('fx')], 'outcome': [text.decode() for text in table.col('outcome')],
            'gradient': table.col('gradient')[1].tolist() if 'gradient' in table.colnames else None,
            'messages': list(group.messages), 'attributes': attributes(group)}
    print(json.dumps({'attributes': attributes(file.root), 'groups': groups}))
`;
  const { stdout } = await run(python, ['-c', script, file], { maxBuffer: 2 ** 26 });
  const { attributes, groups } = JSON.parse(stdout);
  expect(attributes).toMatchObject({
    task: plainText(pickle),
    n_evals: '420',
    n_opts_started: '3',
    n_opts_killed: '1',
  });
  for (const id of [1, 2, 3]) {
    const mine = allTrials.filter(({ run }) => run === id);
    const { columns, ...group } = groups[`optimizer_${id}`];
    const common = ['call_id', 'x', 'fx', 'trial', 'seconds', 'outcome'];
    expect(columns).toEqual(id === 2 ? [...common, 'gradient'] : common);
    expect(group).toMatchObject({ shape: [140, 7], call_id: mine.map(({ evaluation }) => evaluation) });
    expect(group.x).toEqual(mine.map(({ point }) => [...point]));
    expect(group.outcome).toEqual(mine.map(({ failed }) => (failed ? 'timed-out' : 'ok')));
    expect(group.attributes).toMatchObject({
      opt_id: `${id}`,
      t_start: expect.stringMatching(/^2026-01-02T03:04:0[56]/),
    });
  }
  expect(groups.optimizer_2.gradient).toEqual([...(allTrials[8]?.gradient ?? [])]);
  expect(groups.optimizer_2.attributes.end_cond).toContain('GloMPO Termination\n');
  expect(groups.optimizer_1.fx[1]).toBe('inf');
  expect(groups.optimizer_3.messages[0]).toBe(`trial 3 timed-out: ${plainText(hostile)}`);
  expect(existsSync('/tmp/glompo-pwned')).toBe(false);
  const dump = await run('h5dump', [file], { maxBuffer: 2 ** 26 });
  expect(dump.stdout).toContain('GROUP "optimizer_3"');
  expect(dump.stderr).toBe('');
});

test('hundreds of runs, and runs of thousands of trials in many parameters, are found again', async context => {
  await needs(context, python, '-c', 'import tables');
  const [begun] = events as [EventOf<'study-started'>];
  const parameters = Array.from({ length: 60 }, (_, i) => ({ kind: 'real' as const, name: `x${i}`, low: 0, high: 1 }));
  const all: StudyEvent[] = [{ ...begun, parameters }];
  const note = (event: object) => all.push({ ...event, number: all.length + 1, seconds: 0 } as StudyEvent);
  const runs = 400;
  const long = 6000;
  for (let run = 1; run <= runs; run++) {
    const point = new Float64Array(60);
    note({
      type: 'run-started',
      run,
      choice: 0,
      optimizer: { plugin: '', name: 'o', options: {} },
      point,
      evaluations: 0,
    });
  }
  const points = Float64Array.from({ length: 60 * long }, (_, i) => i);
  const trials = { first: 1, points, values: points.slice(0, long), failures: [] };
  note({ type: 'trials', run: 77, trials, told: true, evaluations: long });
  const file = join(path, 'many.h5');
  const record = recordOf(all);
  // In a real record this is an index.
  const byRun = new Map<number, StudyEvent[]>();
  for (const event of all)
    if ('run' in event && event.run !== undefined) byRun.set(event.run, [...(byRun.get(event.run) ?? []), event]);
  const indexed: typeof record = {
    ...record,
    events: which => (which?.run === undefined ? record.events(which) : ((byRun.get(which.run) ?? []) as never)),
  };
  await exportStudy(indexed, file, { format: 'hdf5' });
  const script = `
import sys, tables
with tables.open_file(sys.argv[1]) as file:
    assert len(file.root._v_children) == ${runs}
    table = file.root.optimizer_77.iter_hist
    assert table.nrows == ${long}, table.nrows
    assert (table.col('x').ravel() == range(60 * ${long})).all()
    assert all(file.get_node('/optimizer_%d' % id)._v_attrs.opt_id == id for id in range(1, ${runs} + 1))
`;
  await run(python, ['-W', 'ignore', '-c', script, file]);
});
