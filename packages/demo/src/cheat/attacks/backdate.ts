import { replay } from '@gongshi/node'
import { type Leaf, parseEvidence, parseLeaf } from '@gongshi/protocol'
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
import { type Remade, remake, serveRemade } from '../remake.ts'
import type { Check } from '../report.ts'
import { copyOf, savedEvidence } from '../scene.ts'

const backMs = 30 * 24 * 60 * 60 * 1000

export const backdate: Attack = {
  name: 'backdate',
  title: { zh: '倒签日期', en: 'backdate' },
  did: {
    zh: `把 ${demoCorrection.of} 的更正所在区块的时间提前三十天，早于它的前一块，重签此后每个区块`,
    en: `moved the block with the correction of ${demoCorrection.of} thirty days back, before its own predecessor, and signed every block from there on again`,
  },
  async run(scene) {
    const data = await copyOf(scene, this.name)
    const operator = await readOperator(data)
    const saved = savedEvidence(scene, 'correction')
    const at = parseEvidence(saved).head.header.height - 1
    const remade = await remake(await readBlocks(data), operator, {
      time: (height, time) => (height === at ? time - backMs : time),
      leaf: (leaf: Leaf) => (leaf.height === at ? { ...leaf, time: leaf.time - backMs } : leaf),
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
          zh: '区块时间只能向前：节点拒绝启动',
          en: 'block time only moves forward: the node refuses to start',
        }),
        {
          by: 're-execution',
          step: 'replay',
          code: what,
          says: { zh: 'gongshi state replay 指出同一个区块', en: 'gongshi state replay names the same block' },
          mustCatch: true,
        },
        readTimes(remade),
        acceptedFile(await checkFile(served, trust, now), {
          zh: '单看新证据却是全绿：它确有真签名。所以要比对',
          en: 'the new evidence alone is green: its signature is real. That is why one compares',
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

/** Whoever reads the public log sees the clock run backwards. */
function readTimes({ leaves }: Remade): Check {
  const times = leaves.map((leaf) => parseLeaf(leaf).time)
  const backwards = times.some((time, at) => at > 0 && time < times[at - 1]!)
  return {
    by: 'checkpoints',
    step: 'entries',
    code: backwards ? 'log-time-backwards' : null,
    says: {
      zh: '读一遍公开的日志就能看到时间倒流',
      en: 'whoever reads the public log sees its time run backwards',
    },
    mustCatch: true,
  }
}
