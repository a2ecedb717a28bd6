import { encodeInput } from '@gongshi/affair-kit'
import { clauses, disclosure, erasure, governance } from '@gongshi/affairs'
import {
  commitMembers,
  encodeCbor,
  encodeUpload,
  memberLeaf,
  memberSalt,
  parseTransaction,
  type Signer,
  signTransaction,
  signUploadPermit,
  toBase64,
  toHex,
} from '@gongshi/protocol'
import { chainId, officers, organ, powers } from './sampleNode.ts'

type Input = Parameters<typeof encodeInput>[2]

const affairs = { clauses, disclosure, erasure, governance }

export type How = {
  readonly chainId?: string
  readonly notAfter?: number
  readonly affair?: string
  readonly version?: number
  readonly action?: string
  readonly input?: Uint8Array
  readonly salt?: Uint8Array
  readonly signers?: readonly Signer[]
}

/** A signed act of the sample city; `how` overrides what is right about it. */
export async function act(
  affair: keyof typeof affairs,
  action: string,
  input: Input,
  signer: Signer,
  how: How = {},
): Promise<Uint8Array> {
  const fields = {
    chainId,
    notAfter: Date.now() + 60_000,
    affair,
    version: 1,
    action,
    input: how.input ?? encodeInput(affairs[affair], action, input),
    salt: powers.random(32),
  }
  const { signers = [signer], input: _, ...rest } = how
  return signTransaction({ ...fields, ...rest }, signers)
}

let numbers = 0

/** A publication under a number that no other has. */
export function publication(changes: Input = {}): Input {
  numbers++
  return {
    organ,
    identifier: `No-${process.pid}-${numbers}`,
    kind: 'notice',
    clause: 'government-information/20',
    issued: '2026-01-02',
    effective: null,
    expires: null,
    content: powers.random(32),
    ...changes,
  }
}

export function publish(how: How = {}, changes: Input = {}): Promise<Uint8Array> {
  return act('disclosure', 'publish', publication(changes), officers.clerk, how)
}

export type Committed = {
  readonly txId: string
  readonly status: string
  readonly index: number
  readonly height: number
  readonly outcome: string
}

export function post(url: string, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/api/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cose', prefer: 'wait=30', ...headers },
    body: Buffer.from(body),
  })
}

/** Submits and waits until it is durable. @throws what the node answers instead */
export async function commit(url: string, transaction: Uint8Array): Promise<Committed> {
  const response = await post(url, transaction)
  const body = (await response.json()) as Committed
  if (response.status !== 200) throw new Error(JSON.stringify(body))
  return body
}

export type Upload = { readonly commitment: Uint8Array; readonly body: Uint8Array; readonly permit: string }

type Members = readonly { readonly path: string; readonly bytes: Uint8Array }[]

/** A content with a permit for it; `how` overrides what is right about the permit. */
export async function upload(
  members: Members,
  how: {
    readonly signer?: Signer
    readonly chainId?: string
    readonly notAfter?: number
    readonly commitment?: Uint8Array
  } = {},
): Promise<Upload> {
  const recordKey = powers.random(32)
  const commitment = commitMembers(
    members.map(({ path, bytes }) => memberLeaf(memberSalt(recordKey, path), path, bytes)),
  )
  const permit = await signUploadPermit(how.signer ?? officers.clerk, {
    chainId: how.chainId ?? chainId,
    commitment: how.commitment ?? commitment,
    notAfter: how.notAfter ?? Date.now() + 60_000,
  })
  return { commitment, body: encodeUpload(recordKey, members), permit: toBase64(permit) }
}

export function put(url: string, { commitment, body, permit }: Upload, headers: Readonly<Record<string, string>> = {}) {
  return fetch(`${url}/api/v1/contents/${toHex(commitment)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.gongshi.content', 'gongshi-upload': permit, ...headers },
    body: Buffer.from(body),
  })
}

/** Looks again and again until there is something. */
export async function waitFor<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
  withinMs = 30_000,
): Promise<Value> {
  for (const end = Date.now() + withinMs; Date.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`still waiting for ${what}`)
}

export const rowKeyOf = (key: Parameters<typeof encodeCbor>[0]): string =>
  Buffer.from(encodeCbor(key)).toString('base64url')

export const txIdOf = (transaction: Uint8Array): string => toHex(parseTransaction(transaction).txId)

/** Waits until views, checkpoint and the block that proves the last one have followed: then tags no longer change. */
export async function atRest(url: string): Promise<void> {
  const ask = async () => {
    const answer = await fetch(`${url}/api/v1/ledger`)
    const { logSize, publishedSize } = (await answer.json()) as { logSize: number; publishedSize: number }
    const view = await fetch(`${url}/api/v1/affairs/disclosure/views/publication?limit=1`)
    const { asOf } = (await view.json()) as { asOf?: { entries: number } }
    return { tag: answer.headers.get('etag'), hasFollowed: logSize === publishedSize && asOf?.entries === logSize }
  }
  await waitFor('the node to come to rest', async () => {
    const before = await ask()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const { tag, hasFollowed } = await ask()
    return before.hasFollowed && hasFollowed && tag === before.tag
  })
}
