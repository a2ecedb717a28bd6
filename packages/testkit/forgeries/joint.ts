import { type Evidence, encodeEntries } from '@gongshi/protocol'
import { act, entryEvidence, otherLeaves, testSigner, twoActs } from '../../protocol/test/evidence.ts'
import { type Forgery, file } from './forgery.ts'
import { publication } from './sample.ts'

type Part = Pick<Evidence, 'subject' | 'members'>

/** A publication, and beside it something under its header. */
async function beside(part: (first: Evidence) => Part | Promise<Part>): Promise<Uint8Array> {
  const first = await publication()
  return encodeEntries([first, { ...first, ...(await part(first)) }])
}

/** Several entries in one file. */
export const jointForgeries: readonly Forgery[] = [
  file(
    [
      'joint-entry-of-another-log',
      '合并的证据里夹带另一份日志的条目',
      'Joint evidence brings in an entry of another log',
    ],
    'inclusion',
    'evidence-not-in-log',
    () => beside(() => entryEvidence(otherLeaves(7), 2)),
  ),
  file(
    [
      'joint-act-never-logged',
      '合并的证据里夹带从未入账的办理',
      'Joint evidence brings in an act that was never logged',
    ],
    'inclusion',
    'evidence-not-in-log',
    async () => {
      const { leaf } = await act([testSigner('stranger')], ['notice'], ['ok', []])
      return beside(() => entryEvidence([...otherLeaves(3), leaf], 3))
    },
  ),
  file(
    ['joint-signature-left-out', '只给第一件附签名', 'Only the first act of joint evidence comes with its signatures'],
    'signatures',
    'evidence-signed-missing',
    async () => {
      const [first, second] = await twoActs()
      return encodeEntries([first, { ...second, subject: { ...second.subject, signed: null } as Evidence['subject'] }])
    },
  ),
]
