export type { Channel, ChannelStart, WorkerEnd } from './channel.js';
export { createWorkers, type WorkerKind } from './create-workers.js';
export { freeMemory } from './free-memory.js';
export { hostEnvironment } from './host-environment.js';
export { endFamily, familyMark, familyMembers, type ProcessFamily, signalFamily } from './process-family.js';
export { type Outcome, type ServedHost, serveHost } from './serve-host.js';
export type { TravellingError } from './travelling-error.js';
