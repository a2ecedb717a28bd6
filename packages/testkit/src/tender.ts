import { constants, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { Refused, rowLabel, sealedFields, sealRecord } from '@gongshi/affair-kit'
import { type BenchLedger, subject } from '@gongshi/affair-kit/bench'
import { procurement } from '@gongshi/affairs'
import {
  type Cbor,
  concat,
  encodeCbor,
  generateSecret,
  keyMaterial,
  secretSigner,
  toHex,
  tokenMessage,
} from '@gongshi/protocol'
import {
  type CircleOfTrustees,
  contributed,
  contributionRecord,
  judge,
  newTrustee,
  shares,
  type TrusteeSecrets,
} from '@gongshi/sdk/trustee'
import { readPoint, seal } from '@gongshi/threshold'

type Id = Cbor
type Organ = { readonly scheme: string; readonly id: string }
type Row = ReturnType<BenchLedger['row']>

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
const day = 86_400_000

export const tenderParameters = {
  leastBidding: 20 * day,
  leastAfterAmendment: 15 * day,
  leastTrustees: 3n,
  disputeTime: day,
  openingTime: 2 * day,
  aloneTime: 3 * day,
  handInTime: 3 * day,
  leastExperts: 3n,
  leastBidders: 3n,
  lowShare: { numerator: 1n, denominator: 2n },
  standstill: 7,
  signingTime: 30 * day,
  answerTime: 7,
  amendmentDays: 3n,
  standstillDays: 7n,
  nearShare: { numerator: 1n, denominator: 100n },
  closeShare: { numerator: 1n, denominator: 100n },
  discountShare: { numerator: 1n, denominator: 2n },
  repeatedAwards: 3n,
  awardShare: { numerator: 1n, denominator: 2n },
  lostTogether: 2n,
}
export const buyer = { scheme: 'x-bench', id: 'buyer' }
export const agency = { scheme: 'x-bench', id: 'agency' }
const desk = { scheme: 'x-bench', id: 'desk' }
const place = { scheme: 'gb-t-2260', code: '110101', date: '2020-01-01' }
const yuan = (minor: bigint) => ({ currency: 'CNY', minor })

/** The desk's key for tokens, made when it is first needed: the same for every tender of a run. */
let tokenKeys: ReturnType<typeof makeTokenKeys> | undefined
const makeTokenKeys = () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
  const modulus = Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url')
  return { privateKey, modulus: Uint8Array.from(modulus) }
}
const tokenKey = () => {
  tokenKeys ??= makeTokenKeys()
  return tokenKeys
}

/** What a desk's blind signature comes to once it is unblinded (RFC 9474): RSASSA-PSS over a random prefix and the message. */
function signToken(message: Uint8Array): Uint8Array {
  const prefix = random(32)
  const { privateKey: key } = tokenKey()
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }
  return concat(prefix, sign('sha384', concat(prefix, message), { key, ...padding }))
}

/** One sealed bid as its bidder keeps it. */
export type KeptBid = {
  readonly id: Id
  readonly author: Uint8Array
  readonly secret: Uint8Array
  readonly opener: Uint8Array
}

/** What a bidder offers; no organ: a decoy. */
export type Offered = {
  readonly bidder: Organ | null
  readonly price?: bigint
  readonly lot?: bigint
  readonly currency?: string
}

/** A synthetic open tender of one lot, step by step on a bench, with real keys of its trustees. */
export class Tender {
  readonly ledger: BenchLedger
  readonly organs: readonly Organ[]
  readonly secrets: TrusteeSecrets[] = []
  readonly id: Id
  readonly #keys = new Map<string, Uint8Array>()
  #bids = 0

  constructor(ledger: BenchLedger, trustees: number, { experts = 3n } = {}) {
    this.ledger = ledger
    this.organs = Array.from({ length: trustees }, (_, at) => ({ scheme: 'x-bench', id: `trustee-${at + 1}` }))
    this.id = this.do('plan', {
      buyer,
      number: 'CG-2026-1',
      agency,
      division: place,
      category: 'goods',
      plan: subject('plan'),
      estimate: yuan(1_000_000n),
      experts,
    })
  }

