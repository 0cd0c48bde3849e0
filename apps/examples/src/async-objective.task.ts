import { defineTask } from '@glompo/core/plugin';

/** An objective that waits, as for a server that does the work; it stops waiting when its result is no longer wanted. */
export default defineTask({
  name: 'remote-peaks',
  parameters: [
    { kind: 'real', name: 'temperature', low: 250, high: 450 },
    // Searched by its logarithm, since its magnitude is what matters.
    { kind: 'real', name: 'pressure', low: 0.01, high: 100, scale: 'log' },
  ],
  async evaluate([temperature = 0, pressure = 0], { signal }) {
    await answerOfTheServer(signal);
    const t = (temperature - 350) / 50;
    const p = Math.log10(pressure);
    return 3 - Math.exp(-((t - 0.5) ** 2) - p ** 2) - 2 * Math.exp(-4 * ((t + 1) ** 2 + (p - 1) ** 2));
  },
});

function answerOfTheServer(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, 2);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
