import { join } from 'node:path'
import { GongshiError, type TrustRoot } from '@gongshi/protocol'
import { type Client, getGenesis } from '@gongshi/sdk'
import type { MonitorOptions } from '@gongshi/sdk/monitor'
import type { Context } from '../context.ts'
import { Progress } from '../output.ts'
import { loadNode } from './parts.ts'

type Needs = {
  readonly places: readonly Client[]
  readonly trust: TrustRoot
  readonly folder: string
  readonly snapshot: string | null
}

/** Executes what a monitor has copied, by the handlers of this very program. @throws {CliError} cli-part-missing */
export async function recomputing(
  context: Context,
  { places, trust, folder, snapshot }: Needs,
): Promise<NonNullable<MonitorOptions['recompute']>> {
  const { recomputeLog } = await loadNode()
  const { now, signal } = context
  return async (log) => {
    const progress = new Progress(context)
    const onProgress = (entries: number): void => progress.show(`${entries}/${log.size}`)
    const own = { folder: join(folder, 'replay'), genesisHash: trust.genesisHash, snapshot, now, signal, onProgress }
    const failures: unknown[] = []
    for (const place of places) {
      try {
        return await recomputeLog({ ...own, genesis: await getGenesis(place), log })
      } catch (error) {
        if (!isOfPlace(error)) throw error
        failures.push(error)
      } finally {
        progress.clear()
      }
    }
    throw failures[0]
  }
}

/** Another place may have the genesis that this one has not, or gave another of. */
function isOfPlace(error: unknown): boolean {
  if (!(error instanceof GongshiError)) return false
  return /^genesis-(foreign|malformed)$|^client-(?!cancelled)/.test(error.code)
}
