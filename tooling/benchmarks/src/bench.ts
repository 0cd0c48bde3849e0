// `npm run bench`: what glompo must reach, measured. Figures go to stdout, progress goes to stderr.
import { ArgumentError, type Arguments, readArguments } from './arguments.js';
import { bars } from './bars/bars.js';
import { benchBars } from './bench-bars.js';
import { benchLennardJones } from './lennard-jones/bench-lennard-jones.js';
import { benchParallelism } from './parallelism/bench-parallelism.js';
import { benchQuality } from './quality/bench-quality.js';

const usage = `npm run bench                    every bar, and peers where they are installed (about ${minutes()} minutes)
npm run bench -- --only B1,B4    some of them: ${bars.map(({ id }) => id).join(', ')}, peers
npm run bench -- parallelism     the table of placements (about 10 minutes)
  --task cpu,sleep,uneven  --row threads/processes,auto  --repeat 3
npm run bench -- quality         how well minima are found, by which method: --help tells more
npm run bench -- lennard-jones   what management spares basin hopping: --help tells more
--json                           one JSON object on stdout, and nothing else
`;

function minutes(): number {
  return Math.ceil(bars.reduce((sum, { seconds }) => sum + seconds, 60) / 60);
}

async function main(): Promise<void> {
  const streams = {
    out: (text: string) => process.stdout.write(text),
    err: (text: string) => process.stderr.write(text),
  };
  if (process.argv[2] === 'quality') {
    process.exitCode = await benchQuality(process.argv.slice(3), streams);
    return;
  }
  if (process.argv[2] === 'lennard-jones') {
    process.exitCode = await benchLennardJones(process.argv.slice(3), streams);
    return;
  }
  let given: Arguments;
  try {
    given = readArguments(
      process.argv.slice(2),
      bars.map(({ id }) => id),
    );
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    process.stderr.write(`bench: ${error.message}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  switch (given.command) {
    case 'help':
      process.stdout.write(usage);
      return;
    case 'bars':
      return benchBars(given);
    case 'parallelism':
      return benchParallelism(given);
  }
}

await main();
