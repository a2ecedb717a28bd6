/** What a page runs in which an officer signs by passkey. */
import { disclosure } from '@gongshi/affairs'
import { toHex } from '@gongshi/protocol'
import { actOf, createClient, createWallet, getTrust, keyPoint, submitProven } from '@gongshi/sdk'
import { createPasskey, findBrowserKey } from '@gongshi/sdk/browser'

export type Point = { readonly keyId: string; readonly suite: string; readonly x: string; readonly y: string }
export type Answer<Result> = Result | { readonly code: string }

async function coded<Result>(work: Promise<Result>): Promise<Answer<Result>> {
  try {
    return await work
  } catch (error) {
    const { failure } = error as { failure?: { code: string; problem?: { code: string } } }
    if (failure === undefined) throw error
    return { code: failure.problem?.code ?? failure.code }
  }
}

/** Makes a passkey and shows what an administrator registers. */
export async function makePasskey(name: string): Promise<Answer<Point>> {
  return coded(
    createPasskey(name).then(({ signer }) => {
      const { keyId, suite, x, y } = keyPoint(signer.key)
      return { keyId: toHex(keyId), suite, x: toHex(x), y: toHex(y!) }
    }),
  )
}

/** Publishes a notice, signed by passkey, and verifies its evidence in this browser. */
export async function publishByPasskey(name: string, identifier: string): Promise<Answer<{ index: number }>> {
  const url = location.origin
  const client = createClient({ url, trust: await getTrust(createClient({ url })) })
  const key = await findBrowserKey(name)
  if (key === undefined) throw new Error('no such key')
  const input = {
    organ: { scheme: 'x-sample', id: 'city-office' },
    identifier,
    kind: 'notice',
    clause: 'government-information/20',
    issued: '2026-01-02',
    content: client.random(32),
  } as const
  const proven = submitProven(client, createWallet(key.signer), actOf(disclosure, 'publish'), input)
  return coded(proven.then(({ committed: { index } }) => ({ index })))
}
