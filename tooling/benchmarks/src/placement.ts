import { processes } from '@glompo/backend-processes';
import { threads } from '@glompo/backend-threads';
import { type Backend, createRegistry, inline, type StudyOptions } from '@glompo/core';

const sites = ['inline', 'threads', 'processes'] as const;
type SiteName = (typeof sites)[number];
const trialSites = ['with-optimizer', ...sites] as const;

/** A row of the table of placements. */
export interface Placement {
  readonly optimizers: SiteName;
  readonly trials: (typeof trialSites)[number];
}

/** A row by its name: `threads/with-optimizer`; or `auto`. */
export type Row = `${Placement['optimizers']}/${Placement['trials']}` | 'auto';

export const rows: readonly Row[] = sites.flatMap(optimizers =>
  trialSites.map(trials => `${optimizers}/${trials}` as const),
);

/** What a study is told of a row. */
export function placed(row: Row): Pick<StudyOptions, 'backend' | 'registry'> {
  if (row === 'auto') {
    const registry = createRegistry();
    for (const name of ['threads', 'processes']) {
      registry.addManifest({
        package: `@glompo/backend-${name}`,
        api: 1,
        backends: { [name]: import.meta.resolve(`@glompo/backend-${name}/${name}.plugin.js`) },
      });
    }
    return { backend: 'auto', registry };
  }
  const [optimizers, trials] = row.split('/') as [SiteName, Placement['trials']];
  return {
    backend: {
      optimizers: backend(optimizers),
      trials: trials === 'with-optimizer' ? trials : backend(trials),
    },
  };
}

function backend(site: SiteName): Backend {
  switch (site) {
    case 'inline':
      return inline();
    case 'threads':
      return threads();
    case 'processes':
      return processes();
  }
}
