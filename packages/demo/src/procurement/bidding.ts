import { procurement } from '@gongshi/affairs'
import { type Cbor, domainHash, encodeCbor, secretSigner, sha256, signCertificate, utf8 } from '@gongshi/protocol'
import { actOf, createWallet, submit } from '@gongshi/sdk'
import {
  admitBidder,
  type BidSecrets,
  bidPlace,
  bidRequest,
  documentsContent,
  handInBid,
  lastSealing,
  newBidder,
  sealBid,
} from '@gongshi/sdk/bid'
import { demoScheme } from '../city/organs.ts'
import { DemoError } from '../errors.ts'
import type { ProcedureStage } from './procedure.ts'
import { desk, receiverName } from './roles.ts'
import type { Story } from './stories.ts'

type Offered = Story['bids'][number]

/** A bid that was handed in. `key`, `label`: of its row; `sealed`: to the trustees. */
export type DemoBid = {
  readonly offered: Offered
  readonly key: readonly [Cbor, Uint8Array]
  readonly label: Uint8Array
  readonly sealed: Uint8Array
}

const dayMs = 86_400_000
/** Vouches for one-time keys; nobody stands behind it. */
const identityDesk = secretSigner('ed25519', domainHash('gongshi/demo-desk/1', utf8('bidders’ desk')))

/** A new pseudonym for this procedure alone, let in by a desk that is no party to it. */
async function enter({ client, keys, chainId }: ProcedureStage, procedure: Cbor) {
  const secrets = newBidder(chainId, procedure, client.random)
  const { signer, scope } = bidPlace(secrets)
  const times = { notBefore: client.now() - dayMs, notAfter: client.now() + dayMs }
  const certificate = await signCertificate(identityDesk, { chainId, scope, keyId: signer.key.id, level: 3, ...times })
  const place = { procedure, desk: { scheme: demoScheme, id: desk } }
  const wallet = createWallet(await keys(receiverName))
  const issued = { certificate, issuer: identityDesk.key }
  assertDone(await admitBidder(client, wallet, place, bidRequest(secrets), issued))
  return { secrets, certificate }
}

/** Seals a bid as any bidder does, with a document of a few words, and hands it in. */
export async function handInDemoBid(stage: ProcedureStage, procedure: Cbor, offered: Offered): Promise<DemoBid> {
  const { client } = stage
  const { secrets, certificate } = await enter(stage, procedure)
  const prices = Object.entries(offered.prices).map(([lot, minor]) => ({
    lot: BigInt(lot),
    price: { currency: 'CNY', minor },
  }))
  const bidder = offered.by === null ? null : { scheme: demoScheme, id: offered.by }
  const files: BlobPart[] = []
  const store = {
    keep: async () => undefined,
    write: async (_sealing: number, sealed: AsyncIterable<Uint8Array>) => {
      for await (const piece of sealed) files.push(piece.slice())
      return new Blob(files)
    },
  }
  const content = {
    of: sha256(encodeCbor(['demo', offered.by ?? 'decoy'])),
    offer: { bidder, prices, certificate: sha256(certificate) },
    documents: [document('certificate.cose', certificate), document('offer.txt', utf8('synthetic; 虚构'))],
  }
  const done = await sealBid(client, secrets, content, store)
  await handIn(stage, done.secrets, new Blob(files))
  const { key, label } = bidPlace(done.secrets)
  return { offered, key, label, sealed: done.made.sealed }
}

async function handIn({ client }: ProcedureStage, secrets: BidSecrets, file: Blob): Promise<void> {
  const sealing = lastSealing(secrets)
  const handed = await handInBid(client, secrets, sealing.made, await documentsContent(client, sealing, file))
  if (handed !== null) assertDone(handed.committed)
}

/** A question of somebody who may bid. */
export async function askAsBidder(stage: ProcedureStage, procedure: Cbor, question: Uint8Array): Promise<void> {
  const { secrets } = await enter(stage, procedure)
  const { signer, author } = bidPlace(secrets)
  const input = { procedure, author, question }
  assertDone(await submit(stage.client, createWallet(signer), actOf(procurement, 'ask'), input as never))
}

function document(name: string, bytes: Uint8Array) {
  return {
    name,
    size: bytes.length,
    bytes: (async function* () {
      yield bytes
    })(),
  }
}

function assertDone({ outcome }: { readonly outcome: readonly unknown[] }): void {
  if (outcome[0] !== 'ok') throw new DemoError({ code: 'demo-seed-refused', reason: String(outcome[1]) })
}
