import type { MemberGround } from '@gongshi/protocol'
import type { MemberStream } from './memberStream.ts'
import type { Tombstone } from './tombstones.ts'

export type ContentStatus =
  | { readonly state: 'present' }
  | { readonly state: 'absent' }
  | { readonly state: 'damaged' }
  | { readonly state: 'erased'; readonly tombstone: Tombstone }

/** A member with what a stranger needs to check it against the commitment. */
export type DisclosedMember = MemberGround & { readonly path: string; readonly bytes: Uint8Array }

export type StoredContent = {
  readonly commitment: Uint8Array
  readonly members: readonly { readonly path: string; readonly size: number }[]
}

/** Where contents can be read from. Whatever comes out has been checked against its commitment. */
export interface ContentSource {
  status(commitment: Uint8Array): Promise<ContentStatus>
  /** @throws {ContentError} content-absent, content-erased, content-damaged */
  members(commitment: Uint8Array): Promise<StoredContent['members']>
  /** @throws {ContentError} the same, and content-member-absent */
  read(commitment: Uint8Array, path: string): Promise<MemberStream>
}
