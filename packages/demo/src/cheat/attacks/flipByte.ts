import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersOf } from '@gongshi/node'
import { type Evidence, parseEvidence } from '@gongshi/protocol'
import { withNode } from '../../runningNode.ts'
import { type Attack, acceptedFile, fileSays, refusedFile, refusedStart } from '../attack.ts'
import { checkFile } from '../citizen.ts'
import { changeEvidence } from '../forge.ts'
import { copyOf, savedEvidence, unwelcome } from '../scene.ts'

export const flipByte: Attack = {
  name: 'flip-byte',
  title: { zh: '改旧区块里的一个字节', en: 'change one byte of an old block' },
  did: {
    zh: `在区块文件里，把公布 ${unwelcome} 的那笔交易改了一个字节`,
    en: `changed one byte, in the block file, of the transaction that published ${unwelcome}`,
  },
  async run(scene) {
    const data = await copyOf(scene, this.name)
    const saved = savedEvidence(scene, 'report')
    await flipInBlocks(data, bodyOf(parseEvidence(saved)))
    const opened = await withNode(data, scene.powers, async () => null)
    const served = changeEvidence(saved, (evidence) => withBody(evidence, flipped(bodyOf(evidence))))
    const { trust } = scene.saved
    const now = scene.powers.now()
    return {
      checks: [
        refusedStart(opened, {
          zh: '节点拒绝启动，并说出坏在哪个文件、哪个位置',
          en: 'the node refuses to start, and says in which file and where',
        }),
        refusedFile(await checkFile(served, trust, now), {
          zh: '改过的正文不是经办人签的那一份',
          en: 'the changed body is not the one that the officer signed',
        }),
        acceptedFile(await checkFile(saved, trust, now), {
          zh: '公民先前保存的证据不需要这个节点，照样全绿',
          en: 'the evidence that the citizen saved needs no node: it is still green',
        }),
      ],
      files: [
        { name: 'saved.gse', bytes: saved, says: fileSays.saved },
        { name: 'served.gse', bytes: served, says: fileSays.served },
      ],
    }
  },
}

function bodyOf({ subject }: Evidence): Uint8Array {
  if (subject.kind !== 'entry' || subject.signed?.body.kind !== 'present') throw new TypeError('no body')
  return subject.signed.body.bytes
}

function withBody(evidence: Evidence, bytes: Uint8Array): Evidence {
  const { subject } = evidence
  if (subject.kind !== 'entry' || subject.signed === null) throw new TypeError('no body')
  return { ...evidence, subject: { ...subject, signed: { ...subject.signed, body: { kind: 'present', bytes } } } }
}

/** The last byte but one lies in the input, behind salt and heads. */
function flipped(body: Uint8Array): Uint8Array {
  return body.with(-2, body.at(-2)! ^ 1)
}

async function flipInBlocks(data: string, body: Uint8Array): Promise<void> {
  const { blocks } = foldersOf(data)
  // A stored body is [salt, input]; in the block the same two stand one after the other.
  const input = body.subarray(1)
  for (const name of await readdir(blocks)) {
    const bytes = await readFile(join(blocks, name))
    const at = bytes.indexOf(input)
    if (at < 0) continue
    bytes.set(flipped(input), at)
    return writeFile(join(blocks, name), bytes)
  }
  throw new TypeError('the transaction is not there')
}
