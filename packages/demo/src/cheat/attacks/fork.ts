import { createClient } from '@gongshi/sdk'
import { readDemoKey } from '../../keys.ts'
import { withNode } from '../../runningNode.ts'
import {
  type Attack,
  acceptedFile,
  comparedCheckpoints,
  comparedHeaders,
  fileSays,
  refusedFile,
  says,
} from '../attack.ts'
import {
  checkFile,
  compareCheckpoints,
  fetchEntryEvidence,
  isDoubleSigned,
  readServedLog,
  type ServedLog,
} from '../citizen.ts'
import { underSavedHeader } from '../forge.ts'
import { type NewNotice, publishNotice } from '../publishNotice.ts'
import { copyOf, type Scene } from '../scene.ts'

type Side = { readonly evidence: Uint8Array; readonly log: ServedLog }

export const fork: Attack = {
  name: 'fork',
  title: { zh: '一账两本', en: 'keep two books' },
  did: {
    zh: '用同一把密钥运行两个节点：给甲看的公告说投标截止在 6 月 10 日，给乙看的说 6 月 3 日',
    en: 'ran two nodes under the same keys: citizen A is shown a tender that closes on 10 June, citizen B one that closes on 3 June',
  },
  async run(scene) {
    const [first, second] = [
      await publishOn(scene, 'a', '6 月 10 日', '10 June'),
      await publishOn(scene, 'b', '6 月 3 日', '3 June'),
    ]
    const { trust } = scene.saved
    const now = scene.powers.now()
    const contradiction = underSavedHeader(second.evidence, first.evidence)
    return {
      checks: [
        acceptedFile(await checkFile(first.evidence, trust, now), {
          zh: '甲的证据单看全绿',
          en: 'A’s evidence alone is green',
        }),
        acceptedFile(await checkFile(second.evidence, trust, now), {
          zh: '乙的证据单看也全绿。两人不比对就发现不了',
          en: 'B’s evidence alone is green, too. Unless the two compare, nobody knows',
        }),
        comparedHeaders(await isDoubleSigned(first.evidence, second.evidence, { trust, now }), says.doubleSigned),
        comparedCheckpoints(compareCheckpoints(first.log.checkpoint, second.log, trust), {
          zh: '同样大小的日志，两个不同的根，同一把密钥签名：铁证',
          en: 'two roots of logs of one size under one key: proof that holds in front of anybody',
        }),
        refusedFile(await checkFile(contradiction, trust, now), {
          zh: '把乙的证据放到甲的区块头之下：对不上',
          en: 'B’s evidence under the header that A was given does not fit it',
        }),
      ],
      files: [
        { name: 'citizen-a.gse', bytes: first.evidence, says: { zh: '甲得到的证据', en: 'what A was given' } },
        { name: 'citizen-b.gse', bytes: second.evidence, says: { zh: '乙得到的证据', en: 'what B was given' } },
        { name: 'contradiction.gse', bytes: contradiction, says: fileSays.contradiction },
        { name: 'checkpoint-a.txt', bytes: first.log.checkpoint, says: { zh: '甲的检查点', en: 'A’s checkpoint' } },
        { name: 'checkpoint-b.txt', bytes: second.log.checkpoint, says: { zh: '乙的检查点', en: 'B’s checkpoint' } },
      ],
    }
  },
}

async function publishOn(scene: Scene, side: string, zh: string, en: string): Promise<Side> {
  const data = await copyOf(scene, `fork-${side}`)
  const notice: NewNotice = {
    identifier: 'QS-2026-102',
    organ: 'qs-trade',
    title: { zh: '青溪路小学课桌椅采购公告', en: 'Tender: desks for Qingxi Road school' },
    text: { zh: `投标截止 ${zh} 9 时。`, en: `Bids close on ${en} at 09:00.` },
  }
  const opened = await withNode(data, scene.powers, async ({ url }) => {
    const client = createClient({ url, trust: scene.saved.trust })
    const { index } = await publishNotice(client, (name) => readDemoKey(data, name), notice)
    const log = await readServedLog(url, index + 1)
    return { evidence: await fetchEntryEvidence(client, index), log }
  })
  if (!opened.started) throw new TypeError(`the node refused a sound copy: ${opened.code}`)
  return opened.result
}