  do(action: string, input: object, by?: readonly { readonly id: Uint8Array }[]): Id {
    return this.ledger.do('procurement', action, input as never, by)
  }

  /** `ok`, or why not; of a refused call, why the called affair refused it. */
  try(action: string, input: object, by?: readonly { readonly id: Uint8Array }[]): string {
    try {
      const { outcome, fault } = this.ledger.submit('procurement', action, input as never, by)
      if (fault !== undefined) throw new Error(`${action}: ${fault.message}`)
      return outcome[0] === 'ok' ? 'ok' : outcome[1]
    } catch (error) {
      // Refused before it is even asked who has to sign.
      if (error instanceof Refused) return error.code
      throw error
    }
  }

  row(entity: string, id: Id): Row {
    return this.ledger.row('procurement', entity, id)
  }

  get procedure(): Row {
    return this.row('procedure', this.id)
  }

  trustee(at: number): Id {
    return [this.id, [this.organs[at]!.scheme, this.organs[at]!.id]]
  }

  get lot(): Id {
    return [this.id, 1n]
  }

  /** Lots, criteria, candidates, trustees who are enrolled. */
  prepare({
    threshold = BigInt(this.organs.length >> 1) + 1n,
    candidates = 6,
    qualities = 1,
    isIssuing = true,
  } = {}): void {
    this.do('addLot', {
      procedure: this.id,
      number: 1n,
      title: '笔记本电脑',
      estimate: yuan(900_000n),
      ceiling: yuan(950_000n),
    })
    const criterion = { procedure: this.id, title: '评审因素', most: 100n }
    this.do('addCriterion', { ...criterion, number: 1n, kind: 'price', weight: 4_000n, least: 0n })
    for (let at = 0; at < qualities; at++)
      this.do('addCriterion', {
        ...criterion,
        number: BigInt(at + 2),
        kind: 'quality',
        weight: 6_000n / BigInt(qualities),
        least: 50n,
      })
    for (let at = 0; at < candidates; at++) this.nominate(at)
    this.do('entrust', { procedure: this.id, desk })
    if (isIssuing) this.issue()
    this.do('convene', { procedure: this.id, trustees: this.organs })
    for (const at of this.organs.keys()) this.enrol(at)
    this.do('begin', { procedure: this.id, threshold })
  }

  /** The desk publishes its key for tokens. */
  issue(): void {
    this.do('issue', { issuer: [this.id], level: 3n, key: tokenKey().modulus })
  }

  expert(at: number): Id {
    return [subject(`expert ${at}`)]
  }

  nominate(at: number): Id {
    this.ledger.holder(this.expert(at))
    return this.do('nominate', { procedure: this.id, expert: this.expert(at) })
  }

  enrol(at: number): void {
    const secrets = newTrustee(this.label('procedure', this.id), random)
    this.do('enrol', { trustee: this.trustee(at), enrolled: secrets.enrolled })
    this.secrets[at] = secrets
  }

  label(entity: string, id: Id): Uint8Array {
    return rowLabel('bench', 'procurement', entity, id)
  }

  /** Trustee `at` contributes; `spoil` changes what it publishes. */
  contribute(at: number, spoil = (contribution: object) => contribution): string {
    const made = contributed(this.secrets[at]!, this.circle(), random)
    this.secrets[at] = made.secrets
    return this.try('contribute', {
      trustee: this.trustee(at),
      contribution: spoil(contributionRecord(made.contribution)),
    })
  }

  /** What trustee `at` finds in the others' contributions. */
  judge(at: number): ReturnType<typeof judge> {
    return judge(this.secrets[at]!, this.circle(), random)
  }

  /** All contribute, accept, and the key is made. */
  makeKey(): void {
    for (const at of this.organs.keys()) this.contribute(at)
    for (const at of this.organs.keys()) this.do('accept', { trustee: this.trustee(at) })
    this.do('makeKey', { procedure: this.id })
  }

  publish(days = 20): void {
    const now = this.ledger.time
    const times = { askUntil: now + 5 * day, bidUntil: now + days * day }
    this.do('publish', { procedure: this.id, notice: subject('notice'), ...times })
  }

