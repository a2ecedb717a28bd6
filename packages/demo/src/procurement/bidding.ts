import { procurement } from '@gongshi/affairs'
import { type Cbor, encodeCbor, sha256, utf8 } from '@gongshi/protocol'
import { actOf, createWallet, submit } from '@gongshi/sdk'
import {
  askForToken,
  type BidSecrets,
  bidPlace,
  certifyBidder,
  documentsContent,
  enterBidder,
  handInBid,
  lastSealing,
  newBidder,
  sealBid,
  takeToken,
} from '@gongshi/sdk/bid'
import { demoScheme } from '../city/organs.ts'
import { DemoError } from '../errors.ts'
import type { ProcedureStage } from './procedure.ts'
import { representativeName } from './roles.ts'
import type { Story } from './stories.ts'

type Offered = Story['bids'][number]

export type BiddingStage = ProcedureStage & {
  /** The desk's blind signature. */
  readonly signToken: (blinded: Uint8Array) => Promise<Uint8Array>
}

/** A bid that was handed in. `key`, `label`: of its row; `sealed`: to the trustees. */
export type DemoBid = {
  readonly offered: Offered
  readonly key: readonly [Cbor, Uint8Array]
  readonly label: Uint8Array
  readonly sealed: Uint8Array
}

/** A new pseudonym for this procedure alone, with a token that the desk signed without seeing it. */
async function enter({ client, chainId, signToken }: BiddingStage, procedure: Cbor): Promise<BidSecrets> {
  const asked = await askForToken(client, newBidder(chainId, procedure, client.random))
  const entered = await takeToken(client, asked, await signToken(asked.entry.blinding.blinded))
  assertDone(await enterBidder(client, entered))
  return entered
}

/** Seals a bid as any bidder does, with a document of a few words, and hands it in. */
export async function handInDemoBid(stage: BiddingStage, procedure: Cbor, offered: Offered): Promise<DemoBid> {
  const { client } = stage
  const secrets = await enter(stage, procedure)
  const prices = Object.entries(offered.prices).map(([lot, minor]) => ({
    lot: BigInt(lot),
    price: { currency: 'CNY', minor },
  }))
  const bidder = offered.by === null ? null : { scheme: demoScheme, id: offered.by }
  const { certificate, digest } = bidder === null ? decoyCertificate : await certify(stage, secrets, bidder)
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
    offer: { bidder, prices, certificate: digest },
    documents: [document('certificate.cose', certificate), document('offer.txt', utf8('synthetic; 虚构'))],
  }
  const done = await sealBid(client, secrets, content, store)
  await handIn(stage, done.secrets, new Blob(files))
  const { key, label } = bidPlace(done.secrets)
  return { offered, key, label, sealed: done.made.sealed }
}

/** As long as a true one: what is sealed says nothing by its size. */
const decoyCertificate = { certificate: new Uint8Array(256), digest: new Uint8Array(32) }

async function certify({ keys }: BiddingStage, secrets: BidSecrets, organ: { scheme: string; id: string }) {
  return certifyBidder(secrets, organ, await keys(representativeName(organ.id)))
}

async function handIn({ client }: BiddingStage, secrets: BidSecrets, file: Blob): Promise<void> {
  const sealing = lastSealing(secrets)
  const handed = await handInBid(client, secrets, sealing.made, await documentsContent(client, sealing, file))
  if (handed !== null) assertDone(handed.committed)
}

/** A question of somebody who may bid. */
export async function askAsBidder(stage: BiddingStage, procedure: Cbor, question: Uint8Array): Promise<void> {
  const secrets = await enter(stage, procedure)
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
