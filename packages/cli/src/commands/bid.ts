import { toHex } from '@gongshi/protocol'
import type { Committed } from '@gongshi/sdk'
import type { BidSecrets } from '@gongshi/sdk/bid'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { readJson, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import type { Bilingual } from '../language.ts'
import { printFields, printJson } from '../output.ts'
import { addBidOptions, type BidOptions, bidTools, type Doing, doingOf, show } from '../sealing/bidDoing.ts'
import { addCertify, addCheck, addEnter, addRequest } from './bidEntry.ts'
import { addBidUnpack } from './bidUnpack.ts'

/** A bidder: one protected file a procedure holds everything, from the first request to opening alone. */
export function addBid(program: Command, context: Context, end: End): void {
  const bid = describe(program.command('bid'), context, {
    zh: '投标：每个程序一次性密钥和化名，封存报价与文件，提交、替换、撤回，证明按时；所需的一切保存在一个加密文件里',
    en: 'bid: a one-time key for each procedure, seal, hand in, replace, withdraw, prove; one protected file holds everything',
    example: 'gongshi bid seal PROCEDURE offer.json drawings/*.pdf --trust trust.json',
  })
  addRequest(bid, context)
  addEnter(bid, context, end)
  addCertify(bid, context)
  addSeal(bid, context)
  addSubmit(bid, context, end)
  const act =
    (name: 'withdrawBid' | 'reconfirmBid' | 'openBidAlone' | 'claimLoss') =>
    async ({ client, secrets }: Doing) =>
      (await bidTools())[name](client, secrets)
  const add = (name: string, words: Bilingual, run: (doing: Doing) => Promise<Committed>) =>
    addStep(bid, context, end, { name, words, run })
  add('withdraw', { zh: '截止前撤回投标', en: 'withdraw the bid, before the deadline' }, act('withdrawBid'))
  add(
    'reconfirm',
    { zh: '公告修改后，确认原投标继续有效', en: 'confirm the bid for the notice as amended' },
    act('reconfirmBid'),
  )
  add(
    'open-alone',
    { zh: '保管人缺席时由投标人自行开启', en: 'open the own bid where too many trustees stay away' },
    act('openBidAlone'),
  )
  add(
    'claim-loss',
    {
      zh: '已开启的投标文件被系统丢失时，以保管人的签署为证，请账本记录；随后用 submit 重新上传',
      en: 'have it recorded that the system lost the documents of the own opened bid, by a trustee’s signature; then upload them again by submit',
    },
    act('claimLoss'),
  )
  addProve(bid, context)
  addBidUnpack(bid, context)
  addCheck(bid, context)
}

function addSeal(bid: Command, context: Context): void {
  const command = describe(
    bid.command('seal').argument('<procedure>').argument('<offer>').argument('[files...]'),
    context,
    {
      zh: '封存报价（JSON）和文件：在本机完成，不发送；同样的内容再次封存即继续',
      en: 'seal an offer (JSON) and files, here and unsent; the same content again goes on where it was interrupted',
      example: 'gongshi bid seal gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ offer.json plan.pdf --trust trust.json',
    },
  )
  const certificate = { zh: '授权文件，随投标文件一并封存', en: 'certificate, sealed among the documents' }
  command.option('--certificate <file>', context.say(certificate))
  addBidOptions(command, context)
  type Sealing = BidOptions & { readonly certificate?: string }
  command.action(async (procedure: string, offer: string, files: string[], options: Sealing) => {
    const { client, file, secrets } = await doingOf(context, options, procedure)
    const { bidFiles, keepBid, sealBid } = await bidTools()
    const { contentOf, sealedFiles, nativeCipher } = await bidFiles(file.path)
    const content = await contentOf(await readJson(context, offer), files, options.certificate)
    const store = { keep: (made: BidSecrets) => file.replace(keepBid(made)), write: sealedFiles.write }
    const { secrets: kept, made } = await sealBid(client, secrets, content, store, nativeCipher)
    const path = sealedFiles.path(kept.sealings.length - 1)
    if (options.json) printJson(context, { documents: made.documents, file: path })
    else
      printFields(context, [
        [context.say({ zh: '文件的承诺值', en: 'commitment of the documents' }), toHex(made.documents)],
        [context.say({ zh: '封存的文件', en: 'sealed documents' }), path],
        [context.say({ zh: '秘密保存在', en: 'secrets kept in' }), file.path],
      ])
  })
}

function addSubmit(bid: Command, context: Context, end: End): void {
  const command = describe(bid.command('submit').argument('<procedure>'), context, {
    zh: '上传最后一次封存的文件并提交投标；已有投标则替换；中断后重新运行即继续',
    en: 'upload what was sealed last and hand the bid in, or in place of the one before; run it again after an interruption',
    example: 'gongshi bid submit gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ --trust trust.json',
  })
  addBidOptions(command, context)
  command.action(async (procedure: string, options: BidOptions) => {
    const { client, file, secrets } = await doingOf(context, options, procedure)
    const { bidFiles, documentsContent, handInBid, lastSealing } = await bidTools()
    const sealing = lastSealing(secrets)
    const { sealedFiles } = await bidFiles(file.path)
    const content = await documentsContent(client, sealing, await sealedFiles.read(secrets.sealings.length - 1))
    const handed = await handInBid(client, secrets, sealing.made, content)
    if (handed === null)
      context.out(context.say({ zh: '账本上已是这一份。\n', en: 'The ledger has this bid already.\n' }))
    end(handed === null ? exit.done : show(context, options, handed.committed))
  })
}

type Step = { readonly name: string; readonly words: Bilingual; readonly run: (doing: Doing) => Promise<Committed> }

function addStep(bid: Command, context: Context, end: End, { name, words, run }: Step): void {
  const command = describe(bid.command(name).argument('<procedure>'), context, {
    ...words,
    example: `gongshi bid ${name} gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ --trust trust.json`,
  })
  addBidOptions(command, context)
  command.action(async (procedure: string, options: BidOptions) =>
    end(show(context, options, await run(await doingOf(context, options, procedure)))),
  )
}

function addProve(bid: Command, context: Context): void {
  const command = describe(bid.command('prove').argument('<procedure>').argument('<file>'), context, {
    zh: '取得本人最近一次提交的证据（.gse），证明按时；不需节点即可核验',
    en: 'fetch evidence (.gse) of the own last act on the bid, which proves that it was in time, to anyone and without the node',
    example: 'gongshi bid prove gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ bid.gse --trust trust.json',
  })
  addBidOptions(command, context)
  command.action(async (procedure: string, path: string, options: BidOptions) => {
    const { client, secrets } = await doingOf(context, options, procedure)
    const { lastBidEvidence } = await bidTools()
    const { bytes, verdict } = await lastBidEvidence(client, secrets)
    await writeNew(path, bytes)
    const happened = new Date(verdict.times.happened ?? verdict.times.committed).toISOString()
    if (options.json) printJson(context, { file: path, happened })
    else printFields(context, [[context.say({ zh: '区块时间', en: 'block time' }), happened]])
  })
}
