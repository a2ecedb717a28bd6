import { rm } from 'node:fs/promises'
import { foldersOf } from '@gongshi/node'
import { parseEvidence } from '@gongshi/protocol'
import { createClient } from '@gongshi/sdk'
import { demoCorrection } from '../../city/notices.ts'
import { readDemoKey } from '../../keys.ts'
import { withNode } from '../../runningNode.ts'
import {
  type Attack,
  acceptedFile,
  acceptedStart,
  comparedCheckpoints,
  compareSameNumber,
  fileSays,
  refusedStart,
} from '../attack.ts'
import { checkFile, compareCheckpoints, fetchEntryEvidence, fetchStateEvidence, readServedLog } from '../citizen.ts'
import { indexOf } from '../forge.ts'
import { forgetState, readBlocks, writeBlocks } from '../operator.ts'
import { ordinaryNotice, publishNotice } from '../publishNotice.ts'
import { copyOf, publicationTable, rowKey, savedEvidence } from '../scene.ts'

export const rollBack: Attack = {
  name: 'roll-back',
  title: { zh: '倒回从前', en: 'roll back' },
  did: {
    zh: `砍掉最后几个区块，让 ${demoCorrection.of} 的更正从未发生；先留着数据库，再连“公布到哪里”的记录一起删掉`,
    en: `cut off the last blocks, so that the correction of ${demoCorrection.of} never happened; first beside the old database, then without it and without the record of what had been published`,
  },
  async run(scene) {
    const data = await copyOf(scene, this.name)
    const { trust, checkpoint } = scene.saved
    const saved = savedEvidence(scene, 'correction')
    const { height } = parseEvidence(saved).head.header
    // The block before the header of the saved evidence holds the correction.
    await writeBlocks(data, (await readBlocks(data)).slice(0, height - 2))
    const careless = await withNode(data, scene.powers, async () => null)
    await rm(foldersOf(data).state, { recursive: true })
    const halfway = await withNode(data, scene.powers, async () => null)
    await forgetState(data)
    const thorough = await withNode(data, scene.powers, async ({ url }) => {
      const client = createClient({ url, trust })
      const { index } = await publishNotice(client, (name) => readDemoKey(data, name), ordinaryNotice)
      return {
        sameNumber: await fetchEntryEvidence(client, indexOf(saved)),
        row: await fetchStateEvidence(client, publicationTable, rowKey(demoCorrection.of)),
        log: await readServedLog(url, index + 1),
      }
    })
    const refusals = [
      refusedStart(careless, {
        zh: '数据库比区块新：节点拒绝启动',
        en: 'the database is ahead of the blocks: the node refuses to start',
      }),
      refusedStart(halfway, {
        zh: '只删数据库也不行：节点记着已经公布到哪个高度',
        en: 'without the database, too: the node remembers up to which height it has published',
      }),
    ]
    if (!thorough.started) return { checks: [...refusals, acceptedStart(thorough, nothingLeft)], files: [] }
    const { sameNumber, row, log } = thorough.result
    const now = scene.powers.now()
    const compared = await compareSameNumber(scene, saved, sameNumber)
    return {
      checks: [
        ...refusals,
        acceptedStart(thorough, nothingLeft),
        acceptedFile(await checkFile(row, trust, now), {
          zh: '新证据给出错误的旧数字，单看全绿。所以要比对',
          en: 'the new evidence shows the old, wrong figure, and alone it is green. That is why one compares',
        }),
        comparedCheckpoints(compareCheckpoints(checkpoint, log, trust), {
          zh: '现在公布的日志比公民保存的检查点还短：日志只会增长，不会缩短',
          en: 'the log published now is shorter than the checkpoint that the citizen saved: logs grow, they do not shrink',
        }),
        ...compared.checks,
      ],
      files: [
        { name: 'saved.gse', bytes: saved, says: fileSays.saved },
        { name: 'served.gse', bytes: row, says: fileSays.served },
        ...compared.files,
        { name: 'saved-checkpoint.txt', bytes: checkpoint, says: fileSays.savedCheckpoint },
        { name: 'served-checkpoint.txt', bytes: log.checkpoint, says: fileSays.servedCheckpoint },
      ],
    }
  },
}

const nothingLeft = {
  zh: '全部删净后节点照常启动：磁盘上再没有什么记得那些区块',
  en: 'with all of it gone the node starts: nothing on this disk remembers those blocks',
}
