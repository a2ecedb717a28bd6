import { encodeBundle, equalBytes, parseBundle, parseEvidence, parseSigned, parseTransaction } from '@gongshi/protocol'
import { createClient, getTransaction } from '@gongshi/sdk'
import { readDemoKey } from '../../keys.ts'
import { withNode } from '../../runningNode.ts'
import {
  type Attack,
  acceptedFile,
  acceptedStart,
  comparedCheckpoints,
  compareSameNumber,
  fileSays,
  says,
} from '../attack.ts'
import { checkFile, compareCheckpoints, fetchEntryEvidence, fetchStateEvidence, readServedLog } from '../citizen.ts'
import { indexOf } from '../forge.ts'
import { forgetState, readBlocks, readOperator, writeBlocks } from '../operator.ts'
import { ordinaryNotice, publishNotice } from '../publishNotice.ts'
import { remake } from '../remake.ts'
import type { Check } from '../report.ts'
import { copyOf, publicationTable, rowKey, savedEvidence, unwelcome } from '../scene.ts'

export const dropEntry: Attack = {
  name: 'drop-entry',
  title: { zh: '删掉一条记录', en: 'drop an entry' },
  did: {
    zh: `把审计公告 ${unwelcome} 从账本里整条抽掉，重做并重签全部区块，再照常公布新公告`,
    en: `took the audit report ${unwelcome} out, made and signed every block anew, and went on publishing as if nothing had been`,
  },
  async run(scene) {
    const data = await copyOf(scene, this.name)
    const { trust, checkpoint } = scene.saved
    const saved = savedEvidence(scene, 'report')
    const txId = txIdOf(saved)
    const remade = await remake(await readBlocks(data), await readOperator(data), {
      bundles: (_height, bundles) => bundles.flatMap((bundle) => without(bundle, txId)),
    })
    await writeBlocks(data, remade.blocks)
    await forgetState(data)
    const opened = await withNode(data, scene.powers, async ({ url }) => {
      const client = createClient({ url, trust })
      const { index } = await publishNotice(client, (name) => readDemoKey(data, name), ordinaryNotice)
      return {
        status: (await getTransaction(client, txId)).status,
        sameNumber: await fetchEntryEvidence(client, indexOf(saved)),
        row: await fetchStateEvidence(client, publicationTable, rowKey(unwelcome)),
        log: await readServedLog(url, index + 1),
      }
    })
    if (!opened.started) return { checks: [acceptedStart(opened, selfConsistent)], files: [] }
    const { status, sameNumber, row, log } = opened.result
    const now = scene.powers.now()
    const compared = await compareSameNumber(scene, saved, sameNumber)
    return {
      checks: [
        acceptedStart(opened, selfConsistent),
        acceptedFile(await checkFile(row, trust, now), {
          zh: '新证据说“没有这份公告”，单看全绿：它确有真签名。所以要比对',
          en: 'the new evidence says “there is no such notice”, and alone it is green: its signature is real. That is why one compares',
        }),
        denied(status),
        comparedCheckpoints(compareCheckpoints(checkpoint, log, trust), says.checkpointInconsistent),
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

const selfConsistent = {
  zh: '节点照常启动：磁盘上的一切彼此一致，它无从知道少了什么',
  en: 'the node starts: everything on the disk agrees, and nothing there remembers what is missing',
}

function txIdOf(evidence: Uint8Array): Uint8Array {
  const { subject } = parseEvidence(evidence)
  if (subject.kind !== 'entry' || subject.signed === null) throw new TypeError('not evidence for a transaction')
  return parseSigned(subject.signed.bytes).txId
}

/** The bundle without one transaction; none where it held no other. */
function without(bundle: Uint8Array, txId: Uint8Array): Uint8Array[] {
  const left = parseBundle(bundle).filter((member) => !equalBytes(parseTransaction(member).txId, txId))
  return left.length === 0 ? [] : [encodeBundle(left)]
}

/** The officer who published it has a signed receipt and the entry's evidence; the node says that it knows nothing. */
function denied(status: string): Check {
  return {
    by: 'node',
    step: 'transaction',
    code: status === 'unknown' ? 'transaction-unknown' : null,
    says: {
      zh: '节点说没见过这笔交易，而公民手里有它入账的签名证据',
      en: 'the node says it never saw the transaction, and the citizen holds signed evidence that it was entered',
    },
    mustCatch: true,
  }
}
