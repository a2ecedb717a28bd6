import {
  EvidenceError,
  type Finding,
  isEntries,
  isFragment,
  isGrounded,
  isStates,
  joinFragments,
  type TrustRoot,
  toHex,
  type Verdict,
  verifyEntries,
  verifyEvidence,
  verifyStates,
} from '@gongshi/protocol'
import { groundFields, verifyGrounded } from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { verifyEntryProof } from '../entryProof.ts'
import { CliError } from '../errors.ts'
import { asBinary, isJson } from '../evidenceFile.ts'
import { type Explained, exit, explain } from '../failure.ts'
import { readBytes } from '../files.ts'
import { showGrounds } from '../grounds.ts'
import { describe } from '../help.ts'
import { addJsonOption, type JsonOptions, readTrust } from '../options.ts'
import { printable, printFields, printJson, toJson } from '../output.ts'
import { steps } from '../steps.ts'
import { verifyTwo } from '../twoCheckpoints.ts'

type Options = JsonOptions & { readonly trust?: string }

/** Offline: two files in, a verdict out. Exit 0 valid, 1 invalid, 2 unreadable. */
export function addVerify(program: Command, context: Context, end: End): void {
  const command = describe(program.command('verify').argument('<file>'), context, {
    zh: '离线核验证据文件（.gse、.gse.json，或扫描二维码得到的文字，每码一行），逐步说明',
    en: 'verify evidence (.gse, .gse.json, or what its QR codes say, one a line) offline, step by step',
    example: 'gongshi verify notice.gse --trust trust.json',
  })
  command.option(
    '--trust <file>',
    context.say({ zh: '信任根文件；来源须可靠', en: 'file with the trust root, from a source that you trust' }),
  )
  addJsonOption(command, context)
  command.action(async (file: string, options: Options) => {
    if (options.trust === undefined) throw new CliError({ code: 'cli-argument-missing', argument: '--trust' })
    const trust = await readTrust(context, options.trust)
    end(await verify(context, scanned(await readBytes(context, file)), trust, options))
  })
}

/** Evidence from codes: a text with what each of them says, one a line. @throws {FragmentError} */
function scanned(file: Uint8Array): Uint8Array {
  if (!isFragment(new TextDecoder().decode(file.subarray(0, 8)))) return file
  const lines = new TextDecoder().decode(file).split(/\r?\n/)
  return joinFragments(lines.map((line) => line.trim()).filter((line) => line !== ''))
}

async function verify(context: Context, file: Uint8Array, trust: TrustRoot, options: JsonOptions): Promise<number> {
  const two = isJson(file) ? await verifyTwo(context, new TextDecoder().decode(file), trust, options) : null
  if (two !== null) return two
  const entry = verifyEntryProof(context, new TextDecoder().decode(file), trust, options)
  if (entry !== null) return entry
  try {
    if (isEntries(file)) return await verifyJoint(context, file, trust, options)
    if (isStates(file)) return await verifyValues(context, file, trust, options)
    if (isGrounded(file)) return await verifyWithGrounds(context, file, trust, options)
    const verdict = await verifyEvidence(asBinary(file), trust, context.now())
    if (options.json) printJson(context, { valid: verdict.status === 'verified', ...verdict })
    else showValid(context, verdict)
    // Too old to rely on is no reason to call it false, and none for a script to accept it.
    return verdict.status === 'verified' ? exit.done : exit.no
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error
    const explained = explain(error, context.language)
    const { step } = error
    const code = step === 'file' ? exit.unusable : exit.no
    if (options.json) printJson(context, { valid: false, step, ...explained, passed: error.passed, exit: code })
    else showInvalid(context, error, explained)
    return code
  }
}

/** Several entries under one header, one after the other; the first that does not hold ends it. */
async function verifyJoint(
  context: Context,
  file: Uint8Array,
  trust: TrustRoot,
  options: JsonOptions,
): Promise<number> {
  const verdicts: Verdict[] = []
  for await (const verdict of verifyEntries(file, trust, context.now())) {
    verdicts.push(verdict)
    if (options.json) continue
    const { subject } = verdict
    if (subject.kind === 'entry') context.out(`${context.say({ zh: '条目', en: 'entry' })} ${subject.index}\n`)
    showValid(context, verdict)
    context.out('\n')
  }
  const valid = verdicts.every(({ status }) => status === 'verified')
  if (options.json) printJson(context, { valid, entries: verdicts })
  return valid ? exit.done : exit.no
}

