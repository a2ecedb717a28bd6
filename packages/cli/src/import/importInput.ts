import type { ReleaseFacts } from '@gongshi/ocds'
import type { ActInput } from '@gongshi/sdk'

/** All of a release that goes on the ledger, as `disclosure.importRelease` takes it; the release itself is the content. */
export function importInput({ ocid, id, date, tags, amounts, organ }: ReleaseFacts, content: Uint8Array): ActInput {
  return { ocid, release: id, date, tags, amounts, organ, content }
}
