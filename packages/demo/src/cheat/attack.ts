import { parseEvidence } from '@gongshi/protocol'
import type { Bilingual } from '../bilingual.ts'
import type { Opened } from '../runningNode.ts'
import { type CheckpointFinding, checkFile, type FileFinding, isDoubleSigned } from './citizen.ts'
import { underSavedHeader } from './forge.ts'
import type { Check, EvidenceFile } from './report.ts'
import type { Scene } from './scene.ts'

/** A way to cheat: told in words, done with real bytes, and put before every check that might see it. */
export type Attack = {
  readonly name: string
  readonly title: Bilingual
  readonly did: Bilingual
  run(scene: Scene): Promise<Outcome>
}

export type Outcome = { readonly checks: readonly Check[]; readonly files: readonly EvidenceFile[] }

/** The node was started on the cheated folder and had to refuse. */
export function refusedStart(opened: Opened<unknown>, says: Bilingual): Check {
  return { by: 'node', step: 'start', code: opened.started ? null : opened.code, says, mustCatch: true }
}

/** The node starts: it has only the disk to go by, and the disk agrees with itself. */
export function acceptedStart(opened: Opened<unknown>, says: Bilingual): Check {
  return { ...refusedStart(opened, says), step: null, mustCatch: false }
}

/** A file that the verifier must refuse. */
export function refusedFile(finding: FileFinding, says: Bilingual): Check {
  const [step, code] = finding.ok ? [null, null] : [finding.step, finding.code]
  return { by: 'evidence', step, code, says, mustCatch: true }
}

/** A file that holds on its own; only another file shows that it is not the whole story. */
export function acceptedFile(finding: FileFinding, says: Bilingual): Check {
  return { ...refusedFile(finding, says), mustCatch: false }
}

export function comparedCheckpoints(finding: CheckpointFinding, says: Bilingual): Check {
  const code = finding === 'consistent' ? null : finding
  return { by: 'checkpoints', step: 'checkpoint', code, says, mustCatch: true }
}

export function comparedHeaders(doubleSigned: boolean, says: Bilingual): Check {
  return { by: 'headers', step: 'commit', code: doubleSigned ? 'header-double-signed' : null, says, mustCatch: true }
}

/**
 * What stands now under the number of an entry that the citizen has evidence for: two headers of one height, and a
 * file that turns red. Nothing where the new entry came at another height, for then neither proves anything.
 */
export async function compareSameNumber(
  { saved: { trust }, powers }: Pick<Scene, 'saved' | 'powers'>,
  saved: Uint8Array,
  now: Uint8Array,
): Promise<Outcome> {
  const at = powers.now()
  const heights = [saved, now].map((bytes) => parseEvidence(bytes).head.header.height)
  if (heights[0] !== heights[1]) return { checks: [], files: [] }
  const contradiction = underSavedHeader(now, saved)
  return {
    checks: [
      comparedHeaders(await isDoubleSigned(saved, now, { trust, now: at }), says.doubleSigned),
      refusedFile(await checkFile(contradiction, trust, at), says.underSavedHeader),
    ],
    files: [
      { name: 'same-number.gse', bytes: now, says: fileSays.sameNumber },
      { name: 'contradiction.gse', bytes: contradiction, says: fileSays.contradiction },
    ],
  }
}

export const says = {
  checkpointInconsistent: {
    zh: '公民手里的旧检查点不是新日志的前缀：日志被改写过，两份签名就是铁证',
    en: 'the checkpoint that a citizen saved is no prefix of the log served now: history was rewritten, and two signatures of the same key prove it',
  },
  doubleSigned: {
    zh: '同一高度有两个不同的区块头，都有同一把验证人密钥的签名',
    en: 'two different headers of one height, both signed by the same validator key',
  },
  underSavedHeader: {
    zh: '把现在的证据放到公民以前见过的区块头之下：对不上',
    en: 'what is served now, put under the header that the citizen saw before, does not fit it',
  },
} as const

export const fileSays = {
  saved: { zh: '公民事先保存的证据：全绿', en: 'what the citizen saved beforehand: green' },
  served: { zh: '管理员现在给出的证据', en: 'what the administrator hands out now' },
  contradiction: {
    zh: '现在的证据配上公民见过的区块头：变红',
    en: 'the same under the header that the citizen saw: red',
  },
  sameNumber: { zh: '同一编号的条目，现在是另一条', en: 'the entry of the same number, now another one' },
  savedCheckpoint: { zh: '公民事先保存的检查点', en: 'the checkpoint that the citizen saved' },
  servedCheckpoint: { zh: '管理员现在公布的检查点', en: 'the checkpoint published now' },
} as const
