import { appendFileSync } from 'node:fs';
import { ArgumentError } from '../arguments.js';
import type { Streams } from '../quality/bench-quality.js';
import { type LennardJonesArguments, lennardJonesUsage, readLennardJonesArguments } from './lennard-jones-arguments.js';
import { lennardJonesReport } from './lennard-jones-report.js';
import { measureRow, readRows } from './lennard-jones-row.js';

/**
 * `npm run bench -- lennard-jones`: what management spares basin hopping on the way to a cluster's lowest energy.
 *
 * @returns the exit status: 2 for arguments that nobody can follow
 */
export async function benchLennardJones(args: readonly string[], streams: Streams): Promise<number> {
  let given: LennardJonesArguments;
  try {
    given = readLennardJonesArguments(args);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    streams.err(`bench lennard-jones: ${error.message}\n${lennardJonesUsage}`);
    return 2;
  }
  if (given.help) {
    streams.out(lennardJonesUsage);
    return 0;
  }
  const { problem, seeds, methods, results } = given;
  const rows = readRows(results, problem).filter(row => methods.includes(row.method) && seeds.includes(row.seed));
  for (const seed of seeds) {
    for (const method of methods) {
      if (rows.some(row => row.method === method && row.seed === seed)) continue;
      const row = await measureRow(method, seed, problem);
      appendFileSync(results, `${JSON.stringify(row)}\n`);
      rows.push(row);
      streams.err(
        `${method} ${seed}: ${row.value} after ${row.evaluations} evaluations, ${row.seconds.toFixed(1)} s\n`,
      );
    }
  }
  rows.sort((a, b) => methods.indexOf(a.method) - methods.indexOf(b.method));
  streams.out(lennardJonesReport(rows));
  return 0;
}
