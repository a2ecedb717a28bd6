import { askBytes, getTrust } from '@gongshi/sdk'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { readBytes, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import {
  addJsonOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  integer,
  type JsonOptions,
  type TrustOptions,
  type UrlOptions,
} from '../options.ts'
import { printFields, printJson } from '../output.ts'
import { rowOf } from '../rowArgument.ts'

type Wanted = { readonly affair: string; readonly entity: string; readonly key: ReturnType<typeof rowOf> }
type Options = UrlOptions &
  TrustOptions &
  JsonOptions & {
    readonly entry?: readonly number[]
    readonly row?: readonly Wanted[]
    readonly verifier?: string
  }

/** One archive for a court: what happened in plain words, its evidence, the trust root, the verifier. */
export function addCourtPack(program: Command, context: Context): void {
  const { say } = context
  const command = describe(program.command('court-pack').argument('<file>'), context, {
    zh: '制作证据包：用白话说明的 PDF、证据、信任根、核验网页，合为一个 ZIP',
    en: 'make a court pack: a PDF in plain words, evidence, trust root and verifier in one ZIP',
    example: 'gongshi court-pack case.zip --entry 7 --trust trust.json',
  })
  command.option(
    '--entry <index>',
    say({ zh: '日志条目，可重复', en: 'an entry of the log; may be repeated' }),
    entries,
  )
  command.option(
    '--row <affair/entity/key>',
    say({
      zh: '一条记录及改动过它的全部动作（键同该记录页面的地址），可重复',
      en: 'a row with every act that changed it, its key as in the address of its page; may be repeated',
    }),
    rows,
  )
  command.option(
    '--verifier <file>',
    say({
      zh: '附上这一份 gongshi-verify.html，而不是节点所给的',
      en: 'enclose this gongshi-verify.html instead of the node’s',
    }),
  )
  addJsonOption(addTrustOption(addUrlOption(command, context), context), context)
  command.action((file: string, options: Options) => make(context, file, options))
}

async function make(context: Context, file: string, options: Options): Promise<void> {
  const { courtPackErrorTexts, gatherCase, makeCourtPack } = await import('@gongshi/court-pack')
  addErrorTexts(courtPackErrorTexts)
  const given = await clientOf(context, options)
  const trust = given.trust ?? (await getTrust(given))
  const client = { ...given, trust }
  if (given.trust === undefined) context.err(context.say(unconfirmed))
  const files = await gatherCase(client, { entries: options.entry ?? [], rows: options.row ?? [] })
  const verifier =
    options.verifier === undefined
      ? await askBytes(client, '/verify', { accept: 'text/html' })
      : await readBytes(context, options.verifier)
  const { zip, files: held } = await makeCourtPack(files, trust, verifier)
  await writeNew(file, zip)
  const sizes = held.map(({ name, bytes }) => [name, `${bytes.length} B`] as const)
  if (options.json) return printJson(context, { file, bytes: zip.length, files: Object.fromEntries(sizes) })
  printFields(context, [[context.say({ zh: '证据包', en: 'court pack' }), `${file}  (${zip.length} B)`], ...sizes])
}

const unconfirmed = {
  zh: '注意：未指定 --trust，证据包里是该节点自己给出的信任根。\n',
  en: 'Note: without --trust the pack holds the trust root that this very node gives.\n',
}

const index = integer('--entry', 0, Number.MAX_SAFE_INTEGER)

function entries(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, index(text)]
}

/** @throws {CliError} cli-value-invalid */
function rows(text: string, before: readonly Wanted[] = []): readonly Wanted[] {
  const [affair, entity, key, ...more] = text.split('/')
  if (affair === undefined || entity === undefined || key === undefined || more.length > 0)
    throw new CliError({ code: 'cli-value-invalid', flag: '--row', expected: 'affair/entity/key' })
  return [...before, { affair, entity, key: rowOf('--row', key) }]
}
