import type { Evidence } from '@gongshi/protocol'
import { publication as made } from '../../protocol/test/evidence.ts'

let kept: Promise<Evidence> | undefined

/** The file that most forgeries begin from: a publication with two members disclosed, made once. */
export function publication(): Promise<Evidence> {
  kept ??= made()
  return kept
}
