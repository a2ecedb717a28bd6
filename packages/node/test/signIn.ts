import { encodeInput } from '@gongshi/affair-kit'
import { organisations } from '@gongshi/affairs'
import {
  fromBase64,
  keyMaterial,
  type Signer,
  type SignInStatement,
  sha256,
  signSignIn,
  signTransaction,
  utf8,
} from '@gongshi/protocol'
import { type AssertionChanges, SoftPasskey } from '@gongshi/testkit'
import { commit } from './acts.ts'
import { chainId, officerNumber, officers, powers } from './sampleNode.ts'

/** The portal's address in the sample ledgers of these tests. */
export const portal = 'http://localhost:4711'
const agent = 'sample browser'

/** A passkey of the portal, made from a name. */
export function passkeyOf(name: string, origin = portal): SoftPasskey {
  return new SoftPasskey(sha256(utf8(`sample passkey ${name}`)), { rpId: 'localhost', origin })
}

/** An act of affair organisations, by the registrar unless somebody else signs it, committed. */
export async function administer(url: string, action: string, input: object, ...signers: readonly Signer[]) {
  const fields = { chainId, notAfter: Date.now() + 60_000, affair: 'organisations', version: 1, action }
  const bytes = encodeInput(organisations, action, input as Parameters<typeof encodeInput>[2])
  const { outcome } = await commit(
    url,
    await signTransaction(
      { ...fields, input: bytes, salt: powers.random(32) },
      signers.length > 0 ? signers : [officers.registrar],
    ),
  )
  if (outcome !== 'ok') throw new Error(outcome)
}

/** A further key of a sample officer, who confirms it with the one from the genesis. */
export const registerPasskey = (url: string, name: string, officer: keyof typeof officers = 'clerk') =>
  addPasskey(url, name, 'addKey', officerNumber(officer), officers.registrar, officers[officer])

/** A further key of the only administrator of an organ, or of an officer there: in force after the time of `keyNotice`. */
export const announcePasskey = (url: string, name: string, number: Uint8Array, administrator: Signer) =>
  addPasskey(url, name, 'announceKey', number, administrator)

async function addPasskey(url: string, name: string, by: string, number: Uint8Array, ...signers: readonly Signer[]) {
  const passkey = passkeyOf(name)
  const point = keyMaterial(passkey.key)
  const key = { keyId: passkey.key.id, suite: 'webauthnEs256', x: point.slice(0, 32), y: point.slice(32) }
  await administer(url, by, { ...key, officer: [number] }, ...signers)
  return passkey
}

export const revokeKey = (url: string, key: Uint8Array) => administer(url, 'revokeKey', { key: [key], reason: 'lost' })

/** A request as a page of the portal sends it; `headers` overrides, with '' for none. */
export function fromPage(url: string, path: string, request: RequestInit & { headers?: Record<string, string> } = {}) {
  const own = { origin: portal, 'sec-fetch-site': 'same-origin', 'user-agent': agent, ...request.headers }
  const headers = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''))
  return fetch(`${url}${path}`, { redirect: 'manual', ...request, headers })
}

export async function challengeOf(url: string, purpose = 'sign-in', headers: Record<string, string> = {}) {
  const answer = await fromPage(url, `/api/v1/sign-in/challenge?purpose=${purpose}`, { headers })
  if (answer.status !== 200) throw new Error(await answer.text())
  return fromBase64(((await answer.json()) as { challenge: string }).challenge)
}

export type HowSigned = Partial<SignInStatement> & {
  readonly assertion?: AssertionChanges
  readonly headers?: Record<string, string>
  readonly signer?: Signer
}

/** A statement for the portal over a fresh challenge, unless `how` says otherwise. */
export async function statementOf(url: string, passkey: SoftPasskey, how: HowSigned = {}): Promise<Uint8Array> {
  const { purpose = 'sign-in', origin = passkey.origin, assertion = {}, headers = {} } = how
  const challenge = how.challenge ?? (await challengeOf(url, purpose, headers))
  const signer = how.signer ?? { key: passkey.key, sign: (message: Uint8Array) => passkey.signAs(message, assertion) }
  return signSignIn(signer, { chainId: how.chainId ?? chainId, origin, purpose, challenge })
}

export function present(
  url: string,
  statement: Uint8Array,
  headers: Record<string, string> = {},
  path = '/api/v1/sign-in',
) {
  const body = Buffer.from(statement)
  return fromPage(url, path, { method: 'POST', body, headers: { 'content-type': 'application/cose', ...headers } })
}

/** Name and value of the cookie that an answer sets. */
export function cookieIn(answer: Response): string {
  const [cookie] = answer.headers.getSetCookie()
  if (cookie === undefined) throw new Error(`no cookie with ${answer.status}`)
  return cookie.split(';', 1)[0]!
}

/** Signs in and gives the session's cookie. */
export async function signInBy(url: string, passkey: SoftPasskey, how: HowSigned = {}): Promise<string> {
  const answer = await present(url, await statementOf(url, passkey, how), how.headers)
  if (answer.status !== 200) throw new Error(await answer.text())
  return cookieIn(answer)
}

/** A form of the workspace, sent by its page. */
export function sendForm(url: string, path: string, fields: Record<string, string>, headers: Record<string, string>) {
  const body = new URLSearchParams(fields).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return fromPage(url, path, { method: 'POST', body, headers: { ...type, ...headers } })
}
