export { sizeOfPlain } from '../contracts/plain-size.js';
export { type CapturedOutput, captureOutput } from './capture-output.js';
export type { Channel, ChannelStart, WorkerEnd, WorkerKind } from './channel.js';
export { createWorkers } from './create-workers.js';
export { makeFolder, removeFolders } from './folders.js';
export { freeMemory } from './free-memory.js';
export { hostEnvironment } from './host-environment.js';
export { isAlive } from './is-alive.js';
export { MarkedStream, type MarkedStreamListeners, messageBlocks, runMark } from './marked-stream.js';
export { onlyOwnMessages } from './own-messages.js';
export {
  endFamily,
  endOthers,
  familyMark,
  familyMembers,
  type ProcessFamily,
  processStart,
  signalFamily,
} from './process-family.js';
export { type Outcome, type ServedHost, serveHost } from './serve-host.js';
export type { TravellingError } from './travelling-error.js';
export { unfinishedFile } from './unfinished-file.js';
export { withinTime } from './within-time.js';
