import { type LoadedTrust, loadTrust } from '../verifier/check.ts'
import { openStorage, type Remembered, recall } from '../verifier/trustSource.ts'

/** Under what this reader verifies; `remembered` is null where the root comes from the site that is being checked. */
export type ReaderTrust = { readonly root: LoadedTrust; readonly remembered: Remembered | null }

/** A root that this reader confirmed before for the same ledger is worth more than the one the site gives now. @throws for no trust root */
export async function readerTrust(path: string): Promise<ReaderTrust> {
  const given = loadTrust(await (await fetchOk(path, 'application/json')).text())
  if (given === null) throw new Error('trust-malformed')
  const storage = openStorage()
  const kept = storage === null ? [] : recall(storage)
  const remembered = kept.find((one) => one.chainId === given.chainId) ?? null
  return { root: remembered === null ? given : (loadTrust(remembered.trust) ?? given), remembered }
}

export async function fetchOk(path: string, accept: string): Promise<Response> {
  const response = await fetch(path, { headers: { Accept: accept } })
  if (!response.ok) throw new Error(String(response.status))
  return response
}
