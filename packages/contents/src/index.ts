export type { MemberSource } from './draft.ts'
export { ContentError, type ContentFailure } from './errors.ts'
export { contentErrorTexts } from './errorTexts.ts'
export type { MemberStream } from './memberStream.ts'
export {
  type ContentSource,
  type ContentStatus,
  ContentStore,
  type ContentStoreOptions,
  type DisclosedMember,
  type StoredContent,
} from './store.ts'
export type { Tombstone } from './tombstones.ts'
