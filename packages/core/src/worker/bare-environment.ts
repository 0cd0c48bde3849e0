import type { HostEnvironment } from './environment.js';

/** Surroundings with nothing of Node in them: a browser. There are no directories. */
export function hostEnvironment(): HostEnvironment {
  return {
    // biome-ignore lint/style/noRestrictedGlobals: this is where time is given
    now: () => performance.now(),
    after(milliseconds, callback) {
      // biome-ignore lint/style/noRestrictedGlobals: this is where time is given
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    importModule: url => import(/* @vite-ignore */ url),
    directory: () => '',
    close: () => {},
  };
}
