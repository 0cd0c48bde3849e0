import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { glompo, project, start, taskSource } from '../glompo.test.fixture.js';
import { exitCodeOf } from '../output/report-error.js';
import { plotFlags } from './flags.js';
import { plot } from './plot.js';

const hostile = `export default { ...${taskSource('([x]) => x * x').replace(/^export default|;$/g, '')}, name: '../<b>\\u001b[31m' };`;
const home = project({ 'task.mjs': hostile });
const cwd = home.path;
const written = (folder: string) => readdirSync(join(cwd, folder)).sort();

beforeAll(async () => {
  const args = ['run', './task.mjs', '--dir', 'study', '--max-evaluations', '300', '--slots', '1', '--seed', '1'];
  expect((await glompo([...args, '--optimizers-on', 'inline', '--quiet'], { cwd })).code).toBe(0);
});
afterAll(() => home[Symbol.dispose]());

describe.concurrent('glompo plot', () => {
  test('draws all pictures into the folder of the study, prints their names, and replaces them the next time', async () => {
    const names = ['trajectories', 'best', 'parameters', 'slots'];
    const paths = names.flatMap(name => ['svg', 'png'].map(format => `${join('study', 'plots', name)}.${format}`));
    const first = await glompo(['plot', 'study'], { cwd });
    expect(first).toEqual({ code: 0, stdout: paths.map(path => `${path}\n`).join(''), stderr: '' });
    const svg = readFileSync(join(cwd, 'study/plots/best.svg'), 'utf8');
    expect(svg).toContain('../&lt;b&gt;\ufffd[31m: best value so far');
    writeFileSync(join(cwd, 'study/plots/best.svg'), svg.slice(0, 500));
    expect((await glompo(['plot', 'study', '--what', 'best', '--format', 'svg'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'study/plots/best.svg'), 'utf8')).toBe(svg);
    expect(written('study/plots')).toEqual(paths.map(path => path.split(/[\\/]/).at(-1)).sort());
  });

  test('--to names a folder, or a file whose ending says its format', async () => {
    const { stdout } = await glompo(
      ['plot', 'study', '--what', 'parameters', '--run', '1', '--to', 'a/b', '--format', 'svg'],
      { cwd },
    );
    expect(stdout).toBe(`${join('a/b', 'parameters-run-1.svg')}\n`);
    const over = ['--what', 'best', '--over', 'seconds', '--scale', 'log'];
    expect((await glompo(['plot', 'study', ...over, '--to', 'c/it.PNG'], { cwd })).stdout).toBe('c/it.PNG\n');
    expect(readFileSync(join(cwd, 'c/it.PNG')).subarray(1, 4).toString()).toBe('PNG');
  });

  test('what it has not made is never replaced', async () => {
    mkdirSync(join(cwd, 'mine'));
    writeFileSync(join(cwd, 'mine/best.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    symlinkSync(join(cwd, 'nowhere'), join(cwd, 'mine/slots.svg'));
    for (const what of ['best', 'slots']) {
      const args = [join(cwd, 'study'), '--what', what, '--to', join(cwd, 'mine')];
      await expect(plot(args, undefined as never)).rejects.toThrow(
        `${join(cwd, 'mine', what)}.svg exists, and glompo plot has not made it: remove it, or name another place by --to`,
      );
    }
    expect(written('mine')).toEqual(['best.svg', 'slots.svg']);
    expect(existsSync(join(cwd, 'nowhere'))).toBe(false);
  });

  test.each([
    [['plot'], 'expected glompo plot DIR, got 0 of them'],
    [['plot', 'study', '--what', 'all'], '--what: expected trajectories, best, parameters or slots, got "all"'],
    [['plot', 'study', '--scale', 'cubic'], '--scale: expected auto, linear or log, got "cubic"'],
    [['plot', 'study', '--run', '99', '--what', 'parameters'], 'there is no run 99: runs are 1 to '],
    [['plot', 'study', '--to', 'x.svg'], '--to: x.svg is one file: --what says which picture'],
    [['plot', 'study', '--to', 'x.svg', '--what', 'best', '--format', 'png'], '--format: png does not fit --to x.svg'],
    [['plot', 'study', '--to', 'task.mjs/x'], 'cannot be written (ENOTDIR)'],
    [['plot', 'study', '--colour', 'red'], '--colour: unknown flag'],
    [['plot', '.'], 'there is none (no study.db)'],
  ])('%j: wrong usage', async (args, message) => {
    const own = args.slice(1).map(arg => arg.replace(/^(study|task|\.$)/, `${cwd}/$1`));
    const said: string[] = [];
    const streams = { out: (text: string) => said.push(text) } as unknown as Parameters<typeof plot>[1];
    const error = await plot(own, streams).catch((thrown: unknown) => thrown);
    expect(String(error).replaceAll(`${cwd}/`, '')).toContain(message);
    expect([exitCodeOf(error), said]).toEqual([2, []]);
  });

  test('draws a study that is under way', async () => {
    using other = project({ 'task.mjs': taskSource('async ([x]) => new Promise(r => setTimeout(r, 1, x * x))') });
    // Of one that never ends a run is alive at every moment.
    const endless = ['--optimizer', 'random-search', '--no-hunters'];
    const study = start(['run', './task.mjs', '--dir', 'study', '--slots', '1', ...endless], { cwd: other.path });
    await study.appears(/^\d.* [1-9]\d+ evaluations/m);
    const { code, stderr } = await glompo(['plot', 'study', '--format', 'svg'], { cwd: other.path });
    study.child.kill('SIGKILL');
    await study.gone();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(join(other.path, 'study/plots/trajectories.svg'), 'utf8')).toContain('still live: ');
  });

  test('a word on every flag, in the README and in the help', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const section = /### `glompo plot`(.*?)\n### /s.exec(readme)?.[1] ?? '';
    const { stdout: help } = await glompo(['help', 'plot']);
    for (const { name } of plotFlags) {
      expect(help).toContain(`--${name}`);
      if (name !== 'verbose') expect(section).toContain(`\`--${name}`);
    }
  });
});
