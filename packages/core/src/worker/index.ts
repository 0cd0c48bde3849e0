export type { HostEnvironment } from './environment.js';
export { createHost, type Host } from './host.js';
export type { HostCall } from './host-call.js';
export * from './protocol.js';
