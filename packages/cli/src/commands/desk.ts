import type { DeskSecrets } from '@gongshi/sdk/desk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { readBytes, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { type KeptFile, keptFile, once } from '../keys/keptFile.ts'
import { keyName, readKey } from '../keys/keyFolder.ts'
import {
  addJsonOption,
  addKeyOptions,
  addTrustOption,
  addUrlOption,
  clientOf,
  integer,
  type JsonOptions,
  type KeyOptions,
  passphraseOf,
  type TrustOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { printFields } from '../output.ts'
import { rowOf } from '../rowArgument.ts'
import { show } from '../sealing/bidDoing.ts'

type Options = UrlOptions & TrustOptions & KeyOptions & JsonOptions

/** Loaded only when a desk acts: it brings the declarations of all affairs along. */
const deskTools = () => import('@gongshi/sdk/desk')

/** The desk that judges who may bid. It signs tokens without seeing whose they are. */
export function addDesk(program: Command, context: Context, end: End): void {
  const desk = describe(program.command('desk'), context, {
    zh: '核验机关：核对谁有资格投标，为其签发准入凭证而不知凭证属于哪一份投标',
    en: 'desk: judge who may bid, and sign each a token without knowing which bid it is for',
    example: 'gongshi desk sign PROCEDURE request.cose signed.bin --key receiver --trust trust.json',
  })
  addIssue(desk, context, end)
  addSign(desk, context)
}

function addIssue(desk: Command, context: Context, end: End): void {
  const command = describe(desk.command('issue').argument('<procedure>'), context, {
    zh: '为一个项目生成签发密钥（先存盘）并公布；须在发布公告之前',
    en: 'make the key for the tokens of one procedure, kept first, and publish it before the notice',
    example: 'gongshi desk issue gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ --level 3 --key receiver --trust trust.json',
  })
  const level = {
    zh: '核验身份所达到的等级（ISO/IEC 29115，1 至 4）',
    en: 'level of assurance (ISO/IEC 29115, 1 to 4)',
  }
  command.requiredOption('--level <level>', context.say(level), integer('--level', 1, 4))
  addOptions(command, context)
  command.action(async (procedure: string, options: Options & { readonly level: number }) => {
    const { client, file, matter } = await doingOf(context, options, procedure)
    const { deskOfKept, issueTokens, keepDesk, newDesk } = await deskTools()
    const kept = await file.find()
    const secrets = kept === null ? await newDesk(matter) : deskOfKept(kept, matter)
    if (kept === null) await file.create(keepDesk(secrets))
    end(show(context, options, await issueTokens(client, await walletOf(context, options), secrets, options.level)))
  })
}

function addSign(desk: Command, context: Context): void {
  const command = describe(
    desk.command('sign').argument('<procedure>').argument('<request>').argument('<signed>'),
    context,
    {
      zh: '核对单位代表在任后盲签一份申请，每个单位一份；先确认该单位有资格投标',
      en: 'sign a request blindly once its representative is seen to hold office, one an organ; first make sure that the organ may bid',
      example:
        'gongshi desk sign gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ request.cose signed.bin --key receiver --trust trust.json',
    },
  )
  addOptions(command, context)
  command.action(async (procedure: string, request: string, path: string, options: Options) => {
    const { client, file, matter } = await doingOf(context, options, procedure)
    const { nativeBlindSign } = await import('@gongshi/sdk/node')
    const { answerRequest, deskOfKept, keepDesk } = await deskTools()
    const secrets: DeskSecrets = deskOfKept(await file.read(), matter)
    const {
      organ,
      signed,
      desk: counted,
    } = await answerRequest(client, secrets, await readBytes(context, request), nativeBlindSign)
    if (counted.given !== secrets.given) await file.replace(keepDesk(counted))
    await writeNew(path, signed)
    printFields(context, [
      [context.say({ zh: '为其签发', en: 'signed for' }), `${organ.scheme}:${organ.id}`],
      [context.say({ zh: '已签发份数', en: 'tokens signed' }), String(counted.given.length)],
      [context.say({ zh: '交回申请人', en: 'to be handed back' }), path],
    ])
  })
}

function addOptions(command: Command, context: Context): void {
  addJsonOption(addKeyOptions(addTrustOption(addUrlOption(command, context), context), context), context)
}

async function doingOf(context: Context, options: Options, text: string) {
  const client = await clientOf(context, options)
  const { getLedger } = await import('@gongshi/sdk')
  const matter = { chainId: (await getLedger(client)).chainId, procedure: rowOf('PROCEDURE', text) }
  const name = options.key?.[0] ?? context.env.GONGSHI_KEY
  if (name === undefined) throw new CliError({ code: 'cli-key-missing' })
  const { path } = await readKey(context, name)
  const { deskAbout } = await deskTools()
  const at = { keyPath: path, name: keyName(path) }
  const passphrase = once(() => passphraseOf(context, options))
  const file: KeptFile = keptFile(at, { kind: 'desk', about: deskAbout(matter) }, passphrase)
  return { client, matter, file }
}
