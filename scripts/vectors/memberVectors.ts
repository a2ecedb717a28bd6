import { commitMembers, memberLeaf, memberSalt, proveMember, utf8 } from '@gongshi/protocol'
import { shown } from './hex.ts'
import { seedBytes } from './vectorFile.ts'

export function memberVectors(): object {
  const recordKey = seedBytes('record key')
  const records = [1, 3, 8, 9].map((count) => {
    const members = Array.from({ length: count }, (_, at) => {
      const path = at === 0 ? '@type' : `/段落/${at}`
      const salt = memberSalt(recordKey, path)
      const bytes = utf8(at === 0 ? 'text/plain' : `第 ${at} 段`)
      return { path, salt, bytes, leaf: memberLeaf(salt, path, bytes) }
    })
    const leaves = members.map(({ leaf }) => leaf)
    return {
      commitment: commitMembers(leaves),
      members: members.map((member) => ({ ...member, proof: proveMember(leaves, member.leaf) })),
    }
  })
  const { commitment, members } = records[1]!
  const [member, other] = members as [(typeof members)[0], (typeof members)[0]]
  const { salt, path, bytes, proof } = member
  return shown({
    recordKey,
    records,
    bad: [
      { name: 'other bytes', commitment, salt, path, bytes: utf8('text/html'), proof },
      { name: 'another path', commitment, salt, path: '@name', bytes, proof },
      { name: 'another salt', commitment, salt: other.salt, path, bytes, proof },
      { name: 'another place', commitment, salt, path, bytes, proof: other.proof },
      { name: 'another record', commitment: records[0]!.commitment, salt, path, bytes, proof },
      { name: 'a tree of four leaves', commitment, salt, path, bytes, proof: { ...proof, path: proof.path.slice(1) } },
    ],
  }) as object
}
