import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endFamily, familyMark, familyMembers, processStart } from './process-family.js';

/** Starts a program in a session of its own, tells its pid, and goes on sleeping; with `orphan`, it ends at once instead. */
function parentOf(how: 'stays' | 'orphan'): string {
  return `
    const { spawn } = require('node:child_process');
    const child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    child.unref();
    process.stdout.write(child.pid + '\\n');
    ${how === 'stays' ? 'setInterval(() => {}, 1000);' : ''}`;
}

test.runIf(process.platform === 'linux').each(['stays', 'orphan'] as const)(
  'finds and ends a program that left its group, whose parent %s',
  async how => {
    const { name, value, mark } = familyMark();
    const leader = spawn(process.execPath, ['-e', parentOf(how)], {
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, [name]: value },
    });
    const startedAt = processStart(leader.pid as number);
    expect(startedAt).toBeGreaterThanOrEqual(processStart(process.pid) as number);
    const exited = once(leader, 'exit');
    const [line] = (await once(leader.stdout as NonNullable<typeof leader.stdout>, 'data')) as [Buffer];
    const program = Number(line.toString());
    if (how === 'orphan') await exited;
    const family = { leader: leader.pid as number, group: true, mark, startedAt };
    expect(familyMembers(family)).toContain(program);
    expect(await endFamily(family, 5_000)).toEqual([]);
    await exited;
    expect(familyMembers(family)).toEqual([]);
  },
);

test('a family that is gone is ended at once', async () => {
  const { name, value, mark } = familyMark();
  const leader = spawn(process.execPath, ['-e', ''], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, [name]: value },
  });
  await once(leader, 'exit');
  expect(await endFamily({ leader: leader.pid as number, group: true, mark }, 5_000)).toEqual([]);
});
