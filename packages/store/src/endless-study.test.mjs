// Records a study that never ends, in the folder that is its argument, and goes on with the one that is there. Says how much is recorded, now and then.
import { writeSync } from 'node:fs';
import { openRecord, recordStudy } from '@glompo/store';

const [directory, most = 'Infinity'] = process.argv.slice(2);
const say = what => writeSync(1, `${JSON.stringify(what)}\n`);

function before() {
  try {
    const record = openRecord(directory);
    try {
      return record.history();
    } finally {
      record.close();
    }
  } catch (error) {
    // Killed before anything was recorded.
    if (/there is none|it is empty|no study has begun/.test(error.message)) return undefined;
    throw error;
  }
}

const history = before();
let number = history?.events ?? 0;
let evaluations = history?.evaluations ?? 0;
const event = body => ({ ...body, number: ++number, seconds: number / 1000, evaluations });
const resultOf = trial => Math.sin(trial);

function* events() {
  const parameters = [{ kind: 'real', name: 'x', low: -1, high: 1 }];
  yield event({ type: 'study-started', resumed: history !== undefined, seed: 7, parameters });
  if (!history?.live.length) {
    const optimizer = { plugin: 'optimizer', name: 'endless', options: {} };
    yield event({ type: 'run-started', run: 1, optimizer, choice: 0, point: Float64Array.of(0) });
  }
  while (number < Number(most)) {
    const count = 1 + (number % 50);
    const values = Float64Array.from({ length: count }, (_, i) => resultOf(evaluations + 1 + i));
    const trials = { first: evaluations + 1, points: values.map(value => -value), values, failures: [] };
    evaluations += count;
    yield event({ type: 'trials', run: 1, told: true, trials });
    if (number % 10 === 0) yield event({ type: 'snapshot', run: 1, trials: evaluations, state: { evaluations } });
  }
}

let closed = false;
const study = {
  safe() {},
  async *events() {
    for (const event of events()) {
      if (closed) return;
      yield event;
      if (event.number % 100 === 0) {
        say({ committed: recording.committed });
        await new Promise(resolve => setImmediate(resolve));
      }
    }
  },
};
const recording = await recordStudy(study, directory, { history });
say({ committed: recording.committed });
try {
  await recording.finished;
  say({ finished: true, committed: recording.committed });
} catch ({ code, message }) {
  closed = true;
  say({ code, message });
}
