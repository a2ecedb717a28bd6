import { existsSync, openAsBlob } from 'node:fs'
import { join } from 'node:path'
import { toHex } from '@gongshi/protocol'
import { rowKeyText } from '@gongshi/sdk'
import type { Copied, CopyOutcome, CopyStore } from '@gongshi/sdk/trustee'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { replaceFile } from '../files.ts'
import { describe } from '../help.ts'
import type { Bilingual } from '../language.ts'
import { printFields, printJson } from '../output.ts'
import { addTrusteeOptions, doingOf, type TrusteeOptions, trusteeTools, withSecrets } from '../sealing/trusteeDoing.ts'

/** A second copy of the sealed documents, by a trustee: kept, and put back where the system has lost them. */
export function addTrusteeCopies(trustee: Command, context: Context, end: End): void {
  const add = (name: 'keep' | 'restore', words: Bilingual) => addCopying(trustee, context, end, { name, words })
  add('keep', {
    zh: '取得全部投标的封存文件，核对后保存副本，并在账本上签署为证；中断后重新运行即继续',
    en: 'fetch the sealed documents of all bids, hold them against their commitments, keep them, and say so on the ledger; run it again after an interruption',
  })
  add('restore', {
    zh: '节点丢失的封存文件，用副本放回；记录为系统丢失的，核对后在账本上确认已恢复',
    en: 'put back sealed documents that the node has lost; where a loss is recorded, confirm on the ledger that they are there again',
  })
}

type Copying = { readonly name: 'keep' | 'restore'; readonly words: Bilingual }

function addCopying(trustee: Command, context: Context, end: End, { name, words }: Copying): void {
  const command = describe(trustee.command(name).argument('<procedure>'), context, {
    ...words,
    example: `gongshi trustee ${name} gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ --key audit --trust trust.json`,
  })
  addTrusteeOptions(command, context)
  command.action(async (procedure: string, options: TrusteeOptions) => {
    const { keepCopies, restoreCopies } = await trusteeTools()
    const doing = await withSecrets(await doingOf(context, options, procedure))
    const folder = doing.file.path.replace(/json$/, 'copies')
    const copy = { keep: keepCopies, restore: restoreCopies }[name]
    const done: Copied[] = []
    for await (const copied of copy(doing, copiesIn(folder))) {
      done.push(copied)
      if (!options.json) showCopied(context, copied)
    }
    if (options.json) printJson(context, { folder, copies: done })
    else printFields(context, [[context.say({ zh: '副本保存在', en: 'copies kept in' }), folder]])
    end(done.every(isGood) ? exit.done : exit.no)
  })
}

/** Each copy is a file by its commitment, and whole once it has that name. */
function copiesIn(folder: string): CopyStore {
  const path = (documents: Uint8Array) => join(folder, `${toHex(documents)}.upload`)
  return {
    find: async (documents) => (existsSync(path(documents)) ? openAsBlob(path(documents)) : null),
    write: (documents, upload) => replaceFile(path(documents), upload, 0o600),
  }
}

const outcomes: { readonly [outcome in CopyOutcome]: Bilingual } = {
  held: { zh: '副本已保存', en: 'copy kept' },
  already: { zh: '副本此前已保存', en: 'copy kept before' },
  restored: { zh: '已放回', en: 'put back' },
  present: { zh: '节点有此文件', en: 'the node has them' },
  spoilt: { zh: '副本已损坏，与承诺值不符', en: 'the copy is spoilt: not what the bid committed to' },
  missing: { zh: '节点没有此文件', en: 'the node does not have them' },
  unfit: { zh: '节点给出的与承诺值不符', en: 'what the node sent is not what the bid committed to' },
}

function showCopied(context: Context, { bid, outcome, committed }: Copied): void {
  const refused = committed?.outcome[0] === 'refused' ? ` (${committed.outcome[1]})` : ''
  context.out(`${rowKeyText(bid)}\t${context.say(outcomes[outcome])}${refused}\n`)
}

function isGood({ outcome, committed }: Copied): boolean {
  const isThere = outcome !== 'missing' && outcome !== 'unfit' && outcome !== 'spoilt'
  return isThere && committed?.outcome[0] !== 'refused'
}
