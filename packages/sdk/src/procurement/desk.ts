import { procurement } from '@gongshi/affairs'
import { equalBytes, parseTokenRequest, sha256, verifyTokenRequest } from '@gongshi/protocol'
import type { Committed } from '../actions/getTransaction.ts'
import { actOf } from '../actions/sign.ts'
import { submit } from '../actions/submit.ts'
import { bidScope } from '../bid/secrets.ts'
import { blindSign } from '../blind/blind.ts'
import type { Client } from '../client.ts'
import type { DeskSecrets } from '../desk/secrets.ts'
import { ClientError } from '../errors.ts'
import type { Wallet } from '../wallet/wallet.ts'
import { tokenKeyOf } from './entry.ts'
import { getRepresentative, type Organ } from './representatives.ts'

/** Publishes the desk's key for tokens, before the notice. `level`: how surely it identifies whoever asks, 1 to 4. */
export async function issueTokens(
  client: Client,
  wallet: Wallet,
  { procedure, modulus }: DeskSecrets,
  level: number,
): Promise<Committed> {
  const input = { issuer: [procedure], level: BigInt(level), key: modulus }
  return submit(client, wallet, actOf(procurement, 'issue'), input as never)
}

export type AnsweredRequest = {
  readonly organ: Organ
  /** What goes back to whoever asked: 384 bytes. */
  readonly signed: Uint8Array
  /** With this organ among those that have theirs: keep it before `signed` leaves. */
  readonly desk: DeskSecrets
}

/**
 * Signs for an organ whose representative asks, once; the same request again gets the same answer. Whether the organ may bid is for the
 * officer to judge before this.
 * @throws {CertificateError} certificate-…; {ClientError} client-not-representative, client-token-given, client-kept-elsewhere for a
 * file whose key is not the one on the ledger
 */
export async function answerRequest(
  client: Client,
  desk: DeskSecrets,
  bytes: Uint8Array,
  sign = blindSign,
): Promise<AnsweredRequest> {
  const request = parseTokenRequest(bytes)
  const { organ, blinded } = request
  const officer = await getRepresentative(client, organ, request.kid, client.now())
  verifyTokenRequest(request, { chainId: desk.chainId, scope: bidScope(desk.procedure) }, officer)
  if (!equalBytes(await tokenKeyOf(client, desk.procedure), desk.modulus))
    throw new ClientError({ code: 'client-kept-elsewhere' })
  const [name, asked] = [JSON.stringify([organ.scheme, organ.id]), sha256(blinded)]
  const before = desk.given.find((each) => each.organ === name)
  if (before !== undefined && !equalBytes(before.request, asked)) throw new ClientError({ code: 'client-token-given' })
  const given = before === undefined ? [...desk.given, { organ: name, request: asked }] : desk.given
  return { organ, signed: await sign(desk.secret, blinded), desk: { ...desk, given } }
}
