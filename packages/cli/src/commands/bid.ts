import { fromHex, toHex } from '@gongshi/protocol'
import type { Client, Committed } from '@gongshi/sdk'
import type { BidRequest, BidSecrets } from '@gongshi/sdk/bid'
import { nativeMemberHasher } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { readBytes, readJson, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { readKeyRequest } from '../keyRequest.ts'
import { type KeptFile, keptFile, once } from '../keys/keptFile.ts'
import { keyPath, publicKeyIn, readKey } from '../keys/keyFolder.ts'
import type { Bilingual } from '../language.ts'
import { parseOrgan } from '../operate/founding.ts'
import {
  addJsonOption,
  addKeyOptions,
  addPassphraseOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type KeyOptions,
  type PassphraseOptions,
  passphraseOf,
  type TrustOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { printFields, printJson } from '../output.ts'
import { rowOf } from '../rowArgument.ts'
import { bidFiles } from '../sealing/bidFiles.ts'
import { addBidUnpack } from './bidUnpack.ts'
import { showCommitted } from './submit.ts'

type Options = UrlOptions & TrustOptions & PassphraseOptions & JsonOptions & { readonly as: string }

/** What each of a bidder's commands works with. */
type Doing = {
  readonly client: Client
  readonly procedure: string
  readonly file: KeptFile
  readonly secrets: BidSecrets
}

/** Loaded only when somebody bids: it brings the declarations of all affairs along. */
async function bidTools() {
  const tools = await import('@gongshi/sdk/bid')
  addErrorTexts(tools.sealedErrorTexts)
  addErrorTexts(tools.thresholdErrorTexts)
  return tools
}

/** A bidder: one protected file a procedure holds everything, from the first request to opening alone. */
export function addBid(program: Command, context: Context, end: End): void {
  const bid = describe(program.command('bid'), context, {
    zh: '投标：每个程序一次性密钥和化名，封存报价与文件，提交、替换、撤回，证明按时；所需的一切保存在一个加密文件里',
    en: 'bid: a one-time key for each procedure, seal, hand in, replace, withdraw, prove; one protected file holds everything',
    example: 'gongshi bid seal PROCEDURE offer.json drawings/*.pdf --trust trust.json',
  })
  addRequest(bid, context)
  addAdmit(bid, context, end)
  addSeal(bid, context)
  addSubmit(bid, context, end)
  const act =
    (name: 'withdrawBid' | 'reconfirmBid' | 'openBidAlone') =>
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
  addProve(bid, context)
  addBidUnpack(bid, context)
}

function addRequest(bid: Command, context: Context): void {
  const command = describe(bid.command('request').argument('<procedure>'), context, {
    zh: '生成本程序的一次性密钥和化名（只生成一次，先存盘），输出交核验窗口的申请',
    en: 'make key and pseudonym for one procedure, once and kept first; print the request for the desk',
    example: 'gongshi bid request gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ --trust trust.json > request.json',
  })
  addOptions(command, context)
  command.action(async (procedure: string, options: Options) => {
    const { secrets } = await doingOf(context, options, procedure, true)
    const { bidRequest } = await bidTools()
    printJson(context, { chainId: secrets.chainId, procedure, ...bidRequest(secrets) })
  })
}

function addAdmit(bid: Command, context: Context, end: End): void {
  const command = describe(bid.command('admit').argument('<request>').argument('<certificate>'), context, {
    zh: '核验窗口：核对证书后准予投标（证书不上账本）',
    en: 'desk: let a bidder’s one-time key in after checking its certificate, which stays off the ledger',
    example: 'gongshi bid admit request.json certificate.cose --issuer desk.pub --desk x-example:desk --key receiver',
  })
  command.requiredOption(
    '--issuer <key>',
    context.say({ zh: '所信任的核验窗口的公钥或密钥文件', en: 'public key or key file of the desk relied on' }),
  )
  command.requiredOption('--desk <scheme:id>', context.say({ zh: '准予的机关', en: 'the organ that lets in' }))
  addJsonOption(addKeyOptions(addTrustOption(addUrlOption(command, context), context), context), context)
  type Admitting = UrlOptions &
    TrustOptions &
    KeyOptions &
    JsonOptions & { readonly issuer: string; readonly desk: string }
  command.action(async (request: string, certificate: string, options: Admitting) => {
    const { procedure, keyId, suite, x, y, author } = readKeyRequest(await readJson(context, request), 'procedure')
    const asked: BidRequest = {
      keyId: fromHex(keyId),
      suite,
      x: fromHex(x),
      y: y === null ? null : fromHex(y),
      author: fromHex(author),
    }
    const issued = {
      certificate: await readBytes(context, certificate),
      issuer: publicKeyIn((await readKey(context, options.issuer)).text),
    }
    const wallet = await walletOf(context, options)
    const { admitBidder } = await bidTools()
    const at = { procedure: rowOf('PROCEDURE', procedure!), desk: parseOrgan(options.desk) }
    end(show(context, options, await admitBidder(await clientOf(context, options), wallet, at, asked, issued)))
  })
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
  addOptions(command, context)
  command.action(async (procedure: string, offer: string, files: string[], options: Options) => {
    const { client, file, secrets } = await doingOf(context, options, procedure)
    const { keepBid, sealBid } = await bidTools()
    const { contentOf, sealedFiles, nativeCipher } = await bidFiles(file.path)
    const content = await contentOf(await readJson(context, offer), files)
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
  addOptions(command, context)
  command.action(async (procedure: string, options: Options) => {
    const { client, file, secrets } = await doingOf(context, options, procedure)
    const { documentsContent, handInBid, lastSealing } = await bidTools()
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
  addOptions(command, context)
  command.action(async (procedure: string, options: Options) =>
    end(show(context, options, await run(await doingOf(context, options, procedure)))),
  )
}

function addProve(bid: Command, context: Context): void {
  const command = describe(bid.command('prove').argument('<procedure>').argument('<file>'), context, {
    zh: '取得本人最近一次提交的证据（.gse），证明按时；不需节点即可核验',
    en: 'fetch evidence (.gse) of the own last act on the bid, which proves that it was in time, to anyone and without the node',
    example: 'gongshi bid prove gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ bid.gse --trust trust.json',
  })
  addOptions(command, context)
  command.action(async (procedure: string, path: string, options: Options) => {
    const { client, secrets } = await doingOf(context, options, procedure)
    const { lastBidEvidence } = await bidTools()
    const { bytes, verdict } = await lastBidEvidence(client, secrets)
    await writeNew(path, bytes)
    const happened = new Date(verdict.times.happened ?? verdict.times.committed).toISOString()
    if (options.json) printJson(context, { file: path, happened })
    else printFields(context, [[context.say({ zh: '区块时间', en: 'block time' }), happened]])
  })
}

function addOptions(command: Command, context: Context): void {
  command.option(
    '--as <name>',
    context.say({ zh: '投标人在本机的名称', en: 'name of the bidder on this computer' }),
    'bidder',
  )
  addPassphraseOption(addJsonOption(addTrustOption(addUrlOption(command, context), context), context), context)
}

async function doingOf(context: Context, options: Options, procedure: string, isNew = false): Promise<Doing> {
  const client = { ...(await clientOf(context, options)), memberHasher: nativeMemberHasher }
  const { bidAbout, bidOfKept, keepBid, newBidder } = await bidTools()
  const { getLedger } = await import('@gongshi/sdk')
  const matter = { chainId: (await getLedger(client)).chainId, procedure: rowOf('PROCEDURE', procedure) }
  const at = { keyPath: keyPath(context, options.as), name: options.as }
  const file = keptFile(
    at,
    { kind: 'bid', about: bidAbout(matter) },
    once(() => passphraseOf(context, options, isNew)),
  )
  const kept = isNew ? await file.find() : await file.read()
  if (kept !== null) return { client, procedure, file, secrets: bidOfKept(kept, matter) }
  const secrets = newBidder(matter.chainId, matter.procedure, context.random)
  await file.create(keepBid(secrets))
  return { client, procedure, file, secrets }
}

function show(context: Context, options: JsonOptions, committed: Committed): number {
  if (options.json) printJson(context, committed)
  else showCommitted(context, committed)
  return committed.outcome[0] === 'refused' ? exit.no : exit.done
}
