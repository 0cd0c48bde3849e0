export type { HostEnvironment } from './environment.js';
export { createHost, type Host } from './host.js';
export * from './protocol.js';
