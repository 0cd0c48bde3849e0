import { defineBar } from '../bar.js';
import { type Replacing, replacing } from '../replacing.js';
import { median } from '../statistics.js';

const stuck = {
  thread: { backend: 'threads', stuck: 'loop', spareWorker: true },
  process: { backend: 'processes', stuck: 'loop', spareWorker: true },
  tree: { backend: 'processes', stuck: 'programs', spareWorker: true },
  threadAlone: { backend: 'threads', stuck: 'loop', spareWorker: false },
  processAlone: { backend: 'processes', stuck: 'loop', spareWorker: false },
} as const satisfies Record<string, Omit<Replacing, 'kills'>>;
type Stuck = keyof typeof stuck;
const names = Object.keys(stuck) as readonly Stuck[];

export default defineBar({
  id: 'B7',
  what: 'from the kill of a stuck worker, when its grace is over, to a free slot (a worker that knows the task), in a study that loses one every half second',
  seconds: 120,
  figures: {
    thread: { what: 'a thread in a busy loop', unit: 's', reach: { atMost: 0.1 } },
    process: { what: 'a process in a busy loop', unit: 's', reach: { atMost: 0.3 } },
    tree: { what: 'the same, with programs that it has started', unit: 's', reach: { atMost: 0.3 } },
    threadAlone: { what: 'a thread, if none stands by', unit: 's' },
    processAlone: { what: 'a process, if none stands by', unit: 's' },
    threadGone: { what: 'until the thread is gone', unit: 's' },
    processGone: { what: 'until the process is gone', unit: 's' },
    treeGone: { what: 'until it and its programs are gone', unit: 's' },
  },
  async measure(session) {
    const samples = await session.interleaveSamples(names, 3, async name => {
      const result = await session.measure(name, replacing, { ...stuck[name], kills: session.count(10) });
      return result && { ...result, value: median(result.freeSlot) };
    });
    const all = (name: Stuck, of: 'freed' | 'freeSlot') => samples[name].flatMap(sample => sample[of]);
    return {
      thread: all('thread', 'freeSlot'),
      process: all('process', 'freeSlot'),
      tree: all('tree', 'freeSlot'),
      threadAlone: all('threadAlone', 'freeSlot'),
      processAlone: all('processAlone', 'freeSlot'),
      threadGone: all('thread', 'freed'),
      processGone: all('process', 'freed'),
      treeGone: all('tree', 'freed'),
    };
  },
});
