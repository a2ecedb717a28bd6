import { type Draft, declineDraft, encodeDraft, mergeDrafts, signDraft } from '@gongshi/protocol'
import { draftAct, draftLink, submitDraft } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { draftSummary, readDraft, showDraft, signerIds } from '../drafts/draftFile.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { readJson, replaceFile, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { inputOf } from '../inputOf.ts'
import {
  addJsonOption,
  addKeyOptions,
  addTrustOption,
  addUrlOption,
  clientOf,
  integer,
  type JsonOptions,
  type KeyOptions,
  type TrustOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { printJson } from '../output.ts'
import { findDeclaration, showCommitted } from './submit.ts'

type OutputOptions = { readonly output?: string }
type NewOptions = UrlOptions &
  TrustOptions & {
    readonly input?: string
    readonly signer: readonly string[]
    readonly days?: number
    readonly output: string
  }

const dayMs = 24 * 60 * 60 * 1000

/** Joint acts: one file goes from signer to signer, each of whom reads in plain words what is signed. */
export function addDraft(program: Command, context: Context, end: End): void {
  const draft = describe(program.command('draft'), context, {
    zh: '多人签署：起草、查看、签署、拒签、合并、提交',
    en: 'joint acts: draft, read, sign, decline, join, submit',
    example: 'gongshi draft show act.gsdraft',
  })
  addNew(draft, context)
  addShow(draft, context)
  addSign(draft, context)
  addDecline(draft, context)
  addMerge(draft, context)
  addSubmitDraft(draft, context, end)
}

function addNew(draft: Command, context: Context): void {
  const { say } = context
  const command = describe(draft.command('new').argument('<affair>').argument('<action>'), context, {
    zh: '起草一个动作，列出签名人；还没有人签',
    en: 'draft an act and name its signers; nobody has signed yet',
    example: 'gongshi draft new disclosure publish --input notice.json --signer clerk -o act.gsdraft',
  })
  command
    .option(
      '--input <file>',
      say({ zh: '动作的内容（JSON；- 为标准输入）', en: 'what the act says, as JSON; - is standard input' }),
    )
    .requiredOption(
      '--signer <key...>',
      say({
        zh: '签名人的密钥名或编号，按声明的次序',
        en: 'signers by key name or id, in the order of the declaration',
      }),
    )
    .option(
      '--days <n>',
      say({ zh: '几天内签完（多人至多 30 天）', en: 'days to sign in; 30 at most, with several signers' }),
      integer('--days', 1, 30),
    )
    .requiredOption('-o, --output <file>', say({ zh: '写入文件', en: 'file to write' }))
  addTrustOption(addUrlOption(command, context), context)
  command.action(async (affair: string, action: string, options: NewOptions) => {
    const declaration = await findDeclaration(affair, action)
    const json = options.input === undefined ? {} : await readJson(context, options.input)
    const input = inputOf(declaration, action, json)
    const signers = await signerIds(context, options.signer)
    const lifetime = options.days === undefined ? {} : { lifetimeMs: options.days * dayMs - dayMs / 24 }
    const made = await draftAct(
      await clientOf(context, options),
      { affair: declaration, action },
      input,
      signers,
      lifetime,
    )
    await writeNew(options.output, encodeDraft(made))
    await showDraft(context, made)
  })
}

function addShow(draft: Command, context: Context): void {
  const { say } = context
  const command = describe(draft.command('show').argument('<draft>'), context, {
    zh: '用白话说明将要签署什么、谁已表态（文件或链接；不联网）',
    en: 'say in plain words what is signed and who has; a file or a link, no network',
    example: 'gongshi draft show act.gsdraft --link https://portal.example/verify',
  })
  command.option(
    '--link <page>',
    say({ zh: '打印打开该页面的链接', en: 'print a link to this page that holds the draft' }),
  )
  addJsonOption(command, context).action(async (from: string, options: JsonOptions & { readonly link?: string }) => {
    const found = await readDraft(context, from)
    if (options.link !== undefined) context.out(`${draftLink(options.link, found)}\n`)
    else if (options.json) printJson(context, await draftSummary(context, found))
    else await showDraft(context, found)
  })
}

function addSign(draft: Command, context: Context): void {
  const command = describe(draft.command('sign').argument('<draft>'), context, {
    zh: '先显示将要签署什么，再签署；文件就地更新',
    en: 'show what is signed, then sign it; the file is updated in place',
    example: 'gongshi draft sign act.gsdraft --key clerk',
  })
  addOutput(addKeyOptions(command, context), context)
  command.action(async (from: string, options: KeyOptions & OutputOptions) => {
    let found = await readDraft(context, from)
    await showDraft(context, found)
    for (const signer of (await walletOf(context, options)).signers)
      found = await signDraft(found, signer, context.now())
    await keep(context, from, options, found)
    context.out(context.say({ zh: '已签署。\n', en: 'Signed.\n' }))
  })
}

function addDecline(draft: Command, context: Context): void {
  const { say } = context
  const command = describe(draft.command('decline').argument('<draft>'), context, {
    zh: '拒签并说明理由；理由由签名保护',
    en: 'decline with a reason, which is signed',
    example: 'gongshi draft decline act.gsdraft --key head --reason "the amount exceeds the budget"',
  })
  command.requiredOption('--reason <text>', say({ zh: '理由', en: 'why' }))
  addOutput(addKeyOptions(command, context), context)
  command.action(async (from: string, options: KeyOptions & OutputOptions & { readonly reason: string }) => {
    const found = await readDraft(context, from)
    await showDraft(context, found)
    const [signer] = (await walletOf(context, options)).signers
    await keep(
      context,
      from,
      options,
      await declineDraft(found, signer, options.reason.normalize('NFC'), context.now()),
    )
    context.out(say({ zh: '已拒签。\n', en: 'Declined.\n' }))
  })
}

function addMerge(draft: Command, context: Context): void {
  const command = describe(draft.command('merge').argument('<draft>').argument('<others...>'), context, {
    zh: '合并分头签署的几份',
    en: 'join copies that were signed apart',
    example: 'gongshi draft merge act.gsdraft from-head.gsdraft',
  })
  addOutput(command, context).action(async (from: string, others: readonly string[], options: OutputOptions) => {
    let joined = await readDraft(context, from)
    for (const other of others) joined = mergeDrafts(joined, await readDraft(context, other))
    await keep(context, from, options, joined)
    await showDraft(context, joined)
  })
}

function addSubmitDraft(draft: Command, context: Context, end: End): void {
  const command = describe(draft.command('submit').argument('<draft>'), context, {
    zh: '全部签完后提交，等到入账',
    en: 'submit what everybody has signed, and wait until it is committed',
    example: 'gongshi draft submit act.gsdraft',
  })
  addJsonOption(addTrustOption(addUrlOption(command, context), context), context)
  command.action(async (from: string, options: UrlOptions & TrustOptions & JsonOptions) => {
    const found = await readDraft(context, from)
    const committed = await submitDraft(await clientOf(context, options), found, { signal: context.signal })
    if (options.json) printJson(context, committed)
    else showCommitted(context, committed)
    end(committed.outcome[0] === 'refused' ? exit.no : exit.done)
  })
}

function addOutput(command: Command, context: Context): Command {
  const text = context.say({ zh: '写入另一文件而非就地更新', en: 'write another file instead of updating in place' })
  return command.option('-o, --output <file>', text)
}

/** A draft that came as a link or on standard input needs a file to go to. */
async function keep(context: Context, from: string, { output }: OutputOptions, draft: Draft): Promise<void> {
  const bytes = encodeDraft(draft)
  if (output !== undefined) return writeNew(output, bytes)
  if (from === '-' || from.includes('#'))
    throw new CliError({
      code: 'cli-value-invalid',
      flag: '--output',
      expected: context.say({ zh: '一个文件', en: 'a file' }),
    })
  return replaceFile(from, bytes)
}