/** Many values of one moment: the header as ever, then how many values, and absences of any, hold under it. */
async function verifyValues(
  context: Context,
  file: Uint8Array,
  trust: TrustRoot,
  options: JsonOptions,
): Promise<number> {
  const { verdict, values } = await verifyStates(file, trust, context.now())
  const there = values.filter(({ value }) => value !== undefined).length
  if (options.json) printJson(context, { valid: verdict.status === 'verified', ...verdict, values })
  else {
    const tables = new Map<string, number>()
    for (const { affair, table } of values)
      tables.set(`${affair} ${table}`, (tables.get(`${affair} ${table}`) ?? 0) + 1)
    showValid(context, verdict)
    printFields(
      context,
      [...tables].map(([table, count]) => [table, String(count)]),
    )
    context.out(
      context.say({
        zh: `在同一时刻，${there} 个数值属实，${values.length - there} 处确无数值。是否齐全由读者判断；中标结果用 gongshi award recompute。\n`,
        en: `At one moment ${there} values held, and ${values.length - there} were not there. Whether they are all is for the reader to know: of an award, gongshi award recompute tells.\n`,
      }),
    )
  }
  return verdict.status === 'verified' ? exit.done : exit.no
}

/** The act as ever, then each row on which its authority rests. */
async function verifyWithGrounds(
  context: Context,
  file: Uint8Array,
  trust: TrustRoot,
  options: JsonOptions,
): Promise<number> {
  const { installedAffairs } = await import('@gongshi/affairs')
  const { act, grounds, isWhole } = await verifyGrounded(file, trust, context.now(), groundFields(installedAffairs))
  const valid = act.status === 'verified' && isWhole
  if (options.json) printJson(context, { valid, ...act, grounds, isWhole })
  else {
    showValid(context, act)
    showGrounds(context, { grounds, isWhole })
  }
  return valid ? exit.done : exit.no
}

function showValid(context: Context, verdict: Verdict): void {
  for (const { step, facts } of verdict.steps) context.out(line('✓', context, step, facts))
  for (const finding of verdict.findings) context.out(`! ${findingText(context, finding)}\n`)
  context.out(`\n${claimText(context, verdict)}\n`)
}

function showInvalid(context: Context, error: EvidenceError, { what, next, code }: Explained): void {
  for (const { step, facts } of error.passed) context.out(line('✓', context, step, facts))
  context.out(line('✗', context, error.step, {}))
  context.out(`    ${what} [${code}]\n    → ${next}\n`)
  context.out(`\n${context.say({ zh: '不可采信。', en: 'NOT VALID.' })}\n`)
}

function line(mark: string, context: Context, step: string, facts: object | null): string {
  const words = steps.find(([name]) => name === step)?.[1][context.language] ?? ''
  const shown = Object.entries(facts ?? {}).map(([name, value]) => `${name} ${factText(name, value)}`)
  return `${mark} ${step.padEnd(11)}${words}\n${shown.length === 0 ? '' : `             ${printable(shown.join(', '))}\n`}`
}

function factText(name: string, value: unknown): string {
  if (/^(time|notBefore)$/.test(name) && typeof value === 'number') return new Date(value).toISOString()
  if (value instanceof Uint8Array) return `${toHex(value).slice(0, 16)}…`
  return typeof value === 'string' ? value : toJson(value).replace(/\s+/g, ' ')
}

function findingText(context: Context, finding: Finding): string {
  const { say } = context
  switch (finding.kind) {
    case 'act-refused':
      return say({ zh: `该动作未予办理：${finding.code}`, en: `the act was refused: ${finding.code}` })
    case 'body-absent':
      return say({
        zh: '文件未附正文；签名仍已核验',
        en: 'the file comes without the body; the signatures are checked all the same',
      })
    case 'body-erased':
      return say({ zh: `正文已依条目 ${finding.by} 删除`, en: `the body was erased by entry ${finding.by}` })
    case 'time-doubted':
      return say({
        zh: `账本所记的时间与见证方的时钟相差五分钟以上：${new Date(finding.happened).toISOString()}`,
        en: `the ledger dates it more than five minutes outside of what the witnesses’ clocks allow: ${new Date(finding.happened).toISOString()}`,
      })
    case 'trust-expired':
      return say({
        zh: `信任根已于 ${new Date(finding.since).toISOString()} 过期`,
        en: `the trust root expired at ${new Date(finding.since).toISOString()}`,
      })
  }
}

/** What is said in the end, and no more than was shown. */
function claimText(context: Context, { claim, status, times }: Verdict): string {
  const { say } = context
  const time = new Date(claim.time).toISOString()
  if (status === 'expired')
    return say({
      zh: `步骤均通过，但信任根过期：请索取更新后的证据。（${time}）`,
      en: `EXPIRED: every step holds, but the trust root is too old to rely on; ask for refreshed evidence. (${time})`,
    })
  const claimed =
    claim.kind === 'true-at'
      ? say({ zh: `有效：在 ${time} 属实。`, en: `VALID: true at ${time}.` })
      : say({ zh: `有效：截至 ${time} 为最新。`, en: `VALID: current as of ${time}.` })
  const [seen, unseen] = [times.witnessed, times.notBefore].map((at) => at !== null && new Date(at).toISOString())
  return [
    claimed,
    seen && say({ zh: `见证方至迟在 ${seen} 已看到。`, en: `Witnesses had seen it by ${seen}.` }),
    unseen &&
      say({
        zh: `在 ${unseen}，见证方所见的账本里还没有它。`,
        en: `At ${unseen} the log they had seen was without it.`,
      }),
  ]
    .filter(Boolean)
    .join(' ')
}
