import type { Arguments } from './arguments.js';
import { type BarResult, barResult } from './bar-result.js';
import { bars } from './bars/bars.js';
import { formatMachine, machine } from './machine.js';
import { benchPeers, formatPeers } from './peers/bench-peers.js';
import { formatBar } from './report.js';
import { Session } from './session.js';

/** Measures bars one after the other, and prints each when it is there, or all of them as one JSON object. */
export async function benchBars({ only, peers, json, smoke }: Arguments & { readonly command: 'bars' }): Promise<void> {
  const where = machine();
  const print = (text: string) => json || process.stdout.write(text);
  const say = (text: string) => process.stderr.write(text);
  print(`${formatMachine(where)}\nMedian, lowest – highest, what must be reached.\n\n`);
  const results: Record<string, BarResult> = {};
  for (const bar of bars.filter(({ id }) => only === undefined || only.includes(id))) {
    say(`${bar.id}, about ${bar.seconds} s `);
    const session = new Session({ smoke, say });
    const from = performance.now();
    const samples = await bar.measure(session);
    say('\n');
    const result = barResult(bar, samples, { seconds: (performance.now() - from) / 1000, notes: session.notes });
    results[bar.id] = result;
    print(`${formatBar(bar, samples, result)}\n`);
  }
  const compared = peers ? await benchPeers(new Session({ smoke, say }), say) : undefined;
  if (compared) print(formatPeers(compared));
  if (json)
    process.stdout.write(
      `${JSON.stringify({ machine: where, bars: results, ...(compared && { peers: compared }) })}\n`,
    );
}
