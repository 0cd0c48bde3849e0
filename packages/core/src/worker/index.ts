export type { HostEnvironment } from './environment.js';
export { createHost, type Host, type HostCall } from './host.js';
export * from './protocol.js';
