import { type Evidence, sha256, utf8 } from '@gongshi/protocol'
import { disclosed } from '../../protocol/test/evidence.ts'
import { type Forgery, file, type Told } from './forgery.ts'
import { publication } from './sample.ts'

type Entry = Extract<Evidence['subject'], { kind: 'entry' }>
type Member = Evidence['members'][number]

const elsewhere = sha256(utf8('elsewhere'))

async function withMember(change: (member: Member) => Partial<Member>): Promise<Evidence> {
  const evidence = await publication()
  const [member, ...rest] = evidence.members as [Member, ...Member[]]
  return { ...evidence, members: [{ ...member, ...change(member) }, ...rest] }
}

const memberForged = (told: Told, change: (member: Member) => Partial<Member>, code = 'evidence-member-mismatch') =>
  file(told, 'members', code, () => withMember(change))

/** What is disclosed of a record. */
export const memberForgeries: readonly Forgery[] = [
  memberForged(['member-changed', '披露的内容被改', 'A disclosed part is changed'], () => ({ bytes: utf8('changed') })),
  memberForged(['member-of-another-salt', '披露的内容换了盐', 'A disclosed part comes with another salt'], () => ({
    salt: elsewhere,
  })),
  memberForged(['member-of-another-name', '披露的内容换了名目', 'A disclosed part is given another name'], () => ({
    path: '/amount',
  })),
  memberForged(
    ['member-at-another-place', '披露的内容换了位置', 'A disclosed part is put at another place'],
    ({ index }) => ({
      index: index ^ 1,
    }),
  ),
  memberForged(
    ['record-of-four-leaves', '用过小的树泄露成员个数', 'The record’s tree is smaller than any may be'],
    ({ proof }) => ({
      proof: proof.slice(0, 2),
      index: 0,
    }),
  ),
  memberForged(
    ['node-as-member', '把记录树的内部节点冒充成员', 'An inner node of the record’s tree is presented as a part'],
    ({ proof, index }) => ({
      proof: proof.slice(1),
      index: index >> 1,
    }),
  ),
  memberForged(
    ['member-of-another-record', '披露别的记录的内容', 'A part of another record is disclosed'],
    () => ({ commitment: elsewhere }),
    'evidence-member-unbound',
  ),
  file(
    ['member-twice', '同一名目披露两份', 'One name is disclosed twice'],
    'members',
    'evidence-member-repeated',
    async () => {
      const evidence = await publication()
      return { ...evidence, members: [disclosed('/title'), { ...disclosed('/paragraphs/1'), path: '/title' }] }
    },
  ),
  file(
    ['member-without-its-body', '内容不在，却仍披露其中一部分', 'A part is disclosed of a body that is not there'],
    'members',
    'evidence-member-unbound',
    async () => {
      const evidence = await publication()
      const entry = evidence.subject as Entry
      return { ...evidence, subject: { ...entry, signed: { ...entry.signed!, body: { kind: 'absent' } } } }
    },
  ),
]
