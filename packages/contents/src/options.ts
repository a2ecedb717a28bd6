import type { Files } from './files.ts'

type PutListener = (commitment: Uint8Array, isNew: boolean) => void | Promise<void>

export type ContentStoreOptions = {
  readonly folder: string
  /** Called once for each content found damaged, by a read as by a scrub. */
  readonly onDamage?: (commitment: Uint8Array) => void
  /** Called before each put is acknowledged, of a new content or one that was there; no discarding of it runs meanwhile. */
  readonly onPut?: PutListener
  /** Called after each change to what is held here (`revision`), with the content's commitment; must not throw. */
  readonly onChange?: (commitment: Uint8Array) => void
  readonly files?: Files
}
