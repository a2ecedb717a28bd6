import { organisations } from '@gongshi/affairs'
import { fromHex } from '@gongshi/protocol'
import { actOf, createClient, createWallet, submit } from '@gongshi/sdk'
import type { Page } from 'playwright-core'
import { officerNumber, officers, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'
import { serve } from '../sdk/site.ts'
import { makePasskey } from './officer.ts'

/** A node of the sample city under an address at which passkeys may sign. */
export type OfficersPortal = {
  readonly node: Sample
  readonly url: string
  /** Makes a passkey on the page Sign, which must be open, and has an administrator add it, which the officer confirms; its id. */
  enrol(page: Page, officer: keyof typeof officers): Promise<Uint8Array>
  close(): Promise<void>
}

export async function startOfficersPortal(): Promise<OfficersPortal> {
  const { url, forwardTo, close } = await serve({})
  const node = await startSample({ portals: [url] })
  forwardTo(node.url)
  return {
    node,
    url,
    enrol: async (page, officer) => {
      const { keyId, suite, x, y } = await makePasskey(page)
      const input = { keyId: fromHex(keyId), suite, x: fromHex(x), y: fromHex(y), officer: [officerNumber(officer)] }
      const wallet = createWallet(officers.registrar, officers[officer])
      const client = createClient({ url: node.url })
      const { outcome } = await submit(client, wallet, actOf(organisations, 'addKey'), input as never)
      if (outcome[0] !== 'ok') throw new Error(`the key was not added: ${outcome}`)
      return fromHex(keyId)
    },
    close: async () => {
      close()
      await node.end()
    },
  }
}
