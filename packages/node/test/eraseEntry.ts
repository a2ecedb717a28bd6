import { decodeCbor } from '@gongshi/protocol'
import { act, commit, waitFor } from './acts.ts'
import { officers, organ } from './sampleNode.ts'

/** Has two officers order the erasure of an entry's body, and waits until the node has carried it out. */
export async function eraseEntry(url: string, index: number): Promise<void> {
  await order(url, { content: null, entry: BigInt(index) })
  await waitFor('the erasure', async () => (await fetch(`${url}/log/body/${index}`)).status === 410)
}

/** The same for a content. */
export async function eraseContent(url: string, content: Uint8Array): Promise<void> {
  await order(url, { content, entry: null })
}

async function order(url: string, what: { content: Uint8Array | null; entry: bigint | null }): Promise<void> {
  const proposal = { organ, ...what, clause: 'personal-information/47', ground: 'request' }
  const { index: proposed } = await commit(url, await act('erasure', 'propose', proposal, officers.keeper))
  const key = await waitFor('the proposal', async () => {
    const answer = await fetch(`${url}/api/v1/affairs/erasure/views/erasure`)
    const { rows } = (await answer.json()) as { readonly rows: readonly { entry: number; key: string }[] }
    return rows.find(({ entry }) => entry === proposed)?.key
  })
  const erasure = decodeCbor(new Uint8Array(Buffer.from(key, 'base64url')), { maxBytes: 64, maxDepth: 2 })
  await commit(url, await act('erasure', 'approve', { erasure } as never, officers.keeper2))
}
