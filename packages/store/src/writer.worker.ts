import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { unpack } from './parcel.js';
import { recordError } from './record-error.js';
import { RecordWriter } from './record-writer.js';
import { resultCode, resultCodes } from './sqlite.js';
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
    const events = unpack(word.parcel);
    const { last } = unlocked(writer, () => writer?.write(events));
    say({ type: 'recorded', last });
  } else {
    writer.close(word.how);
    say({ type: 'closed' });
    port.close();
  }
}

/** Another program may have the file locked for long: it is waited for, and that is said. */
function unlocked(writer: RecordWriter, work: () => void): RecordWriter {
  for (let told = false; ; told = true) {
    try {
      work();
      return writer;
    } catch (error) {
      if (resultCode(error) !== resultCodes.busy) throw error;
      if (!told) say({ type: 'locked-out' });
    }
  }
}

function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code, message } = recordError(error, directory);
    try {
      writer?.breakOff();
    } catch {
      // What is wrong is said.
    }
    say({ type: 'failed', code, message });
    // The folder is kept until the study has ended, too.
    if (writer === undefined) port.close();
  }
}
