import { replay } from '@gongshi/node'
import { type Leaf, parseEvidence } from '@gongshi/protocol'
import { demoCorrection } from '../../city/notices.ts'
import { withNode } from '../../runningNode.ts'
import {
  type Attack,
  acceptedFile,
  comparedCheckpoints,
  comparedHeaders,
  fileSays,
  refusedFile,
  refusedStart,
  says,
} from '../attack.ts'
import { checkFile, compareCheckpoints, isDoubleSigned } from '../citizen.ts'
import { forgeEntryEvidence, underSavedHeader } from '../forge.ts'
import { forgetState, readBlocks, readOperator, writeBlocks } from '../operator.ts'
import { remake, serveRemade } from '../remake.ts'
import { copyOf, savedEvidence } from '../scene.ts'

export const rewriteHistory: Attack = {
  name: 'rewrite-history',
  title: { zh: '改写一段历史，重新签名', en: 'rewrite history, and sign it again' },
  did: {
    zh: `把 ${demoCorrection.of} 的更正改成“未予办理”，再用真的验证人密钥重签此后每个区块，并删掉数据库`,
    en: `turned the correction of ${demoCorrection.of} into “refused”, signed every block from there on again with the real validator key, and deleted the database`,
  },
  async run(scene) {
    const data = await copyOf(scene, this.name)
    const operator = await readOperator(data)
    const saved = savedEvidence(scene, 'correction')
    const remade = await remake(await readBlocks(data), operator, {
      leaf: refuseAt(parseEvidence(saved).head.header.height - 1),
    })
    await writeBlocks(data, remade.blocks)
    await forgetState(data)
    const opened = await withNode(data, scene.powers, async () => null)
    const { what } = await replay({ data }, () => undefined)
    const served = forgeEntryEvidence(saved, remade)
    const contradiction = underSavedHeader(served, saved)
    const log = await serveRemade(remade, operator)
    const { trust, checkpoint } = scene.saved
    const now = scene.powers.now()
    return {
      checks: [
        refusedStart(opened, {
          zh: '节点从区块重新执行，得出的哈希与下一个区块头不符，拒绝启动',
          en: 'the node executes the blocks again, gets another hash than the next header has, and refuses to start',
        }),
        {
          by: 're-execution',
          step: 'replay',
          code: what,
          says: {
            zh: '任何人拿到区块都能重新执行：gongshi state replay 指出第一个对不上的高度',
            en: 'anyone who has the blocks can do the same: gongshi state replay names the first height that does not fit',
          },
          mustCatch: true,
        },
        acceptedFile(await checkFile(served, trust, now), {
          zh: '换一套说谎的程序来供给，单看新证据却是全绿：它确有真签名。所以要比对',
          en: 'served by a program that lies, the new evidence alone is green: its signature is real. That is why one compares',
        }),
        comparedCheckpoints(compareCheckpoints(checkpoint, log, trust), says.checkpointInconsistent),
        comparedHeaders(await isDoubleSigned(saved, served, { trust, now }), says.doubleSigned),
        refusedFile(await checkFile(contradiction, trust, now), says.underSavedHeader),
      ],
      files: [
        { name: 'saved.gse', bytes: saved, says: fileSays.saved },
        { name: 'served.gse', bytes: served, says: fileSays.served },
        { name: 'contradiction.gse', bytes: contradiction, says: fileSays.contradiction },
        { name: 'saved-checkpoint.txt', bytes: checkpoint, says: fileSays.savedCheckpoint },
        { name: 'served-checkpoint.txt', bytes: log.checkpoint, says: fileSays.servedCheckpoint },
      ],
    }
  },
}

function refuseAt(height: number): (leaf: Leaf) => Leaf {
  return (leaf) =>
    leaf.kind === 'tx' && leaf.height === height && leaf.action === 'supersede'
      ? { ...leaf, outcome: ['refused', 'row-status', []] }
      : leaf
}
