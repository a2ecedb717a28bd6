import { getLedger } from '@gongshi/sdk'
import { hashNatively, nativeMemberLeaves, quickSigner } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import { addErrorTexts, findErrorText } from '../catalogue.ts'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { exit } from '../failure.ts'
import { bytesOf, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { importReleases } from '../import/importReleases.ts'
import type { ImportReport } from '../import/importReport.ts'
import { NativeFile } from '../import/nativeFile.ts'
import { pooledRandom } from '../import/pooledRandom.ts'
import {
  addJsonOption,
  addKeyOptions,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type KeyOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { Progress, printFields, printJson, toJson } from '../output.ts'
import { addRegisterImports } from './importRegister.ts'

/** Its rows are the releases imported before. */
const entity = 'release'

type Options = UrlOptions &
  KeyOptions &
  JsonOptions & { readonly strict?: boolean; readonly report?: string; readonly native?: string }

export function addImport(program: Command, context: Context, end: End): void {
  const parent = describe(program.command('import'), context, {
    zh: '以标准格式批量导入',
    en: 'bulk input in standard formats',
    example: 'gongshi import ocds releases.json --key importer',
  })
  addRegisterImports(parent, context, end)
  const command = describe(parent.command('ocds').argument('<file>'), context, {
    zh: '导入 OCDS 1.1 发布包或记录包：每个发布一次，中断后重跑即可续上',
    en: 'publish each release of an OCDS 1.1 package once; killed, run it again',
    example: 'gongshi import ocds releases.json --key importer --report report.json',
  })
  command.option(
    '--strict',
    context.say({ zh: '不合规范的发布一律拒绝', en: 'refuse whatever departs from the standard' }),
  )
  command.option(
    '--report <file>',
    context.say({ zh: '把完整报告写入文件（JSON）', en: 'write the whole report to a file, as JSON' }),
  )
  command.option(
    '--native <file>',
    context.say({
      zh: '另把每条发布能对应为本账本采购程序的部分逐行写入文件',
      en: 'also write, a line a release, what of it could begin a native procedure',
    }),
  )
  addJsonOption(addKeyOptions(addUrlOption(command, context), context), context)
  command.action(async (file: string, options: Options) => {
    end(await run(context, file, options))
  })
}

async function run(context: Context, file: string, options: Options): Promise<number> {
  // Loaded here: no other command needs a schema checker and the affairs.
  const { disclosure } = await import('@gongshi/affairs')
  const { nativeProcedure, ocdsErrorTexts, readReleases } = await import('@gongshi/ocds')
  addErrorTexts(ocdsErrorTexts)
  hashNatively()
  const reader = await clientOf(context, options)
  const { chainId } = await getLedger(reader)
  const client = { ...reader, chainId, random: pooledRandom(context.random), memberLeaves: nativeMemberLeaves }
  const wallet = await walletOf(context, options, quickSigner)
  const progress = new Progress(context)
  const bytes = await bytesOf(context, file)
  const native = options.native === undefined ? null : await NativeFile.open(options.native, nativeProcedure)
  const reads = readReleases(bytes, { strict: options.strict ?? false })
  const report = await importReleases(native === null ? reads : native.through(reads), {
    client,
    wallet,
    act: { affair: disclosure, action: 'importRelease' },
    entity,
    signal: context.signal,
    onProgress: (so) => progress.show(progressText(context, so)),
  }).finally(() => native?.close())
  progress.clear()
  const summary = { ...report.summary(), ...(native === null ? {} : { native: native.summary() }) }
  if (options.report !== undefined) await writeNew(options.report, `${toJson(summary)}\n`)
  if (options.json) printJson(context, summary)
  else show(context, summary)
  return summary.refused === 0 ? exit.done : exit.no
}

function progressText(context: Context, report: ImportReport): string {
  const { published, already, refused, perSecond } = report.summary()
  return context.say({
    zh: `已发布 ${published}，早已在册 ${already}，拒绝 ${refused}，每秒 ${perSecond}`,
    en: `${published} published, ${already} there already, ${refused} refused, ${perSecond}/s`,
  })
}

type Summary = ReturnType<ImportReport['summary']> & { readonly native?: ReturnType<NativeFile['summary']> }

function show(context: Context, summary: Summary): void {
  const { say, language } = context
  printFields(context, [
    [say({ zh: '读取', en: 'read' }), String(summary.read)],
    [say({ zh: '发布', en: 'published' }), String(summary.published)],
    [say({ zh: '早已在册', en: 'there already' }), String(summary.already)],
    [say({ zh: '拒绝', en: 'refused' }), String(summary.refused)],
    [say({ zh: '用时', en: 'time' }), `${summary.seconds.toFixed(1)} s, ${summary.perSecond}/s`],
  ])
  if (summary.native !== undefined) {
    const { mapped, unfit } = summary.native
    printFields(context, [[say({ zh: '可对应采购程序', en: 'could be procedures' }), `${mapped} / ${mapped + unfit}`]])
  }
  for (const { at, ocid, id, code } of summary.refusals.slice(0, 20))
    context.out(`✗ #${at} ${ocid ?? '?'} ${id ?? '?'}: ${findErrorText(code, language)?.what ?? ''} [${code}]\n`)
  if (summary.refusals.length > 20)
    context.out(say({ zh: '… 其余见 --report 文件\n', en: '… the rest is in the file that --report names\n' }))
  for (const [code, count] of Object.entries({ ...summary.warnings, ...summary.native?.faults }))
    context.out(`! ${count} × ${findErrorText(code, language)?.what ?? ''} [${code}]\n`)
}
