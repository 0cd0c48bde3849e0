import { formatFigure, formatTable } from '../figures.js';
import type { Sample, Session } from '../session.js';
import { median } from '../statistics.js';
import { throughput } from '../throughput.js';
import { sleep, timedStudy } from '../timed-study.js';
import { type Peer, type PeerJob, runPeer } from './peer.js';

/** What somebody measured: microseconds per evaluation, or utilisation. */
export interface PeerResult {
  readonly who: string;
  /** Median; null: not measured, `why` says why. */
  readonly value: number | null;
  readonly samples: readonly number[];
  readonly why?: string;
}

export interface Comparison {
  readonly what: string;
  readonly unit: string;
  readonly results: readonly PeerResult[];
}

const rounds = 3;

/** The same jobs for glompo and for what Debian has, in turn. */
export async function benchPeers(session: Session, say: (text: string) => void): Promise<readonly Comparison[]> {
  say('peers ');
  const comparisons = [
    await compare(session, {
      what: 'overhead per evaluation, zero-cost 10-D sphere',
      unit: 'µs',
      own: {
        'glompo, random search, 1 slot inline': () => overhead(session, 'random-search'),
        'glompo, CMA-ES, 1 slot inline': () => overhead(session, 'cmaes'),
      },
      peers: [
        { package: 'python3-optuna', name: 'optuna, RandomSampler', program: 'optuna-overhead', argument: 'random' },
        { package: 'python3-optuna', name: 'optuna, CmaEsSampler', program: 'optuna-overhead', argument: 'cmaes' },
        { package: 'python3-scipy', name: 'scipy, differential_evolution', program: 'scipy-overhead' },
      ],
    }),
    await compare(session, {
      what: 'utilisation of 16 workers, U(10, 200) ms sleeps',
      unit: 'ratio',
      own: { 'glompo, 4 CMA-ES swarms of 8, trials on threads': () => ownUtilisation(session) },
      peers: [
        { package: 'python3-optuna', name: 'optuna, RandomSampler, n_jobs=16', program: 'optuna-utilisation' },
        {
          package: 'python3-scipy',
          name: "scipy, differential_evolution(workers=16, updating='deferred')",
          program: 'scipy-utilisation',
        },
      ],
    }),
  ];
  say('\n');
  return comparisons;
}

async function compare(
  session: Session,
  {
    what,
    unit,
    own,
    peers,
  }: {
    readonly what: string;
    readonly unit: string;
    readonly own: Readonly<Record<string, () => Promise<Sample | undefined>>>;
    readonly peers: readonly Peer[];
  },
): Promise<Comparison> {
  const why = new Map<string, string>();
  const samples = await session.interleave(
    [...Object.keys(own), ...peers.map(({ name }) => name)],
    rounds,
    async name => {
      const peer = peers.find(each => each.name === name);
      if (peer === undefined) return own[name]?.();
      if (why.has(name)) return undefined;
      const job: PeerJob = session.smoke ? 'smoke' : 'measure';
      const outcome = await runPeer(peer, job);
      if (typeof outcome === 'number') return { value: outcome, others: 0 };
      why.set(name, outcome);
      return undefined;
    },
  );
  const results = Object.entries(samples).map(([who, values]): PeerResult => {
    const because = why.get(who);
    return {
      who,
      value: values.length > 0 ? median(values) : null,
      samples: values,
      ...(because !== undefined && { why: because }),
    };
  });
  return { what, unit, results };
}

async function overhead(session: Session, optimizer: 'random-search' | 'cmaes'): Promise<Sample | undefined> {
  const result = await session.measure(optimizer, throughput, {
    row: 'inline/with-optimizer',
    optimizer,
    task: optimizer === 'cmaes' ? 'restless-sphere' : 'sphere',
    slots: 1,
    logged: false,
    warmUp: session.seconds(0.5),
    window: session.seconds(1),
    seed: 1,
  });
  return result && { value: 1e6 / result.evaluationsPerSecond, others: result.others };
}

async function ownUtilisation(session: Session): Promise<Sample | undefined> {
  const result = await session.measure('utilisation', timedStudy, {
    row: 'inline/threads',
    optimizer: 'cmaes-8',
    liveRuns: 4,
    slots: 16,
    task: sleep('uniform'),
    warmUp: session.seconds(1),
    window: session.seconds(4),
    seed: 1,
  });
  return result && { value: result.utilisation, others: result.others };
}

export function formatPeers(comparisons: readonly Comparison[]): string {
  return comparisons
    .map(({ what, unit, results }) => {
      const format = (value: number) => formatFigure(value, unit);
      const rows = results.map(({ who, value, samples, why }) => [
        `  ${who}`,
        value === null ? '–' : format(value),
        value === null ? '' : `${format(Math.min(...samples))} – ${format(Math.max(...samples))}`,
        why ?? '',
      ]);
      return `Peers: ${what}\n${formatTable(rows)}\n\n`;
    })
    .join('');
}
