import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program in `peers/` that prints one number. */
export interface Peer {
  readonly name: string;
  /** Debian's package that has the library. */
  readonly package: string;
  readonly program: string;
  readonly argument?: string;
}

export type PeerJob = 'measure' | 'smoke';

/** With this a program says that a library is not there. */
const notInstalled = 3;

/** @returns its figure, or why there is none */
export function runPeer(peer: Peer, job: PeerJob): Promise<number | string> {
  const script = fileURLToPath(new URL(`../../peers/${peer.program}.py`, import.meta.url));
  const args = [script, job, ...(peer.argument === undefined ? [] : [peer.argument])];
  return new Promise(resolve => {
    execFile('/usr/bin/python3', args, { timeout: 90_000, killSignal: 'SIGKILL' }, (error, stdout, stderr) => {
      const figure = Number.parseFloat(stdout);
      if (!error && Number.isFinite(figure)) resolve(figure);
      else if (error?.code === 'ENOENT') resolve(`not installed: apt-get install ${peer.package}`);
      else if (error?.code === notInstalled) resolve(stderr.trim());
      else if (error?.killed) resolve('hung: it was ended after 90 s');
      else resolve(`failed: ${stderr.trim().split('\n').at(-1) ?? error?.message}`);
    });
  });
}
