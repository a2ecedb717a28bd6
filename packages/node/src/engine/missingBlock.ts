import type { Engine } from '@gongshi/ledger'
import { NodeError } from '../errors.ts'
import type { OtherMembers } from '../others/otherMembers.ts'

/** Why this node has no such block: there is none, or it keeps later ones only, and others may have it. */
export async function missingBlock(
  {
    engine,
    others,
  }: { readonly engine: Pick<Engine, 'earliestHeight'>; readonly others: Pick<OtherMembers, 'portals'> },
  height: number,
): Promise<NodeError> {
  const earliest = await engine.earliestHeight()
  if (height < 1 || height >= earliest) return new NodeError({ code: 'block-unknown' })
  return new NodeError({ code: 'block-pruned', earliest, ask: others.portals })
}
