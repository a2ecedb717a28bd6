import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { foldersOf } from '@gongshi/node'
import { parseEvidence, toHex, utf8 } from '@gongshi/protocol'
import { ClientError, createClient } from '@gongshi/sdk'
import { withNode } from '../../runningNode.ts'
import { type Attack, fileSays, refusedFile } from '../attack.ts'
import { checkFile, fetchEntryEvidence } from '../citizen.ts'
import { changeEvidence } from '../forge.ts'
import type { Check } from '../report.ts'
import { copyOf, type Scene, savedEvidence, unwelcome } from '../scene.ts'

/** Of the audit report: same length, so that nothing moves. */
const before = utf8('CNY 28.6 million')
const after = utf8('CNY 02.6 million')

export const swapContent: Attack = {
  name: 'swap-content',
  title: { zh: '换掉一份文件的内容', en: 'swap a document' },
  did: {
    zh: `在内容文件里把审计公告 ${unwelcome} 的“28.6 million”改成“02.6 million”`,
    en: `changed “CNY 28.6 million” to “02.6” in the stored audit report ${unwelcome}`,
  },
  async run(scene) {
    const data = await copyOf(scene, this.name)
    await swapBytes(data)
    const saved = savedEvidence(scene, 'report')
    const node = await askForDocument(data, scene, saved)
    const served = changeEvidence(saved, (evidence) => ({
      ...evidence,
      members: evidence.members.map((member) => ({ ...member, bytes: swapped(member.bytes) })),
    }))
    const finding = await checkFile(served, scene.saved.trust, scene.powers.now())
    return {
      checks: [
        node,
        refusedFile(finding, {
          zh: '改过的段落与公布时的承诺值不符',
          en: 'the changed paragraph is not the one that was committed to when it was published',
        }),
      ],
      files: [
        { name: 'saved.gse', bytes: saved, says: fileSays.saved },
        { name: 'served.gse', bytes: served, says: fileSays.served },
      ],
    }
  },
}

async function swapBytes(data: string): Promise<void> {
  const packs = join(foldersOf(data).contents, 'packs')
  for (const name of (await readdir(packs)).filter((each) => each.endsWith('.pack'))) {
    const pack = await readFile(join(packs, name))
    const changed = swapped(pack)
    if (changed !== pack) return writeFile(join(packs, name), changed)
  }
  throw new TypeError('the document is not there')
}

function swapped(bytes: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(before)
  if (at < 0) return bytes
  const changed = bytes.slice()
  changed.set(after, at)
  return changed
}

async function askForDocument(data: string, { powers }: Scene, saved: Uint8Array): Promise<Check> {
  const { subject, members } = parseEvidence(saved)
  if (subject.kind !== 'entry') throw new TypeError('not evidence for an entry')
  const disclose = members.map(({ commitment, path }) => `${toHex(commitment)}:${path}`)
  const opened = await withNode(data, powers, async ({ url }) => {
    try {
      await fetchEntryEvidence(createClient({ url }), subject.index, disclose)
      return null
    } catch (error) {
      if (error instanceof ClientError && error.failure.code === 'client-node-refused')
        return error.failure.problem.code
      throw error
    }
  })
  const code = opened.started ? opened.result : opened.code
  const says = {
    zh: '节点读出内容时逐字节核对，不提供改过的文件',
    en: 'the node checks every byte as it reads a document, and will not serve this one',
  }
  return { by: 'node', step: 'read', code, says, mustCatch: true }
}
