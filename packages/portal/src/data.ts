import type { Lang, LocalText, Money, Site, Standing } from '@gongshi/ui'
import type { ParameterData, RuleThen } from './governanceData.ts'
import type { SearchFilterName, SearchFilters } from './searchFilters.ts'

/**
 * What the pages show, as plain data: the node maps its projections to these types, and nothing here knows of stores,
 * affairs or HTTP. Times are milliseconds since 1970, hashes lower-case hexadecimal. Nothing here may hold the name or
 * contact of a natural person: the caller masks them (`masked: true`), because what reaches a page is public.
 */
export type PageContext = {
  readonly lang: Lang
  readonly site: Site
  /** Under which people reach this site, for what is to be opened elsewhere; absent where nobody asks by an address. */
  readonly base?: string
}

export type Organ = {
  readonly scheme: string
  readonly id: string
  readonly name: LocalText
  readonly division?: {
    readonly scheme: string
    readonly code: string
    readonly date: string
    readonly name?: LocalText
  }
}

export type Notice = {
  /** The record's key in URLs, without slashes. */
  readonly key: string
  /** Empty when the content is erased or names nothing: the page then says the kind and the identifier. */
  readonly title: LocalText
  readonly identifier: string
  readonly kind: string
  readonly organ: Organ
  readonly publishedAt: number
  readonly entry: number
  readonly version: number
  readonly standing: Standing
  readonly synthetic: boolean
}

export type Checkpoint = {
  /** The C2SP signed note, exactly as published. */
  readonly note: string
  readonly size: number
  readonly time: number
  readonly witnesses: number
}

export type ChainState = {
  readonly engine: 'solo' | 'cometbft'
  readonly validators: number
  readonly height: number
  readonly time: number
  readonly entries: number
  readonly appHash: string
  readonly stateRoot: string
  readonly logRoot: string
  readonly genesisHash: string
  /** Of the trust root that this node serves; readers compare it with the one that they hold. */
  readonly trustFingerprint: string
  readonly checkpoint: Checkpoint | null
}

export type VerifierFile = { readonly sha256: string; readonly bytes: number }

/** A place in a list of notices: from below an entry downwards, or from above one upwards. */
export type Cursor = { readonly before: number } | { readonly after: number }

/** Part of a list, the newest first, with where it goes on; null at its ends. */
export type NoticePage = {
  readonly notices: readonly Notice[]
  readonly newer: Cursor | null
  readonly older: Cursor | null
}

export type HomeData = NoticePage & { readonly chain: ChainState; readonly verifier: VerifierFile }

/** A clause by its code; by its title, where the affair's texts have one; and the act that rests on it, where one does. */
export type Clause = {
  readonly code: string
  readonly text?: LocalText
  readonly act?: { readonly affair: string; readonly action: string }
}

export type VersionData = {
  readonly version: number
  readonly standing: Standing
  /** The document itself: beside the ledger, erasable. */
  readonly content: 'held' | 'erased' | 'absent'
  readonly at: number
  readonly entry: number
  readonly clause: Clause
  /** Why it was withdrawn, as a code of the affair; free text is in the content. */
  readonly reason?: string
  /** The entry that withdrew this version, with the clause it names. */
  readonly withdrawnBy?: { readonly entry: number; readonly at: number; readonly clause: Clause }
  /** The entry that erased the content, its clause and when. */
  readonly erasedBy?: { readonly entry: number; readonly at: number; readonly clause: Clause }
}

export type Evidence = {
  readonly gse: string
  readonly json: string
  /** C2SP proof of the entry under the published checkpoint. */
  readonly tlogProof: string
  /** What a court pack of it is asked for by, as the query of an address. */
  readonly courtPack: string
  readonly trust: string
}

export type Paragraph = { readonly path: string; readonly heading: boolean; readonly text: string }
/** One value of an OCDS release. A masked one never reaches the page: only that it was there. */
export type ReleaseFact = { readonly path: string; readonly value: string; readonly masked: boolean }

