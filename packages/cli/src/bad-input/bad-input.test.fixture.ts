import { expect } from 'vitest';
import { project, taskSource } from '../glompo.test.fixture.js';
import { openSession } from '../session.test.fixture.js';

const parameter = (low: unknown, high: unknown, kind = 'real') =>
  `export default { parameters: [{ kind: '${kind}', name: 'x', low: ${low}, high: ${high} }], evaluate: x => x[0] };`;

const files = {
  'square.js': taskSource('x => x[0] ** 2'),
  'syntax.js': 'let x = ;',
  'throws-on-import.js': 'throw new Error("no licence for the engine");',
  'misses-an-import.js': 'import "./absent.js"; export default {};',
  'nothing.js': 'export const task = 1;',
  'no-task.js': 'export default 3;',
  'no-evaluate.js': 'export default { parameters: [] };',
  'reversed.js': parameter(2, 1),
  'equal.js': parameter(2, 2),
  'nan.js': parameter('NaN', 2),
  'infinite.js': parameter(0, 'Infinity'),
  'empty.js': 'export default { parameters: [], evaluate: x => 1 };',
  'whole.js': parameter(0, 9, 'category'),
};

/** Commands that make mistakes, among tasks that are some. Nothing is started: what is wrong is seen before, or while the task is loaded. */
export function openBadInput() {
  const home = project(files);
  const session = openSession();
  return {
    home,
    session,
    /** Exit code 2, nothing on stdout, no stack trace, and on stderr a sentence with this in it. */
    async isRefused(args: readonly string[], message: string): Promise<void> {
      const inline = args[0] === 'run' && !args.includes('--optimizers-on') ? ['--optimizers-on', 'inline'] : [];
      const { code, stdout, stderr } = await session.glompo([...args, ...inline], home.path);
      expect(stderr).toContain('glompo: ');
      expect(stderr).toContain(message);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect([code, stdout]).toEqual([2, '']);
    },
    close(): void {
      session.close();
      home[Symbol.dispose]();
    },
  };
}
