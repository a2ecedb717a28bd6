import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairBench, type BenchLedger, subject } from '@gongshi/affair-kit/bench'
import { buyer, type KeptBid, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { identity } from '../identity/affair.ts'
import { organisations } from '../organisations/affair.ts'
import { procurement } from './affair.ts'
import { procurementHandlers } from './handlers.ts'

const bench = affairBench(procurement, {
  imports: [affairBench(identity).installed],
  standIns: [organisations],
  params: tenderParameters as never,
  handlers: procurementHandlers,
})
const day = 86_400_000
const company = (id: string) => ({ scheme: 'x-bench', id })

/** A tender that takes bids, its key made by so many departments. */
function tendering(trustees = 3, ledger: BenchLedger = bench.ledger()): Tender {
  const tender = new Tender(ledger, trustees)
  tender.prepare()
  tender.makeKey()
  tender.publish()
  return tender
}

const prices = [700_000n, 800_000n, 720_000n]
const threeBids = (tender: Tender): readonly KeptBid[] =>
  prices.map((price, at) => tender.bid({ bidder: company(`company-${at}`), price }))

test('the matrix of roles, actions and states', () => {
  assert.ok(bench.checkMatrix().length > 500)
})

test('random acts break no invariant', () => {
  bench.checkInvariants({ runs: 5, acts: 60 })
})

describe('the key', () => {
  test('is made by departments that are no party, and stands on the ledger', () => {
    const tender = new Tender(bench.ledger(), 3)
    const parties = [...tender.organs, buyer]
    assert.equal(tender.try('convene', { procedure: tender.id, trustees: parties }), 'party')
    assert.equal(tender.try('convene', { procedure: tender.id, trustees: tender.organs.slice(1) }), 'few')
    tender.prepare()
    assert.equal(tender.try('makeKey', { procedure: tender.id }), 'early')
    tender.makeKey()
    assert.equal(tender.procedure.status, 'keyed')
    assert.deepEqual(tender.row('groupKey', [tender.id]).fields.threshold, 2n)
  })

  test('more than half of the trustees open, and no fewer', () => {
    const tender = new Tender(bench.ledger(), 4)
    tender.do('convene', { procedure: tender.id, trustees: tender.organs })
    for (const at of tender.organs.keys()) tender.enrol(at)
    assert.equal(tender.try('begin', { procedure: tender.id, threshold: 2n }), 'threshold')
    assert.equal(tender.try('begin', { procedure: tender.id, threshold: 5n }), 'threshold')
    assert.equal(tender.try('begin', { procedure: tender.id, threshold: 3n }), 'ok')
  })

  test('an enrolment or a contribution without its proof is refused', () => {
    const tender = new Tender(bench.ledger(), 3)
    tender.do('convene', { procedure: tender.id, trustees: tender.organs })
    assert.equal(tender.try('enrol', { trustee: tender.trustee(0), enrolled: new Uint8Array(96) }), 'unproven')
    for (const at of tender.organs.keys()) tender.enrol(at)
    tender.do('begin', { procedure: tender.id, threshold: 2n })
    const spoilt = tender.contribute(0, (parts) => ({ ...parts, proof: new Uint8Array(64) }))
    assert.equal(spoilt, 'unproven')
  })

  test('who hands over a false part is put out, by a proof; who accuses falsely is refused', () => {
    const tender = new Tender(bench.ledger(), 4)
    tender.prepare({ threshold: 3n })
    tender.contribute(0, (parts) => {
      const { hidden } = parts as { hidden: readonly Uint8Array[] }
      return { ...parts, hidden: hidden.map((part, at) => (at === 1 ? new Uint8Array(32) : part)) }
    })
    for (const at of [1, 2, 3]) assert.equal(tender.contribute(at), 'ok')
    const { disputes, received } = tender.judge(1)
    assert.deepEqual(received, [2, 3, 4])
    const accuse = (trustee: number, by: number) =>
      tender.try('dispute', { trustee: tender.trustee(trustee), by: tender.trustee(by), dispute: disputes[0]!.dispute })
    assert.equal(accuse(2, 1), 'unjustified')
    assert.equal(accuse(0, 2), 'unjustified')
    assert.equal(accuse(0, 1), 'ok')
    assert.equal(tender.row('trustee', tender.trustee(0)).status, 'faulty')
    for (const at of [1, 2, 3]) tender.do('accept', { trustee: tender.trustee(at) })
    assert.equal(tender.try('makeKey', { procedure: tender.id }), 'early')
    tender.ledger.advance(day)
    assert.equal(tender.try('makeKey', { procedure: tender.id }), 'ok')
  })
})

describe('the notice', () => {
  test('needs lots, weights that are whole, experts to draw from, and the time that the rule gives', () => {
    const tender = new Tender(bench.ledger(), 3)
    tender.prepare({ candidates: 5 })
    tender.makeKey()
    const now = tender.ledger.time
    const publish = (days: number, asks = 1) =>
      tender.try('publish', {
        procedure: tender.id,
        notice: subject('notice'),
        askUntil: now + asks * day,
        bidUntil: now + days * day,
      })
    assert.equal(publish(20), 'unmanned')
    tender.nominate(5)
    assert.equal(publish(19), 'short')
    assert.equal(publish(20, 21), 'askedLate')
    assert.equal(publish(20), 'ok')
  })

  test('another edition gives time and asks for bids to be confirmed; one that is not is never opened', () => {
    const tender = tendering()
    const [first, second, third] = threeBids(tender) as [KeptBid, KeptBid, KeptBid]
    tender.ledger.advance(10 * day)
    const amend = (days: number) =>
      tender.try('amend', {
        procedure: tender.id,
        notice: subject('amended notice'),
        bidUntil: tender.ledger.time + days * day,
      })
    assert.equal(amend(5), 'earlier')
    assert.equal(amend(14), 'short')
    assert.equal(amend(15), 'ok')
    for (const { id, author } of [first, second]) tender.do('reconfirm', { bid: id }, tender.by(author))
    tender.ledger.advanceTo(tender.procedure.fields.bidUntil as number)
    const bids = [first, second, third]
    for (const at of [0, 1]) tender.do('give', { trustee: tender.trustee(at), shares: tender.sharesOf(at, bids) })
    assert.equal(tender.try('open', { bid: third.id, by: tender.trustee(0) }), 'stale')
    assert.equal(tender.try('finishOpening', { procedure: tender.id }), 'sealed')
    assert.equal(tender.try('lapse', { bid: third.id }), 'ok')
    assert.equal(tender.try('lapse', { bid: first.id }), 'standing')
  })
})

describe('a desk', () => {
  const desk = company('desk')

  test('is no party, and has its key on the ledger before the notice', () => {
    const tender = new Tender(bench.ledger(), 3)
    assert.equal(tender.try('entrust', { procedure: tender.id, desk: buyer }), 'party')
    tender.do('entrust', { procedure: tender.id, desk })
    const issue = (key: Uint8Array, level = 3n) => tender.try('issue', { issuer: [tender.id], level, key })
    assert.equal(issue(new Uint8Array(384)), 'unfit')
    assert.equal(issue(new Uint8Array(384).fill(0xff), 5n), 'ungraded')
    assert.equal(issue(new Uint8Array(384).fill(0xff)), 'ok')
    assert.equal(issue(new Uint8Array(384).fill(0xfd)), 'row-status')
  })

  test('without a key keeps the notice back', () => {
    const tender = new Tender(bench.ledger(), 3)
    tender.prepare({ isIssuing: false })
    tender.makeKey()
    const now = tender.ledger.time
    const times = { askUntil: now + 5 * day, bidUntil: now + 20 * day }
    const publish = () => tender.try('publish', { procedure: tender.id, notice: subject('notice'), ...times })
    assert.equal(publish(), 'deskless')
    tender.issue()
    assert.equal(publish(), 'ok')
  })

  test('lets in by a token that is for one pseudonym and one key, once', () => {
    const tender = tendering()
    const [own, other] = [tender.entry('one'), tender.entry('two')]
    const enter = (input: object, keyId = own.keyId) => tender.try('enter', input, [{ id: keyId }])
    assert.equal(enter({ ...own.input, token: other.input.token }), 'unproven')
    assert.equal(enter({ ...own.input, author: other.input.author }), 'unproven')
    assert.equal(enter({ ...own.input, key: other.input.key }, other.keyId), 'unproven')
    assert.equal(enter(own.input, other.keyId), 'signer-key')
    assert.equal(enter({ ...own.input, token: new Uint8Array(416) }), 'unproven')
    assert.equal(enter(own.input), 'ok')
    assert.equal(enter(own.input), 'signer-key')
    const known = tender.ledger.row('identity', 'key', [own.keyId]).fields
    assert.deepEqual([known.subject, known.organ], [own.input.author, desk])
    tender.ledger.advanceTo(tender.procedure.fields.bidUntil as number)
    assert.equal(enter(other.input, other.keyId), 'row-status')
  })
})

describe('a bid', () => {
  test('is taken until the deadline to the millisecond, replaced and withdrawn until then', () => {
    const tender = tendering()
    const { kept, input } = tender.sealFor(tender.admit(), { bidder: company('late'), price: 1n })
    const submit = () =>
      tender.try('submit', { procedure: tender.id, author: kept.author, ...input }, tender.by(kept.author))
    const deadline = tender.procedure.fields.bidUntil as number
    tender.ledger.advanceTo(deadline - 1)
    assert.equal(submit(), 'ok')
    const again = tender.sealFor(kept.author, { bidder: company('late'), price: 2n })
    assert.equal(tender.try('replace', { bid: kept.id, ...again.input }, tender.by(kept.author)), 'ok')
    assert.equal(tender.try('withdraw', { bid: kept.id }, tender.by(kept.author)), 'ok')
    assert.equal(tender.try('replace', { bid: kept.id, ...input }, tender.by(kept.author)), 'ok')
    tender.ledger.advanceTo(deadline)
    assert.equal(tender.try('withdraw', { bid: kept.id }, tender.by(kept.author)), 'row-status')
  })

  test('somebody else’s, handed in as the own, is refused: it was sealed under another name', () => {
    const tender = tendering()
    const honest = tender.sealFor(tender.admit(), { bidder: company('honest'), price: 1n })
    const thief = tender.admit()
    const copied = { procedure: tender.id, author: thief, ...honest.input }
    assert.equal(tender.try('submit', copied, tender.by(thief)), 'unproven')
  })

  test('no share is taken before the deadline, and none that is false or of another bid', () => {
    const tender = tendering()
    const [first, second] = threeBids(tender) as [KeptBid, KeptBid, KeptBid]
    const give = (shares: readonly object[]) => tender.try('give', { trustee: tender.trustee(0), shares })
    const given = tender.sharesOf(0, [first, second])
    const [own, other] = [given[0]!, given[1]!]
    assert.equal(give([own]), 'row-status')
    tender.ledger.advanceTo(tender.procedure.fields.bidUntil as number)
    assert.equal(give([]), 'nothing')
    assert.equal(give([{ bid: first.id, share: other.share }]), 'unproven')
    assert.equal(
      give([{ bid: first.id, share: own.share.map((byte, at) => (at === 0 ? byte ^ 1 : byte)) }]),
      'unproven',
    )
    assert.equal(give([{ bid: [tender.id, subject('nobody')], share: own.share }]), 'elsewhere')
    assert.equal(give([own, other]), 'ok')
    assert.equal(give([own]), 'row-exists')
    assert.equal(tender.try('open', { bid: first.id, by: tender.trustee(0) }), 'few')
  })

  test('opens with as many trustees as it takes, whoever vanished; a decoy says that it is one', () => {
    const tender = tendering(5)
    const bids = [...threeBids(tender), tender.bid({ bidder: null })]
    tender.openAll(bids, [4, 1, 0])
    assert.deepEqual(
      bids.map(({ id }) => tender.row('bid', id).status),
      ['opened', 'opened', 'opened', 'decoy'],
    )
    const offer = tender.row('offer', [bids[1]!.id, tender.lot]).fields
    assert.deepEqual([offer.bidder, offer.price], [company('company-1'), { currency: 'CNY', minor: 800_000n }])
    assert.deepEqual(tender.row('opening', [bids[1]!.id]).fields.secret, bids[1]!.secret)
  })

  test('with nothing readable in it, for a lot that is not there, or in no money, is void', () => {
    const tender = tendering()
    const author = tender.admit()
    const garbled = tender.sealFor(author, { bidder: company('a'), price: 1n })
    tender.do(
      'submit',
      { procedure: tender.id, author, ...garbled.input, offer: new Uint8Array(1_024) },
      tender.by(author),
    )
    const bids = [
      garbled.kept,
      tender.bid({ bidder: company('b'), price: 1n, lot: 2n }),
      tender.bid({ bidder: company('c'), price: 0n }),
      tender.bid({ bidder: company('d'), price: 1n }),
    ]
    tender.openAll(bids, [0, 1])
    assert.deepEqual(
      bids.map(({ id }) => tender.row('bid', id).status),
      ['void', 'void', 'void', 'opened'],
    )
  })

  test('is opened by its bidder alone once trustees have failed, not before; by nobody else', () => {
    const tender = tendering()
    const [first, second] = threeBids(tender) as [KeptBid, KeptBid, KeptBid]
    const alone = ({ id, author }: KeptBid, opener: Uint8Array) =>
      tender.try('openAlone', { bid: id, opener }, tender.by(author))
    tender.ledger.advanceTo(tender.procedure.fields.bidUntil as number)
    assert.equal(alone(first, first.opener), 'early')
    tender.ledger.advance(2 * day)
    assert.equal(alone(first, second.opener), 'unopened')
    assert.equal(alone(first, first.opener), 'ok')
    assert.equal(tender.row('bid', first.id).status, 'opened')
    assert.equal(tender.try('lapse', { bid: second.id }), 'standing')
    tender.ledger.advance(3 * day)
    assert.equal(tender.try('lapse', { bid: second.id }), 'ok')
  })
})

describe('lost documents', () => {
  const hold = (tender: Tender, at: number, bid: KeptBid, documents = subject('documents')) =>
    tender.try('hold', { bid: bid.id, trustee: tender.trustee(at), documents })
  const assessing = (held: readonly number[] = [0]) => {
    const tender = tendering()
    const bids = threeBids(tender)
    for (const at of held) assert.equal(hold(tender, at, bids[0]!), 'ok')
    tender.openAll(bids, [0, 1])
    tender.do('draw', { procedure: tender.id })
    return { tender, bids, loss: { bid: bids[0]!.id, holder: tender.trustee(0) } }
  }

  test('a trustee signs for the documents that the bid has, once, and for no others', () => {
    const tender = tendering()
    const bid = tender.bid({ bidder: company('a'), price: 1n })
    assert.equal(hold(tender, 0, bid, subject('documents of yesterday')), 'replaced')
    assert.equal(hold(tender, 0, bid), 'ok')
    assert.equal(hold(tender, 0, bid), 'row-exists')
    assert.equal(hold(tender, 1, bid), 'ok')
    const { fields } = tender.row('holding', [bid.id, subject('documents'), tender.trustee(0)])
    assert.equal(fields.heldAt, tender.ledger.time)
    tender.do('withdraw', { bid: bid.id }, tender.by(bid.author))
    assert.equal(hold(tender, 2, bid), 'row-status')
  })

  test('that a trustee has held are lost by the system: the agency or the bidder has it recorded, and nobody judges meanwhile', () => {
    const { tender, bids, loss } = assessing()
    const offer = [bids[1]!.id, tender.lot]
    assert.equal(tender.try('claimLoss', loss, tender.by(bids[1]!.author)), 'signer-person')
    assert.equal(tender.try('claimLoss', loss, tender.by(bids[0]!.author)), 'ok')
    assert.equal(tender.try('recordLoss', loss), 'row-exists')
    for (const [action, input] of [
      ['qualify', { offer }],
      ['disqualify', { offer: [bids[0]!.id, tender.lot], reasons: subject('reasons') }],
      ['failLot', { lot: tender.lot }],
      ['assess', { lot: tender.lot }],
    ] as const)
      assert.equal(tender.try(action, input), 'lost', action)
    assert.equal(tender.try('restore', { loss: [bids[0]!.id], by: tender.trustee(2) }), 'ok')
    assert.equal(tender.try('qualify', { offer }), 'ok')
    assert.equal(tender.try('recordLoss', loss), 'row-exists', 'once for each bid')
  })

  test('are awaited for so long, and then judged by what there is', () => {
    const { tender, bids, loss } = assessing()
    assert.equal(tender.try('recordLoss', loss), 'ok')
    tender.ledger.advance(3 * day - 1)
    assert.equal(tender.row('loss', [bids[0]!.id]).status, 'recorded')
    tender.ledger.advance(1)
    assert.equal(tender.row('loss', [bids[0]!.id]).status, 'expired')
    const out = { offer: [bids[0]!.id, tender.lot], reasons: subject('no documents') }
    assert.equal(tender.try('disqualify', out), 'ok')
  })

  test('that no trustee has held are their bidder’s fault, unless a supervisor finds otherwise', () => {
    const { tender, bids, loss } = assessing([1])
    assert.equal(tender.try('recordLoss', loss), 'row-missing')
    assert.equal(tender.try('claimLoss', loss, tender.by(bids[0]!.author)), 'row-missing')
    assert.equal(tender.try('recordLoss', { ...loss, bid: bids[1]!.id, holder: tender.trustee(1) }), 'row-missing')
    assert.equal(tender.try('findLoss', { bid: loss.bid, reasons: subject('a receipt') }), 'ok')
    assert.equal(tender.row('loss', [loss.bid]).fields.holder, null)
  })

  test('of a bid that nobody has opened are no matter yet', () => {
    const tender = tendering()
    const bid = tender.bid({ bidder: company('a'), price: 1n })
    hold(tender, 0, bid)
    assert.equal(tender.try('recordLoss', { bid: bid.id, holder: tender.trustee(0) }), 'row-status')
  })
})
