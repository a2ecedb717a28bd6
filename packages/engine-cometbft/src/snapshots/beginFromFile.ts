import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { type LedgerSnapshots, snapshotAppHash } from '@gongshi/ledger'
import { toHex } from '@gongshi/protocol'
import { CometError } from '../errors.ts'
import { readSnapshot } from './snapshotFolder.ts'

/** A snapshot that somebody carried here, and the program of tools/gongshi-bootstrap. */
export type SnapshotFile = { readonly folder: string; readonly program: string }

const run = promisify(execFile)
/** CometBFT's databases of blocks and state. */
const stores = ['blockstore.db', 'state.db'] as const

/**
 * Begins a ledger without blocks with a snapshot from a folder, instead of with one that peers offer. Before anything of it is taken in,
 * the program asks CometBFT's light client, from the trusted header that CometBFT's configuration names, whether its app hash is the
 * chain's. What breaks off begins anew: until the ledger stands at the snapshot's height, CometBFT's stores hold nothing of use.
 * @throws {CometError} snapshot-absent, bootstrap-missing, bootstrap-failed; {LedgerError} snapshot-…
 */
export async function beginFromFile(
  home: string,
  ledger: { readonly snapshots: LedgerSnapshots },
  { folder, program }: SnapshotFile,
): Promise<void> {
  const stored = await readSnapshot(folder)
  if (stored === null) throw new CometError({ code: 'snapshot-absent', path: folder })
  const { snapshot, chunk } = stored
  const appHash = snapshotAppHash(snapshot)
  for (const name of stores) await rm(join(home, 'data', name), { recursive: true, force: true })
  await bootstrap(program, [resolve(home), String(snapshot.height), toHex(appHash)])
  await ledger.snapshots.beginRestore(snapshot, appHash)
  for (let at = 0; at < snapshot.chunks; at++) await ledger.snapshots.restoreChunk(at, await chunk(at))
}

async function bootstrap(program: string, its: readonly string[]): Promise<void> {
  try {
    await run(program, its)
  } catch (cause) {
    const { code, stderr, message } = cause as NodeJS.ErrnoException & { readonly stderr?: string }
    if (code === 'ENOENT' || code === 'EACCES') throw new CometError({ code: 'bootstrap-missing', program }, { cause })
    throw new CometError({ code: 'bootstrap-failed', reason: (stderr || message).trim().slice(-500) }, { cause })
  }
}
