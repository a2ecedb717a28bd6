import { type Cbor, evidenceToJson, fromHex, parseEvidence } from '@gongshi/protocol'
import {
  type Client,
  type Disclosure,
  getEntriesEvidence,
  getEntryEvidence,
  getGrounded,
  getStateEvidence,
  getTransaction,
  getTrust,
  groundSources,
  renewEvidence,
  type VerifiedEvidence,
} from '@gongshi/sdk'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { asBinary } from '../evidenceFile.ts'
import { readBytes, writeNew } from '../files.ts'
import { showGrounds } from '../grounds.ts'
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

type Options = UrlOptions &
  TrustOptions &
  JsonOptions & { readonly output?: string; readonly disclose?: readonly Disclosure[]; readonly grounds?: boolean }

/** Fetches evidence and checks it before it is written: a file that this command leaves has verified once. */
export function addEvidence(program: Command, context: Context): void {
  const evidence = describe(program.command('evidence'), context, {
    zh: '取得条目、交易或状态的证据文件',
    en: 'fetch evidence for an entry, a transaction or a value of the state',
    example: 'gongshi evidence entry 7 -o entry-7.gse',
  })
  const add = (command: Command, words: { zh: string; en: string; example: string }): Command => {
    describe(command, context, words)
    command.option(
      '-o, --output <file>',
      context.say({ zh: '写入文件（.gse 或 .gse.json）', en: 'write it to a file (.gse or .gse.json)' }),
    )
    return addJsonOption(addTrustOption(addUrlOption(command, context), context), context)
  }
  const entry = add(evidence.command('entry').argument('<index>'), {
    zh: '日志条目的证据',
    en: 'evidence for an entry of the log',
    example: 'gongshi evidence entry 7 -o entry-7.gse',
  })
  addDisclose(entry, context)
    .option(
      '--grounds',
      context.say({
        zh: '附上动作所依据的密钥、任职、职位、参数和表决，各有证据',
        en: 'with the key, term, office, figures and votes on which the act rests, each proven',
      }),
    )
    .action(async (index: string, options: Options) => {
      const client = await trustingClient(context, options)
      if (options.grounds) return keepGrounded(context, client, wholeNumber(index), options)
      await keep(context, options, await getEntryEvidence(client, wholeNumber(index), options.disclose))
    })
  addEntries(add(evidence.command('entries').argument('<indexes...>'), entriesWords), context)
  addTx(add(evidence.command('tx').argument('<id>'), txWords), context)
  add(evidence.command('state').argument('<affair>').argument('<table>').argument('<key>'), {
    zh: '状态值的证据（键为 JSON 数组）',
    en: 'evidence for a value of the state; the key is a JSON array',
    example: `gongshi evidence state disclosure entity/publication '["CN-1","2026-5"]' -o row.gse`,
  }).action(async (affair: string, table: string, key: string, options: Options) => {
    const client = await trustingClient(context, options)
    await keep(context, options, await getStateEvidence(client, affair, table, keyOf(key)))
  })
  const renew = add(evidence.command('renew').argument('<file>'), {
    zh: '把保存的证据更新到账本最新的区块头之下；原有的签名、正文和披露的内容不变',
    en: 'evidence that was kept, under the ledger’s newest header; its signatures, body and what it shows stay',
    example: 'gongshi evidence renew entry-7.gse --trust trust.json -o entry-7-new.gse',
  })
  addRenew(renew, context)
}

const entriesWords = {
  zh: '好几条日志条目的证据，合为一个文件',
  en: 'evidence for several entries of the log, in one file',
  example: 'gongshi evidence entries 7 8 12 -o case.gse --trust trust.json',
}

function addEntries(command: Command, context: Context): void {
  command.action(async (indexes: string[], options: Options) => {
    const client = await trustingClient(context, options)
    const { output } = options
    if (output?.endsWith('.json'))
      throw new CliError({ code: 'cli-value-invalid', flag: '--output', expected: 'FILE.gse' })
    const { bytes, verdicts } = await getEntriesEvidence(client, indexes.map(wholeNumber))
    if (output !== undefined) await writeNew(output, bytes)
    const file = output === undefined ? {} : { file: output }
    if (options.json) return printJson(context, { valid: true, bytes: bytes.length, entries: verdicts, ...file })
    if (output === undefined) return context.outBytes(bytes)
    printFields(context, [
      [context.say({ zh: '文件', en: 'file' }), `${output}  (${bytes.length} B)`],
      [context.say({ zh: '核验', en: 'checked' }), `${verdicts.length} ✓`],
    ])
  })
}

const txWords = {
  zh: '交易的证据',
  en: 'evidence for a transaction',
  example: 'gongshi evidence tx $TX_ID -o act.gse',
}

function addTx(command: Command, context: Context): void {
  addDisclose(command, context).action(async (id: string, options: Options) => {
    const client = await trustingClient(context, options)
    await keep(context, options, await getEntryEvidence(client, await indexOf(client, id), options.disclose))
  })
}

