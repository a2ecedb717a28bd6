import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toHex } from '@gongshi/protocol'
import { nativeMemberHasher } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { readBytes, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { parseOrgan } from '../operate/founding.ts'
import {
  addJsonOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type KeyOptions,
  type TrustOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { printFields, printJson } from '../output.ts'
import { addBidOptions, type BidOptions, bidTools, doingOf, show } from '../sealing/bidDoing.ts'
import { bidKey } from '../sealing/bidKey.ts'

type Representing = BidOptions & KeyOptions & { readonly organ: string }

function addRepresentative(command: Command, context: Context): void {
  command.requiredOption('--organ <scheme:id>', context.say({ zh: '投标单位', en: 'the organ that bids' }))
  addBidOptions(command, context)
  const key = { zh: '单位代表的签名密钥', en: 'key of the organ’s representative' }
  command.option('--key <key>', context.say(key), (value: string) => [value])
}

export function addRequest(bid: Command, context: Context): void {
  const command = describe(bid.command('request').argument('<procedure>').argument('<request>'), context, {
    zh: '生成本项目的一次性密钥和化名（先存盘），由单位代表签名申请准入凭证；申请中看不出密钥和化名',
    en: 'make key and pseudonym for one procedure, kept first, and have the representative ask for a token, which shows neither',
    example:
      'gongshi bid request gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ request.cose --organ x-example:carpenter --key rep --trust trust.json',
  })
  addRepresentative(command, context)
  command.action(async (procedure: string, path: string, options: Representing) => {
    const [representative] = (await walletOf(context, options)).signers
    const { client, file, secrets } = await doingOf(context, options, procedure, true)
    const { askForToken, keepBid, tokenRequest } = await bidTools()
    const asked = await askForToken(client, secrets)
    if (asked.entry !== secrets.entry) await file.replace(keepBid(asked))
    await writeNew(path, await tokenRequest(asked, parseOrgan(options.organ), representative))
    printFields(context, [
      [context.say({ zh: '交核验机关的申请', en: 'request for the desk' }), path],
      [context.say({ zh: '秘密保存在', en: 'secrets kept in' }), file.path],
    ])
  })
}

export function addEnter(bid: Command, context: Context, end: End): void {
  const command = describe(bid.command('enter').argument('<procedure>').argument('<signed>'), context, {
    zh: '由核验机关的签发制成准入凭证，以化名进入项目；凭证与申请无从对应',
    en: 'make the token of what the desk signed, and come in under the pseudonym: nothing leads back to the request',
    example: 'gongshi bid enter gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ signed.bin --trust trust.json',
  })
  addBidOptions(command, context)
  command.action(async (procedure: string, signed: string, options: BidOptions) => {
    const { client, file, secrets } = await doingOf(context, options, procedure)
    const { enterBidder, keepBid, takeToken } = await bidTools()
    const taken = await takeToken(client, secrets, await readBytes(context, signed))
    await file.replace(keepBid(taken))
    end(show(context, options, await enterBidder(client, taken)))
  })
}

export function addCertify(bid: Command, context: Context): void {
  const command = describe(bid.command('certify').argument('<procedure>').argument('<certificate>'), context, {
    zh: '单位代表授权一次性密钥代表本单位投标；授权文件只封存在投标文件中，开启前不得出示',
    en: 'the representative certifies that the one-time key bids for the organ; seal it among the documents, show it to nobody before',
    example:
      'gongshi bid certify gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ certificate.cose --organ x-example:carpenter --key rep --trust trust.json',
  })
  addRepresentative(command, context)
  command.action(async (procedure: string, path: string, options: Representing) => {
    const [representative] = (await walletOf(context, options)).signers
    const { secrets } = await doingOf(context, options, procedure)
    const { certifyBidder } = await bidTools()
    const { certificate, digest } = await certifyBidder(secrets, parseOrgan(options.organ), representative)
    await writeNew(path, certificate, 0o600)
    printFields(context, [[context.say({ zh: '授权文件的摘要', en: 'digest of the certificate' }), toHex(digest)]])
  })
}

export function addCheck(bid: Command, context: Context): void {
  const command = describe(bid.command('check').argument('<procedure>').argument('<bid>'), context, {
    zh: '核对已开启的投标是否出自其所称单位：从投标文件中找出授权文件，对照账本逐项核验；任何人都可运行',
    en: 'check that an opened bid is the bidder’s own: its certificate among the documents, against proven rows; for anyone',
    example: `gongshi bid check gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ ${'5a'.repeat(32)} --trust trust.json`,
  })
  addJsonOption(addTrustOption(addUrlOption(command, context), context), context)
  command.action(async (procedure: string, pseudonym: string, options: UrlOptions & TrustOptions & JsonOptions) => {
    const { checkBid } = await bidTools()
    const { nativeCipher } = await import('@gongshi/sealed/node')
    const client = { ...(await clientOf(context, options)), memberHasher: nativeMemberHasher }
    const key = bidKey(procedure, pseudonym)
    const { bidder, signedBy, documents } = await withTemporaryFile((path) =>
      checkBid(client, key, asideIn(path), nativeCipher),
    )
    const organ = `${bidder.scheme}:${bidder.id}`
    if (options.json) printJson(context, { bidder: organ, signedBy: toHex(signedBy), documents })
    else
      printFields(context, [
        [context.say({ zh: '投标单位', en: 'bidder' }), organ],
        [context.say({ zh: '单位代表的密钥', en: 'key of its representative' }), toHex(signedBy)],
        [context.say({ zh: '投标文件', en: 'documents' }), documents.join(', ')],
      ])
  })
}

function asideIn(path: string) {
  return async (_size: number, sealed: AsyncIterable<Uint8Array>): Promise<Blob> => {
    await writeNew(path, sealed)
    return openAsBlob(path)
  }
}

async function withTemporaryFile<Result>(use: (path: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshi-bid-'))
  try {
    return await use(join(folder, 'sealed.age'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
