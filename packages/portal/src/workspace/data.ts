import type { Html, Island } from '@gongshi/ui'
import type { EntryRow, Organ } from '../data.ts'

/** Who has signed in, as the head of each page of the workspace says it. Nobody is named: the ledger knows no names. */
export type WorkspaceReader = {
  /** The officer's number on the ledger, and the key: lower-case hex. */
  readonly number: string
  readonly keyId: string
  /** Whether a department for which the officer may act is trustee of a procedure. */
  readonly isTrustee: boolean
}

/** A page of the workspace: what the shell is put around. */
export type WorkspacePage = {
  readonly title: string
  /** Below the language. */
  readonly path: string
  readonly section?: WorkspaceSection
  readonly body: Html
  readonly islands?: readonly Island[]
}

export type WorkspaceSection =
  | 'inbox'
  | 'notifications'
  | 'acts'
  | 'procurement'
  | 'trusteeships'
  | 'mandates'
  | 'activity'
  | 'sessions'

export type SignInData = {
  /** Where to go on afterwards, below the site; null: to the workspace. */
  readonly next: string | null
  readonly chainId: string
  /** Other ways in. */
  readonly providers: readonly { readonly name: string; readonly zh: string; readonly en: string }[]
}

/** A power in force now or later, as its term and scopes say. */
export type Mandate = {
  readonly capacity: 'regular' | 'acting' | 'entrusted' | 'lent' | 'key'
  readonly organ: Organ | null
  /** The code of the post, and its title. */
  readonly post: string
  readonly title: Organ['name']
  readonly roles: readonly string[]
  /** Its jurisdiction, `scheme code`; null for none. */
  readonly division: string | null
  readonly scopes: readonly {
    readonly affair: string | null
    readonly action: string | null
    readonly division: string | null
  }[]
  /** Unix milliseconds; null: without end, or since ever. */
  readonly from: number | null
  readonly until: number | null
  /** Numbers of the officers who lent it, the last one first. */
  readonly lenders: readonly string[]
}

export type MandatesData = {
  readonly number: string
  readonly keys: readonly {
    readonly keyId: string
    readonly suite: string
    readonly isActive: boolean
    readonly isThis: boolean
    /** That made the key what it is; null for one of the genesis. */
    readonly entry: number | null
  }[]
  readonly mandates: readonly Mandate[]
}

export type SessionRow = {
  readonly mark: string
  readonly method: string
  readonly openedAt: number
  readonly seenAt: number
  readonly endsAt: number
  readonly isThis: boolean
}

export type SessionsData = {
  readonly sessions: readonly SessionRow[]
  /** Who may vouch for officers here, and whether the officer has bound an account there. */
  readonly providers: readonly (SignInData['providers'][number] & { readonly isBound: boolean })[]
}

export type ActivityData = {
  readonly entries: readonly EntryRow[]
  /** Below which entry older ones stand; null: there are none. */
  readonly before: number | null
}
