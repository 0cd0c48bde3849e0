import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { unpack } from './parcel.js';
import { recordError } from './record-error.js';
import { RecordWriter } from './record-writer.js';
import type { FromWriter, ToWriter, WriterStart } from './writer-words.js';

const port = parentPort as MessagePort;
const { directory, ...options } = workerData as WriterStart;
const say = (word: FromWriter) => port.postMessage(word);

let writer: RecordWriter | undefined;
guarded(() => {
  writer = RecordWriter.open(directory, options);
  say({ type: 'ready', last: writer.last });
});
port.on('message', (word: ToWriter) => guarded(() => obey(word)));

function obey(word: ToWriter): void {
  if (writer === undefined) return;
  if (word.type === 'write') {
    writer.write(unpack(word.parcel));
    say({ type: 'recorded', last: writer.last });
  } else {
    writer.close(word.how);
    say({ type: 'closed' });
    port.close();
  }
}

function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = recordError(error, directory);
    try {
      writer?.close(undefined);
    } catch {
      // What is wrong has been said.
    }
    writer = undefined;
    say({ type: 'failed', code, message });
    port.close();
  }
}
