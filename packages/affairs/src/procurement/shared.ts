import { party, t } from '@gongshi/affair-kit'

export const clause = t.code('clause')
export const procedureRef = t.ref('procedure')

/** Those whom an act needs; the procedure is the act's own row, or one that `with` finds. */
export const buyer = party({ officer: 'purchaser', of: 'procedure.buyer' })
export const agent = party({ officer: 'agent', of: 'procedure.agency' })
export const trusteeOf = (row: string) => party({ officer: 'trustee', of: `${row}.organ` })

/** The procedure to which a row belongs, while it is in one of these statuses. */
export const within = <const Statuses extends readonly string[]>(row: string, ...from: Statuses) =>
  ({ one: 'procedure', is: `${row}.procedure`, from }) as const

/** Block time decides. */
export const late = 'procedure.bidUntil <= now'

/** As the ledger keeps it of TDH2 (docs/sealing.md). */
export const sealed = {
  sealed: t.bytes(160),
  offer: t.bytes(1_024),
  documents: t.commitment('sealed-documents'),
} as const

/** What is inside a sealed bid. No bidder: a decoy, which hides how many there are and gives the draw its chance. */
export const offerFields = {
  bidder: t.option(t.organ()),
  prices: t.list(t.record({ lot: t.int(), price: t.money() }), 20),
  /** By which the bidder’s representative owns the one-time key (docs/bid.md); it stands among the documents. */
  certificate: t.commitment('bid-certificate'),
} as const

export const contribution = t.record({
  commitments: t.list(t.bytes(32), 15),
  proof: t.bytes(64),
  handle: t.bytes(32),
  hidden: t.list(t.bytes(32), 15),
})

/** Before anybody can have read a bid. */
export const beforeOpening = ['planned', 'convened', 'keying', 'keyed', 'tendering'] as const
