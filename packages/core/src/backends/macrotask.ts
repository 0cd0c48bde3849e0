/**
 * Lets the event loop handle what has arrived: timers, signals, messages. `setTimeout` would wait for at least a millisecond, so
 * Node's `setImmediate` is used where there is one and a message channel elsewhere.
 */
export function nextMacrotask(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  if (setImmediate) return new Promise(resolve => setImmediate(resolve));
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    const arrived = () => {
      port1.close();
      resolve();
    };
    Object.assign(port1, { onmessage: arrived });
    port2.postMessage(undefined);
  });
}
