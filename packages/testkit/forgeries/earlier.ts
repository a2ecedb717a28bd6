import { type Evidence, parseNote, utf8 } from '@gongshi/protocol'
import { afterCheckpoint, stateEvidence } from '../../protocol/test/evidence.ts'
import { growLog, numberedLeaves } from '../../protocol/test/log.ts'
import { asked, bothSign, cosignature, north, south } from './checkpoints.ts'
import { type Forgery, file } from './forgery.ts'

const bothSaw = [
  [north, 1_790_000_000],
  [south, 1_790_000_000],
] as const
const bounded = async (made: Promise<Evidence>) => {
  const evidence = await made
  return { ...evidence, checkpoint: evidence.checkpoint! + (await bothSign(parseNote(evidence.checkpoint!).text)) }
}
const publicationLog = [utf8('rewritten'), ...numberedLeaves(99)]

/** That an entry came after a checkpoint which it did not come after. */
export const earlierForgeries: readonly Forgery[] = [
  file(
    [
      'earlier-with-the-entry',
      '“较早”的检查点已含该条目',
      'A checkpoint that already held the entry passes for one from before it',
    ],
    'witnesses',
    'evidence-earlier-mismatch',
    () => bounded(afterCheckpoint({ size: 61, seen: bothSaw })),
    asked,
  ),
  file(
    ['earlier-of-another-past', '较早的检查点属于另一份历史', 'The earlier checkpoint is of another past'],
    'witnesses',
    'evidence-earlier-mismatch',
    () => bounded(afterCheckpoint({ size: 32, seen: bothSaw, log: growLog(publicationLog) })),
    asked,
  ),
  file(
    [
      'earlier-without-growth',
      '没有从较早检查点增长而来的证明',
      'Nothing shows that the log grew from the earlier checkpoint',
    ],
    'witnesses',
    'evidence-earlier-mismatch',
    async () => {
      const evidence = await bounded(afterCheckpoint({ size: 60, seen: bothSaw }))
      return { ...evidence, earlier: { ...evidence.earlier!, proof: evidence.earlier!.proof.slice(1) } } as Evidence
    },
    asked,
  ),
  file(
    [
      'earlier-cosignature-replayed',
      '把见证人后来的签名搬到较早的检查点下',
      'A cosignature of another checkpoint is put under the earlier one, so that the entry seems later',
    ],
    'witnesses',
    'evidence-checkpoint-invalid',
    async () => {
      const evidence = await bounded(afterCheckpoint({ size: 60, seen: bothSaw.slice(1) }))
      const lines = await cosignature(north, parseNote(evidence.checkpoint!).text, 1_790_000_500)
      return { ...evidence, earlier: { ...evidence.earlier!, note: evidence.earlier!.note + lines } } as Evidence
    },
    asked,
  ),
  file(
    [
      'backdated',
      '账本把条目的时间写早了十几分钟',
      'The ledger dates an entry a quarter of an hour before witnesses still saw its log without it',
    ],
    'verdict',
    'time-doubted',
    () =>
      bounded(
        afterCheckpoint({
          size: 60,
          seen: [
            [north, 1_790_000_905],
            [south, 1_790_000_906],
          ],
        }),
      ),
    asked,
  ),
  file(
    [
      'earlier-with-a-value',
      '以较早的检查点给数值定时间',
      'An earlier checkpoint comes with a value, which has no place in the log',
    ],
    'witnesses',
    'evidence-earlier-mismatch',
    async () => {
      const { earlier } = await afterCheckpoint({ size: 0, seen: bothSaw })
      return { ...(await stateEvidence(7)), format: 'gongshi/evidence/2', earlier: earlier! }
    },
  ),
]
