import { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { killGroup } from './process-group.js';

const { group } = workerData as { group: number };

const manager = new Socket({ fd: 0, readable: true, writable: false });
manager.on('error', () => killGroup(group));
manager.on('close', () => killGroup(group));
manager.resume();
parentPort?.postMessage('watching');