function addDisclose(command: Command, context: Context): Command {
  const text = context.say({
    zh: '附上内容的某一部分（承诺值:路径），可重复',
    en: 'show this part of a content as well; may be repeated',
  })
  return command.option('--disclose <commitment:path>', text, collectDisclosure)
}

/** Evidence that was kept, under the newest header: the act, its body and what was disclosed stay as the file has them. */
function addRenew(command: Command, context: Context): void {
  command.action(async (file: string, options: Options) => {
    const held = asBinary(await readBytes(context, file))
    await keep(context, options, await renewEvidence(await trustingClient(context, options), held))
  })
}

const wholeNumber = integer('INDEX', 0, Number.MAX_SAFE_INTEGER)

/** An act with what its authority rests on: one file, in binary form only. */
async function keepGrounded(context: Context, client: Client, index: number, options: Options): Promise<void> {
  const { output, disclose } = options
  if (output?.endsWith('.json') || disclose !== undefined)
    throw new CliError({ code: 'cli-value-invalid', flag: '--grounds', expected: '-o FILE.gse' })
  const { installedAffairs } = await import('@gongshi/affairs')
  const { bytes, grounds, isWhole } = await getGrounded(client, index, groundSources(installedAffairs))
  if (output !== undefined) await writeNew(output, bytes)
  if (options.json)
    return printJson(context, { valid: true, bytes: bytes.length, isWhole, grounds, ...(output && { file: output }) })
  if (output === undefined) return context.outBytes(bytes)
  showGrounds(context, { grounds, isWhole })
  context.out(`${output}  (${bytes.length} B)\n`)
}

/** @throws {CliError} cli-value-invalid */
function collectDisclosure(text: string, before: readonly Disclosure[] = []): readonly Disclosure[] {
  const match = /^([0-9a-f]{64}):(.{1,1024})$/su.exec(text)
  if (match === null)
    throw new CliError({ code: 'cli-value-invalid', flag: '--disclose', expected: '64 × 0-9 a-f : /path' })
  return [...before, { commitment: fromHex(match[1]!), path: match[2]! }]
}

/** Without --trust the root comes from the node itself, which proves less: that is said, each time. */
async function trustingClient(context: Context, options: Options): Promise<Client> {
  const client = await clientOf(context, options)
  if (client.trust !== undefined) return client
  context.err(
    context.say({
      zh: '注意：未指定 --trust，只能按该节点自己给出的信任根核验。\n',
      en: 'Note: without --trust it is checked against the trust root that this very node gives.\n',
    }),
  )
  return { ...client, trust: await getTrust(client) }
}

async function indexOf(client: Client, id: string): Promise<number> {
  if (!/^[0-9a-f]{64}$/.test(id))
    throw new CliError({ code: 'cli-value-invalid', flag: 'ID', expected: '64 × 0-9 a-f' })
  const status = await getTransaction(client, fromHex(id))
  if (status.status !== 'committed')
    throw new CliError({ code: 'cli-value-invalid', flag: 'ID', expected: 'status: committed' })
  return status.index
}

/** JSON array of texts, whole numbers and {"hex"} bytes, or the 64 hex digits of an id. */
function keyOf(text: string): Cbor {
  if (/^[0-9a-f]{64}$/.test(text)) return fromHex(text)
  try {
    return fromJsonKey(JSON.parse(text))
  } catch (error) {
    throw new CliError({ code: 'cli-value-invalid', flag: 'KEY', expected: '["…", 1, {"hex": "…"}]' }, { cause: error })
  }
}

function fromJsonKey(json: unknown): Cbor {
  if (Array.isArray(json)) return json.map(fromJsonKey)
  if (typeof json === 'string' || typeof json === 'boolean' || json === null || Number.isSafeInteger(json))
    return json as Cbor
  const { hex } = json as { hex: unknown }
  if (typeof hex !== 'string' || !/^([0-9a-f]{2})*$/.test(hex)) throw new TypeError('key')
  return fromHex(hex)
}

async function keep(context: Context, options: Options, { bytes, verdict }: VerifiedEvidence): Promise<void> {
  const { output } = options
  if (output !== undefined)
    await writeNew(
      output,
      output.endsWith('.json') ? `${JSON.stringify(evidenceToJson(parseEvidence(bytes)), null, 2)}\n` : bytes,
    )
  if (options.json)
    return printJson(context, {
      valid: true,
      bytes: bytes.length,
      ...verdict,
      ...(output === undefined ? {} : { file: output }),
    })
  if (output === undefined) return context.outBytes(bytes)
  const { say } = context
  printFields(context, [
    [say({ zh: '文件', en: 'file' }), `${output}  (${bytes.length} B)`],
    [
      say({ zh: '核验', en: 'checked' }),
      verdict.steps
        .map(({ step }) => step)
        .join(' ✓ ')
        .concat(' ✓'),
    ],
  ])
  context.out(
    say({
      zh: `离线核验：gongshi verify ${output} --trust trust.json\n`,
      en: `Verify it offline: gongshi verify ${output} --trust trust.json\n`,
    }),
  )
}
