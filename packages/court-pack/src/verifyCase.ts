import { installedAffairs } from '@gongshi/affairs'
import {
  isGrounded,
  parseEvidence,
  parseGrounded,
  type TrustRoot,
  timestampToMs,
  type Verdict,
  verifyEvidence,
} from '@gongshi/protocol'
import { type Ground, groundFields, verifyGrounded } from '@gongshi/sdk'
import type { CaseFiles } from './gatherCase.ts'
import { type OrganName, organName } from './organNames.ts'

export type VerifiedAct = {
  readonly index: number
  readonly verdict: Verdict
  readonly grounds: readonly Ground[]
  /** Whether each signature leads to an office. */
  readonly isWhole: boolean
}

export type VerifiedRow = { readonly affair: string; readonly entity: string; readonly verdict: Verdict }

export type VerifiedCase = {
  readonly trust: TrustRoot
  readonly acts: readonly VerifiedAct[]
  readonly rows: readonly VerifiedRow[]
  /** By `scheme:id`. */
  readonly organs: ReadonlyMap<string, OrganName>
  /** Of the newest header in the files: the pack's own date. Unix milliseconds. */
  readonly asOf: number
}

/**
 * What the files prove under the trust root, by the clock of their newest header: the same files always say the same.
 * @throws {EvidenceError} with the step that failed; {ClientError} client-ground-…
 */
export async function verifyCase({ acts, rows, organs, namings }: CaseFiles, trust: TrustRoot): Promise<VerifiedCase> {
  const asOf = Math.max(...[...acts, ...rows, ...organs, ...namings].flatMap(({ bytes }) => headTimes(bytes)))
  const fields = groundFields(installedAffairs)
  const verified: VerifiedAct[] = []
  for (const { index, bytes } of acts) {
    if (isGrounded(bytes)) {
      const { act, grounds, isWhole } = await verifyGrounded(bytes, trust, asOf, fields)
      verified.push({ index, verdict: act, grounds, isWhole })
    } else verified.push({ index, verdict: await verifyEvidence(bytes, trust, asOf), grounds: [], isWhole: true })
  }
  const held: VerifiedRow[] = []
  for (const { affair, entity, bytes } of rows)
    held.push({ affair, entity, verdict: await verifyEvidence(bytes, trust, asOf) })
  const naming = await Promise.all(namings.map(({ bytes }) => verifyEvidence(bytes, trust, asOf)))
  const names = new Map<string, OrganName>()
  for (const { bytes } of organs) {
    const named = organName(await verifyEvidence(bytes, trust, asOf), naming)
    if (named !== null) names.set(...named)
  }
  return { trust, acts: verified, rows: held, organs: names, asOf }
}

function headTimes(bytes: Uint8Array): number[] {
  if (!isGrounded(bytes)) return [timestampToMs(parseEvidence(bytes).head.header.time)]
  const { act, grounds } = parseGrounded(bytes)
  return [act, ...grounds].flatMap(headTimes)
}
