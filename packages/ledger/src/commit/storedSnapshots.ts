import type { LedgerSnapshots, PastEntry, UnixMs } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import type { LogStore } from '../log/logStore.ts'
import type { PinnedLedger } from '../snapshot/exportSnapshot.ts'
import { readHistory, takeHistory } from '../snapshot/history.ts'
import { SnapshotImport, wipe } from '../snapshot/importSnapshot.ts'
import { parseSnapshot, type Snapshot } from '../snapshot/snapshot.ts'
import type { Store } from '../store/store.ts'
import type { WriteBehind } from '../store/writeBehind.ts'

export type SnapshotNeeds = {
  readonly raw: Store
  readonly genesisTime: UnixMs
  /** As they are now. */
  parts(): { readonly store: WriteBehind; readonly log: LogStore }
  height(): number
  flush(): Promise<void>
  /** The store holds another ledger's state now. */
  reopen(): Promise<void>
}

export class StoredSnapshots implements LedgerSnapshots {
  readonly #needs: SnapshotNeeds
  #restore: SnapshotImport | null = null

  constructor(needs: SnapshotNeeds) {
    this.#needs = needs
  }

  async pin(): Promise<PinnedLedger> {
    const { height, flush, parts } = this.#needs
    const at = height()
    await flush()
    const view = parts().store.pin()
    return { height: at, view, release: () => view.release() }
  }

  async beginRestore(offered: Snapshot, trustedAppHash: Uint8Array): Promise<void> {
    const { raw, genesisTime, height, flush } = this.#needs
    if (height() > 0 && this.restoredAt() === null) throw new LedgerError({ code: 'snapshot-late' })
    const head = parseSnapshot(offered, trustedAppHash)
    await flush()
    await wipe(raw)
    this.#restore = new SnapshotImport(raw, head, genesisTime)
  }

  async restoreChunk(index: number, chunk: Uint8Array): Promise<boolean> {
    const restore = this.#restore
    if (restore === null) throw new LedgerError({ code: 'snapshot-chunk', chunk: index })
    await restore.take(index, chunk)
    if (!restore.isComplete) return false
    this.#restore = null
    await restore.finish()
    await this.#needs.reopen()
    return true
  }

  missingHistory(): { readonly next: number; readonly until: number } | null {
    const history = readHistory(this.#needs.parts().store)
    return history !== null && history.next < history.until ? history : null
  }

  restoredAt(): number | null {
    const { parts, height } = this.#needs
    const restoredAt = readHistory(parts().store)?.restoredAt
    return restoredAt === height() ? restoredAt : null
  }

  async addHistory(entries: readonly PastEntry[]): Promise<void> {
    const { store, log } = this.#needs.parts()
    const history = readHistory(store)
    if (history !== null) takeHistory(store, log, history, entries)
    await this.#needs.flush()
  }
}