export type RecordBody =
  | { readonly kind: 'document'; readonly lang: string; readonly paragraphs: readonly Paragraph[] }
  | {
      readonly kind: 'release'
      readonly facts: readonly ReleaseFact[]
      readonly maskedCount: number
      readonly totalCount: number
    }
  | {
      readonly kind: 'file'
      readonly mediaType: string
      readonly name: string
      readonly bytes: number
      readonly href: string
    }
  | { readonly kind: 'erased'; readonly entry: number; readonly at: number; readonly clause: Clause }
  | { readonly kind: 'absent' }

/** `published` and `released` are moments; the others are days, given as midnight UTC of that day. */
export type RecordDate = {
  readonly name: 'published' | 'released' | 'issued' | 'effective' | 'expires'
  readonly at: number
}
export type Amount = Money & { readonly path: string }

export type RecordData = {
  readonly notice: Notice
  readonly affair: string
  readonly clause: Clause
  readonly dates: readonly RecordDate[]
  readonly amounts: readonly Amount[]
  /** OCDS release tags, empty for other records. */
  readonly releaseTags: readonly string[]
  /** Newest first, the shown one among them. */
  readonly versions: readonly VersionData[]
  readonly body: RecordBody
  readonly commitment: string
  readonly txId: string
  readonly height: number
  readonly evidence: Evidence
}

export type OrganNode = { readonly organ: Organ; readonly kind: string; readonly inferiors: readonly OrganNode[] }

/** A row that holds the words that somebody looks for. */
export type Found = {
  /** Path of the page about it; of its newest entry where it has none of its own, of its affair where no entry made it. */
  readonly path: string
  readonly title: LocalText
  readonly affair: string
  readonly entity: string
  /** Null for a row of the genesis. */
  readonly entry: number | null
  readonly at: number
  /** The text in which the words stand, cut to a line; empty where the title is all of it. */
  readonly excerpt: LocalText
  /** Where they stand in the document that the row names; null where they don't. */
  readonly fragment: string | null
}

export type SearchData = {
  /** Null before anybody has asked. */
  readonly query: string | null
  readonly filters: SearchFilters
  /** Of the address, and not understood. */
  readonly ignored: readonly SearchFilterName[]
  /** `affair/entity`, to choose from. */
  readonly kinds: readonly string[]
  /** That of the filter. */
  readonly organ: Organ | null
  readonly found: readonly Found[]
  /** Opaque place at which the list goes on; null at its end. */
  readonly next: string | null
  /** Where nothing has the words: what finds something, the likeliest first; `found` is then what the first of them finds. */
  readonly suggestions: readonly string[]
  readonly height: number
}

/** Between two days: who was founded, ended, or became something else. */
export type OrganChange =
  | { readonly what: 'founded' | 'ended'; readonly organ: Organ }
  | { readonly what: 'renamed'; readonly organ: Organ; readonly before: LocalText; readonly after: LocalText }
  | { readonly what: 'moved'; readonly organ: Organ; readonly before: Organ | null; readonly after: Organ | null }

/** The tree of organs on a day, ISO; with a second day, what had changed until then. */
export type OrgansData = {
  readonly day: string
  readonly tree: readonly OrganNode[]
  readonly total: number
  readonly byKind: readonly { readonly kind: string; readonly count: number }[]
  readonly compared: { readonly day: string; readonly changes: readonly OrganChange[] } | null
}

export type BlockRow = {
  readonly height: number
  readonly time: number
  readonly hash: string
  readonly entries: number
}
export type LogKey = { readonly origin: string; readonly vkey: string }

export type LedgerData = {
  readonly chain: ChainState
  readonly blocks: readonly BlockRow[]
  readonly logKeys: readonly LogKey[]
  readonly affairs: readonly { readonly name: string; readonly version: number; readonly hash: string }[]
  readonly verifier: VerifierFile
}

/** An entry in a list of entries. */
export type EntryRow = Pick<EntryData, 'index' | 'kind' | 'height' | 'time' | 'affair' | 'action' | 'outcome'>

