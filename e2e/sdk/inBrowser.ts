/** What the page and its service worker run: the SDK as a bundle would have it. */
import { disclosure } from '@gongshi/affairs'
import { checkSignature, fromHex, secretSigner, toHex } from '@gongshi/protocol'
import { actOf, createClient, createWallet, followEntries, getTrust, submitProven } from '@gongshi/sdk'
import { createBrowserKey, findBrowserKey, listBrowserKeys, removeBrowserKey } from '@gongshi/sdk/browser'

export type Done = { readonly index: number; readonly steps: number; readonly followed: number }

/** Publishes, follows what was published, and verifies its evidence: all in this very browser. */
export async function publishAndVerify(url: string, secret: string, identifier: string): Promise<Done> {
  const asking = createClient({ url })
  const client = createClient({ url, trust: await getTrust(asking) })
  const wallet = createWallet(secretSigner('ed25519', fromHex(secret)))
  const { committed, evidence } = await submitProven(client, wallet, actOf(disclosure, 'publish'), {
    organ: { scheme: 'x-sample', id: 'city-office' },
    identifier,
    kind: 'notice',
    clause: 'government-information/20',
    issued: '2026-01-02',
    content: client.random(32),
  })
  const { index } = committed
  const { verdict } = evidence
  for await (const entry of followEntries(client, { after: index - 1, verify: true }))
    return { index, steps: verdict.steps.length, followed: entry.index }
  throw new Error('nothing to follow')
}

/** Makes a key or finds the one that is kept, and signs with it. */
export async function useKey(name: string, suite: 'ed25519' | 'es256'): Promise<{ id: string; good: boolean }> {
  const { signer } = (await findBrowserKey(name)) ?? (await createBrowserKey(name, suite))
  const message = crypto.getRandomValues(new Uint8Array(100))
  return { id: toHex(signer.key.id), good: checkSignature(signer.key, message, await signer.sign(message)) }
}

export async function keyNames(): Promise<string[]> {
  return (await listBrowserKeys()).map(({ name }) => name)
}

export async function makeAgain(name: string): Promise<string> {
  return createBrowserKey(name).then(
    () => 'made',
    (error: { code?: string }) => error.code ?? String(error),
  )
}

export { removeBrowserKey }
