import type { MaybePromise } from '../contracts/plain.js';

/** What a worker's surroundings give it: time, modules, a place for files. */
export interface HostEnvironment {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls back after so many milliseconds, unless the returned function is called before. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Imports an ES module by absolute URL. */
  importModule(url: string): Promise<unknown>;
  /** The worker's own directory: made when first called; '' where there are no files. */
  directory(): string;
  /** What this process and thread have used since they began, as in `Usage`; absent where that cannot be known. */
  usage?(): { readonly cpuMs: number; readonly blockedMs: number; readonly queuedMs?: number | undefined };
  /** A count that changes when this process starts a program or one of them ends; undefined or absent where that cannot be known. */
  programs?(): number | undefined;
  /** What is printed from now on was printed by this run; undefined: by none. Absent: that is not told. */
  enterRun?(run: number | undefined): void;
  /** Removes what `directory` made. */
  close(): MaybePromise<void>;
}
