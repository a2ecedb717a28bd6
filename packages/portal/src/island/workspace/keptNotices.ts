/** What this browser knows of its reader's notifications on one ledger; the site keeps none of it. */
export type KeptNotices = {
  /** Ids that the page of notifications has shown. */
  readonly seen: readonly string[]
  /** How many there were that it had not, and when they were counted, in Unix milliseconds. */
  readonly unseen: number
  readonly at: number
  /** Whether the reader wants to be told by the browser. */
  readonly tells: boolean
}

const none: KeptNotices = { seen: [], unseen: 0, at: 0, tells: false }

export function noticesName(chainId: string): string {
  return `gongshi-notices-${chainId}`
}

export function readNotices(chainId: string): KeptNotices {
  try {
    const { seen, unseen, at, tells } = JSON.parse(localStorage.getItem(noticesName(chainId)) ?? '') as KeptNotices
    const isKept =
      Array.isArray(seen) && seen.every((id) => typeof id === 'string') && Number.isSafeInteger(unseen) && unseen >= 0
    return isKept && Number.isSafeInteger(at) ? { seen, unseen, at, tells: tells === true } : none
  } catch {
    return none
  }
}

/** A browser that keeps nothing counts everything as new each time. */
export function changeNotices(chainId: string, change: Partial<KeptNotices>): KeptNotices {
  const kept = { ...readNotices(chainId), ...change }
  try {
    localStorage.setItem(noticesName(chainId), JSON.stringify(kept))
  } catch {}
  return kept
}