  circle(): CircleOfTrustees {
    const rows = this.organs.map((_, at) => this.row('trustee', this.trustee(at)))
    const inOrder = rows.toSorted((one, other) => Number((one.fields.index as bigint) - (other.fields.index as bigint)))
    const isMade = !['planned', 'convened', 'keying'].includes(this.procedure.status)
    const key = isMade ? this.row('groupKey', [this.id]).fields.key : null
    return {
      context: this.label('procedure', this.id),
      threshold: Number(this.procedure.fields.threshold),
      enrolled: inOrder.map(({ fields }) => fields.enrolled as Uint8Array),
      contributions: inOrder.flatMap(({ status, fields }) =>
        status === 'contributed' || status === 'accepted'
          ? [{ index: Number(fields.index), contribution: encodeCbor(Object.values(fields.contribution as object)) }]
          : [],
      ),
      key: key as Uint8Array | null,
    }
  }

  /** What whoever asks under that name comes in with: pseudonym, key, and the desk's token for just these. */
  entry(name: string) {
    const author = subject(`pseudonym of ${name}`)
    const { key } = secretSigner('ed25519', generateSecret('ed25519', subject(`key of ${name}`)))
    const token = signToken(tokenMessage(this.label('entrant', [this.id, author]), key.id))
    const point = { suite: 'ed25519', x: keyMaterial(key), y: null } as const
    return { keyId: key.id, input: { procedure: this.id, author, key: point, token } }
  }

  /** A pseudonym with a key of its own, let in by the desk's token. */
  admit(name = `bidder ${++this.#bids}`): Uint8Array {
    const { keyId, input } = this.entry(name)
    this.do('enter', input)
    this.#keys.set(toHex(input.author), keyId)
    return input.author
  }

  by(author: Uint8Array): readonly { readonly id: Uint8Array }[] {
    return [{ id: this.#keys.get(toHex(author))! }]
  }

  /** What a bidder's tool makes of an offer. */
  sealFor(author: Uint8Array, offered: Offered) {
    const id = [this.id, author]
    const label = this.label('bid', id)
    const secret = random(32)
    const { sealed, opener } = seal(readPoint(this.circle().key!, 'sealed'), label, secret, random)
    const { bidder, price = 0n, lot = 1n, currency = 'CNY' } = offered
    const prices = bidder === null ? [] : [{ lot, price: { currency, minor: price } }]
    const values = { bidder, prices, certificate: subject('certificate') }
    const offer = sealRecord(sealedFields(procurement, 'open', 'offer'), values as never, {
      secret,
      label,
      size: 1_024,
    })
    return {
      kept: { id, author, secret, opener } satisfies KeptBid,
      input: { sealed, offer, documents: subject('documents') },
    }
  }

  bid(offered: Offered): KeptBid {
    const author = this.admit()
    const { kept, input } = this.sealFor(author, offered)
    this.do('submit', { procedure: this.id, author, ...input }, this.by(author))
    return kept
  }

  /** The shares of trustee `at` for these bids. */
  sharesOf(at: number, bids: readonly KeptBid[]): readonly { readonly bid: Id; readonly share: Uint8Array }[] {
    const things = bids.map(({ id }) => ({
      label: this.label('bid', id),
      sealed: this.row('bid', id).fields.sealed as Uint8Array,
    }))
    const made = shares(this.secrets[at]!, this.circle(), things, random)
    return made.map((share, index) => ({ bid: bids[index]!.id, share: share! }))
  }

  /** The deadline passes; these trustees give their shares, and the first of them opens. */
  openAll(bids: readonly KeptBid[], by: readonly number[]): void {
    this.ledger.advanceTo(this.procedure.fields.bidUntil as number)
    for (const at of by)
      for (let from = 0; from < bids.length; from += 16)
        this.do('give', { trustee: this.trustee(at), shares: this.sharesOf(at, bids.slice(from, from + 16)) })
    for (const { id } of bids) this.do('open', { bid: id, by: this.trustee(by[0]!) })
    this.do('finishOpening', { procedure: this.id })
  }
}