/** Part of the log, the newest first, with where it goes on; null at its ends. */
export type EntriesData = {
  readonly entries: readonly EntryRow[]
  readonly newer: Cursor | null
  readonly older: Cursor | null
}

export type BlockData = {
  readonly height: number
  readonly time: number
  readonly hash: string
  readonly appHash: string
  readonly dataHash: string
  readonly proposer: string
  /** Who signed it: an address each, and whether that validator's vote is for this block. */
  readonly votes: readonly { readonly address: string; readonly forBlock: boolean }[]
  /** The first entries of the block, and how many it has. */
  readonly entries: readonly EntryRow[]
  readonly total: number
  readonly latest: number
}

export type AffairData = {
  readonly name: string
  readonly title: LocalText
  readonly version: number
  readonly versionHash: string
  readonly activeSince: number
  readonly versions: readonly { readonly version: number; readonly hash: string; readonly activeSince: number }[]
  /** Markup and SVG that the affair kit generated from the declaration, never anything from outside. */
  readonly law?: string
  /** Every figure that its rules read, as it is, was and will be. */
  readonly parameters: readonly ParameterData[]
  /** Each picture with its table, for those who do not see it. */
  readonly diagrams: readonly { readonly entity: string; readonly svg: string; readonly table: string }[]
}

/** A power that a signer held when an act was done. */
export type HeldPower = {
  readonly keyId: string
  readonly capacity: 'regular' | 'acting' | 'lent'
  readonly organ: Organ
  readonly post: string
  readonly title: LocalText
  readonly roles: readonly string[]
  /** Unix milliseconds; null: without end. */
  readonly from: number
  readonly until: number | null
  /** The decision that gave it. */
  readonly clause: string
  /** The entry that gave it, or changed it last before the act; null for one of the genesis. */
  readonly entry: number | null
}

export type EntryData = {
  readonly index: number
  readonly kind: 'tx' | 'due' | 'system' | 'block'
  readonly height: number
  readonly time: number
  readonly provenAt?: number
  readonly affair?: string
  readonly version?: number
  readonly action?: string
  /** The clause on which the action rests, and its wording in force on the entry's day; null: the register had none then. */
  readonly basis?: {
    readonly clause: Clause
    readonly day: string
    readonly wording: { readonly number: number; readonly title: string | null } | null
  }
  readonly txId?: string
  /** Those in the register of organs have pages. */
  readonly signers: readonly { readonly keyId: string; readonly organ?: LocalText; readonly isListed?: boolean }[]
  readonly outcome?: /** The records that it made or changed; and all its events, in CBOR diagnostic notation. */
    | { readonly ok: true; readonly changed: readonly Changed[]; readonly events: readonly string[] }
    | {
        readonly ok: false
        readonly code: string
        /** What the code means and what to do next, where that is known. */
        readonly words?: { readonly [L in Lang]: { readonly what: string; readonly next: string | null } } | null
      }
  /** By what offices its signers acted, at its block time; absent for what nobody signed. */
  readonly powers?: readonly HeldPower[]
  /** What the house had set by then for the affair. */
  readonly rules?: readonly RuleThen[]
  /** Who has said, signed, that it destroyed what this entry orders to be destroyed, and who has not; absent where it orders nothing. */
  readonly erasure?: {
    readonly given: readonly { readonly origin: string; readonly at: number; readonly keeps: 'nothing' | 'blocks' }[]
    readonly waiting: readonly string[]
  }
  readonly body:
    | { readonly state: 'held' }
    | { readonly state: 'absent' }
    | { readonly state: 'erased'; readonly entry: number }
  readonly leafHex: string
  /** The leaf in CBOR diagnostic notation. */
  readonly diagnostic: string
  readonly record?: { readonly key: string; readonly title: LocalText }
  readonly evidence: Evidence
}

/** A record as an act left it. */
export type Changed = {
  readonly entity: string
  readonly revision: number
  readonly status: string
  /** The row's id in addresses. */
  readonly key: string
}

export type ErrorData = {
  readonly status: number
  readonly code: string
  readonly what: string
  readonly next: string
  readonly path: string
}
