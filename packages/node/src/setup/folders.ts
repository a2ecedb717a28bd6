import { join } from 'node:path'

/** Where things lie in a data folder. */
export function foldersOf(data: string) {
  return {
    data,
    genesis: join(data, 'genesis.json'),
    keys: join(data, 'keys'),
    blocks: join(data, 'blocks'),
    cometbft: join(data, 'cometbft'),
    snapshots: join(data, 'snapshots'),
    forks: join(data, 'forks'),
    state: join(data, 'state'),
    contents: join(data, 'contents'),
    views: join(data, 'views'),
    formerViews: join(data, 'views.sqlite'),
    sessions: join(data, 'sessions.sqlite'),
    bundles: join(data, 'bundles.sqlite'),
    cosigned: join(data, 'cosigned.sqlite'),
  }
}
