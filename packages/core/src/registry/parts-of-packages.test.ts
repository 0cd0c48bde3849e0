import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { formatCondition } from '../conditions/format-condition.js';
import { defineCondition } from '../conditions/index.js';
import { parseHunter } from '../parts/parse-parts.js';
import { createRegistry } from './registry.js';

const folder = mkdtempSync(join(tmpdir(), 'parts-of-packages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const part = (name: string) => `export default Object.assign(() => {}, { part: {
  name: '${name}', description: 'Says yes.', options: {}, create: () => ({ name: '${name}', options: {}, test: () => undefined }),
} });`;

/** The URL of a module. */
function module(name: string, source: string): string {
  const file = join(folder, name);
  writeFileSync(file, source);
  return pathToFileURL(file).href;
}

const mine = { package: 'mine', api: 1 };

it('a package’s parts are imported when a text names them, and not before', async () => {
  const registry = createRegistry([
    {
      ...mine,
      hunters: {
        stuck: module('stuck.mjs', part('stuck')),
        broken: module('broken.mjs', 'throw new Error("imported")'),
      },
      checkers: { late: module('late.mjs', part('late')) },
    },
  ]);
  expect(registry.entries('hunter').map(({ name }) => name)).toEqual(['broken', 'stuck']);
  for (const text of ['all(minTrials(5), not(stuck()))', 'all(minTrials, stuck)', 'not(condition=stuck)'])
    expect(formatCondition(parseHunter(text, await registry.parts('hunters', text)))).toContain('stuck()');
  const slip = 'all(stuk())';
  const more = await registry.parts('hunters', slip);
  expect(() => parseHunter(slip, more)).toThrow('unknown hunter "stuk"; did you mean "stuck"?');
  await expect(registry.parts('hunters', 'any(broken)')).rejects.toThrow('hunter "broken" of mine cannot be imported');
  expect((await registry.parts('checkers', 'stuck()')).parts).toEqual([]);
});

it('what is no part, or has another name, is refused when it is named', async () => {
  const registry = createRegistry([
    {
      ...mine,
      hunters: { nothing: module('nothing.mjs', 'export default 5'), other: module('other.mjs', part('another')) },
    },
  ]);
  await expect(registry.part('hunters', 'nothing')).rejects.toThrow(
    'hunter "nothing" of mine is not a part of glompo: expected a part, got 5',
  );
  await expect(registry.part('hunters', 'other')).rejects.toThrow(
    'hunter "other" of mine calls itself "another": the name in package.json must be the same',
  );
});

it('two parts of one kind with one name are refused, a built-in one among them', async () => {
  const url = module('stuck.mjs', part('stuck'));
  expect(() => createRegistry([{ ...mine, hunters: { minTrials: url } }])).toThrow(
    'two plugins have the name hunter "minTrials": one in @glompo/core, one in mine',
  );
  expect(() => createRegistry([{ ...mine, startPoints: { basinHopping: url } }])).toThrow(
    'start points "basinHopping"',
  );
  const registry = createRegistry([{ ...mine, hunters: { stuck: url }, checkers: { stuck: url } }]);
  expect(() => registry.addManifest({ ...mine, package: 'yours', hunters: { stuck: `${url}?2` } })).toThrow(
    'one in mine, one in yours',
  );
  const stuck = defineCondition({ name: 'stuck', description: 'never', options: {}, test: () => undefined });
  registry.addParts([stuck], './stuck.js').addParts([stuck], './stuck.js');
  await expect(registry.parts('hunters', 'any(stuck)')).rejects.toThrow('one in mine, one in ./stuck.js');
  const another = defineCondition({ name: 'stuck', description: 'always', options: {}, test: () => undefined });
  expect(() => registry.addParts([another], './again.js')).toThrow('one in ./stuck.js, one in ./again.js');
});
