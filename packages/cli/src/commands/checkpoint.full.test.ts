import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';

const slow = taskSource(
  '([x]) => { for (const until = performance.now() + 5; performance.now() < until; ); return x * x; }',
);
const begin = ['run', './task.mjs', '--dir', 'study', '--seed', '1', '--slots', '1', '--optimizers-on', 'threads'];

describe.concurrent('checkpoints', () => {
  test('a study goes on elsewhere from a checkpoint that was made while it ran', async () => {
    using home = project({ 'task.mjs': slow });
    using other = project({ 'moved.mjs': slow });
    const { path: cwd } = home;
    const running = start([...begin, '--max-evaluations', '100000'], { cwd });
    await running.appears(/^\d.* [1-9]\d+ evaluations/m);
    const made = await glompo(['checkpoint', 'study', join(other.path, 'it.db'), '--json'], { cwd });
    const checkpoint = JSON.parse(made.stdout);
    expect(checkpoint.file).toBe(join(other.path, 'it.db'));
    // It may have been made late.
    const most = checkpoint.evaluations + 100;
    running.child.kill('SIGKILL');
    await running.finished;
    const from = ['run', '--from', 'it.db', '--dir', 'mine', '--max-evaluations', `${most}`, '--json', '--quiet'];
    const lost = await glompo(from, { cwd: other.path });
    expect(lost.stderr).toMatch(/does not exist; --task says where it is now/);
    expect(existsSync(join(other.path, 'mine'))).toBe(false);
    const changed = await glompo([...from, './moved.mjs', '--bounds', '0:1'], { cwd: other.path });
    expect(changed.stderr).toMatch(/keeps its parameters: x is another one now/);
    expect(readdirSync(other.path).sort()).toEqual(['it.db', 'moved.mjs', 'package.json']);
    const { code, stdout, stderr } = await glompo([...from, './moved.mjs'], { cwd: other.path });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ evaluations: most, seed: 1 });
    const again = await glompo([...from, './moved.mjs'], { cwd: other.path });
    expect(again.stderr).toMatch(/there is a study\.db, which is not overwritten/);
    const more = ['resume', 'mine', '--max-evaluations', `${most + 20}`, '--json', '--quiet'];
    expect(JSON.parse((await glompo(more, { cwd: other.path })).stdout)).toMatchObject({ evaluations: most + 20 });
  });

  test('a schedule makes them, and keeps the last ones, also when the study goes on', async () => {
    // The 30th evaluation waits for the checkpoint of the start, which may take longer than all of them.
    using home = project({
      'task.mjs': `
        import { existsSync, readdirSync } from 'node:fs';
        const folder = 'study/checkpoints';
        const isMade = () => existsSync(folder) && readdirSync(folder).some(name => /^it-.*db$/.test(name));
        let evaluations = 0;
        ${taskSource('([x]) => { if (++evaluations === 30) while (!isMade()); return x * x; }')}`,
    });
    const { path: cwd } = home;
    const schedule = ['--checkpoint-every', '20', '--checkpoint-at', 'start,end', '--checkpoint-keep', '2'];
    const name = ['--checkpoint-name', 'it-{evaluations}.db'];
    const { stderr } = await glompo([...begin, ...schedule, ...name, '--max-evaluations', '90', '--quiet'], { cwd });
    expect(stderr).toBe('');
    const kept = () => readdirSync(join(cwd, 'study', 'checkpoints'));
    expect(kept()).toHaveLength(2);
    expect(kept()).toContain('it-90.db');
    await glompo(['resume', 'study', '--max-evaluations', '130', '--quiet'], { cwd });
    expect(kept()).toHaveLength(2);
    expect(kept()).toContain('it-130.db');
  });

  test('a study with less detail is recorded, and says why it does not go on', async () => {
    using home = project({ 'task.mjs': slow });
    const { path: cwd } = home;
    const few = ['--detail', 'improvements', '--max-evaluations', '40', '--quiet'];
    expect((await glompo([...begin, ...few], { cwd })).code).toBe(0);
    const { code, stderr } = await glompo(['resume', 'study'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /cannot be gone on with, since not all of its trials were recorded \(detail: improvements\)/,
    );
    const { file } = JSON.parse((await glompo(['checkpoint', 'study', '--json'], { cwd })).stdout);
    const from = await glompo(['run', '--from', file, '--dir', 'other'], { cwd });
    expect(from.stderr).toMatch(/detail: improvements/);
    expect(existsSync(join(cwd, 'other'))).toBe(false);
    // Of a record that is damaged none is made.
    const record = join(cwd, 'study', 'study.db');
    const bytes = readFileSync(record);
    const at = bytes.lastIndexOf('"message"');
    bytes[at + 1] = (bytes[at + 1] as number) ^ 1;
    writeFileSync(record, bytes);
    expect(await glompo(['checkpoint', 'study', 'new.db'], { cwd })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^glompo: the record in .*study: it is damaged: row/),
    });
    expect(existsSync(join(cwd, 'new.db'))).toBe(false);
  });
});

test('what cannot be is refused with the reason, and makes nothing', async () => {
  using home = project({ 'task.mjs': slow, 'broken.mjs': 'throw new Error("no licence")', 'no.db': 'my thesis' });
  const { path: cwd } = home;
  const refused = async (args: readonly string[], why: RegExp) => {
    const { code, stderr } = await glompo(args, { cwd });
    expect(stderr).toMatch(why);
    expect(code).toBe(2);
  };
  await refused(['checkpoint'], /expected glompo checkpoint DIR \[FILE\]/);
  await refused(['checkpoint', 'nothing'], /there is none/);
  await refused(['checkpoint', 'nothing', '--jsno'], /--jsno: unknown flag; did you mean "--json"/);
  await refused(['run', '--from', 'no.db'], /--from: .* --dir says in which/);
  await refused(['run', '--from', 'nothing', '--dir', 'study'], /there is no such file/);
  await refused(['run', '--from', 'no.db', '--dir', 'study'], /damaged, or no record at all/);
  await refused(['run', 'a', 'b', '--from', 'no.db', '--dir', 'study'], /at most one TASK/);
  await refused(['run', './task.mjs', '--checkpoint-every', '10m'], /--checkpoint-every: nothing is recorded: --dir/);
  await refused(['run', './task.mjs', '--durability', 'foo'], /--durability: nothing is recorded: --dir/);
  await refused(['run', './task.mjs', '--accept-changed-task'], /is for a study that goes on/);
  await refused(['run', './none.mjs', '--dir', 'a/b'], /none\.mjs/);
  await refused(['run', './broken.mjs', '--dir', 'a/b', '--optimizers-on', 'threads'], /no licence/);
  if (existsSync('/proc/self'))
    await refused(['run', './task.mjs', '--dir', '/proc/x'], /is the folder there, and may/);
  await refused([...begin, '--checkpoint-every', 'often'], /--checkpoint-every: expected so many evaluations/);
  await refused([...begin, '--checkpoint-at', 'noon'], /--checkpoint-at: expected start, end/);
  await refused([...begin, '--checkpoint-keep', '3'], /no checkpoint is made/);
  await refused([...begin, '--checkpoint-at', 'end', '--checkpoint-name', '../x'], /checkpoints: name: expected/);
  await refused([...begin, '--detail', 'some'], /detail: expected trials/);
  writeFileSync(join(cwd, 'study.db'), '');
  expect(readdirSync(cwd).sort()).toEqual(['broken.mjs', 'no.db', 'package.json', 'study.db', 'task.mjs']);
});
