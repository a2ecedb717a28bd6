import { openLmdbStore } from '@gongshi/ledger'
import { foldersOf } from '@gongshi/node'
import { type Cbor, concat, decodeCbor, encodeCbor, equalBytes, statePath } from '@gongshi/protocol'
import { ClientError, createClient } from '@gongshi/sdk'
import { demoWithdrawal } from '../../city/notices.ts'
import { withNode } from '../../runningNode.ts'
import { type Attack, fileSays, refusedFile } from '../attack.ts'
import { checkFile, fetchStateEvidence } from '../citizen.ts'
import { changeEvidence } from '../forge.ts'
import type { Check } from '../report.ts'
import { copyOf, publicationTable, rowKey, type Scene, savedEvidence } from '../scene.ts'

const valueLimits = { maxBytes: 2 ** 20, maxDepth: 32 }

export const editRow: Attack = {
  name: 'edit-row',
  title: { zh: '改数据库里的一行', en: 'edit a row of the database' },
  did: {
    zh: `打开数据库，把已撤回的公告 ${demoWithdrawal.of} 改回“已发布”`,
    en: `opened the database and set the withdrawn notice ${demoWithdrawal.of} back to “published”`,
  },
  async run(scene) {
    const data = await copyOf(scene, this.name)
    const edited = await editStatus(data)
    const node = await askForRow(data, scene)
    const saved = savedEvidence(scene, 'withdrawn-row')
    const served = changeEvidence(saved, (evidence) => {
      if (evidence.subject.kind !== 'state') throw new TypeError('not evidence for a row')
      return { ...evidence, subject: { ...evidence.subject, value: edited } }
    })
    const finding = await checkFile(served, scene.saved.trust, scene.powers.now())
    return {
      checks: [
        node,
        refusedFile(finding, {
          zh: '改过的行不在签了名的状态树里',
          en: 'the edited row is not in the state tree that was signed',
        }),
      ],
      files: [
        { name: 'saved.gse', bytes: saved, says: fileSays.saved },
        { name: 'served.gse', bytes: served, says: fileSays.served },
      ],
    }
  },
}

/** Changes the value where it lies in LMDB; returns what it says now. */
async function editStatus(data: string): Promise<Uint8Array> {
  const path = statePath('disclosure', publicationTable, rowKey(demoWithdrawal.of))
  const store = openLmdbStore(foldersOf(data).state)
  try {
    for (const [key, stored] of store.range('value')) {
      if (!equalBytes(stored.subarray(0, 32), path)) continue
      const row = decodeCbor(stored.subarray(32), valueLimits) as readonly Cbor[]
      const edited = encodeCbor(row.map((field) => (field === 'withdrawn' ? 'published' : field)))
      await store.write([{ table: 'value', key, value: concat(path, edited) }])
      return edited
    }
    throw new TypeError('the row is not there')
  } finally {
    await store.close()
  }
}

/** The node checks each value against its leaf when it first reads it. */
async function askForRow(data: string, { powers }: Scene): Promise<Check> {
  const opened = await withNode(data, powers, async ({ url }) => {
    try {
      await fetchStateEvidence(createClient({ url }), publicationTable, rowKey(demoWithdrawal.of))
      return null
    } catch (error) {
      if (error instanceof ClientError && error.failure.code === 'client-node-refused')
        return error.failure.problem.code
      throw error
    }
  })
  const code = opened.started ? opened.result : opened.code
  const says = {
    zh: '节点读到这一行时与状态树核对，停止服务这一行',
    en: 'the node checks the row against the state tree as it reads it, and will not serve it',
  }
  return { by: 'node', step: 'read', code, says, mustCatch: true }
}
