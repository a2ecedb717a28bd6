import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  encodeVkey,
  keyMaterial,
  mlDsa44Key,
  mlDsa44Signer,
  type NoteSigner,
  noteType,
  parseVkey,
  secretSigner,
} from '@gongshi/protocol'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { describe } from '../help.ts'
import { addKeyOptions, integer, type KeyOptions, walletOf } from '../options.ts'

type Options = KeyOptions & {
  readonly data: string
  readonly name: string
  readonly log: readonly string[]
  readonly host: string
  readonly port: number
  readonly mlDsa44?: boolean
}

/** A witness that anybody may run: it remembers what each log has shown, and cosigns only what has grown from that. */
export function addWitness(program: Command, context: Context): void {
  const command = describe(program.command('witness'), context, {
    zh: '运行见证人：记住各日志展示过的检查点，只联署由此增长而来的（C2SP tlog-witness）',
    en: 'run a witness: it remembers each log’s checkpoints and cosigns only what has grown from them (C2SP tlog-witness)',
    example: 'gongshi witness --name witness.example/w1 --key witness --log "$VKEY" --data ./gongshi-witness',
  })
  const { say } = context
  command.requiredOption(
    '--name <name>',
    say({ zh: '见证人名称，无协议前缀的网址', en: 'its name: a URL without its scheme' }),
  )
  command.requiredOption(
    '--log <vkey...>',
    say({ zh: '所见证日志的验证公钥，可有多个', en: 'verifier keys of the logs that it follows' }),
  )
  command.option(
    '--data <folder>',
    say({
      zh: '记录所见的文件夹，丢失后不得再用同一密钥',
      en: 'folder of what it has seen; once lost, its key must not be used again',
    }),
    './gongshi-witness',
  )
  command.option(
    '--ml-dsa-44',
    say({
      zh: '另以后量子签名 ML-DSA-44 联署，密钥由同一密钥文件推出',
      en: 'cosign by ML-DSA-44 as well, against quantum computers, with a key that follows from the same key file',
    }),
  )
  command.option('--host <address>', say({ zh: '监听地址', en: 'address to listen on' }), '127.0.0.1')
  command.option(
    '--port <port>',
    say({ zh: '端口，0 为任意', en: 'port; 0 takes a free one' }),
    integer('--port', 0, 65_535),
    7950,
  )
  addKeyOptions(command, context)
  command.action((options: Options) => runWitness(context, options))
}

async function runWitness(context: Context, options: Options): Promise<void> {
  const { createWitnessServer, Heads, Witness } = await import('@gongshi/sdk/witness')
  const logs = options.log.map(parseVkey)
  const { signer, mlDsa44 } = await signersOf(context, options)
  const ed25519Key = { name: signer.name, type: noteType.cosignatureEd25519, publicKey: signer.publicKey }
  const keys = [ed25519Key, ...(mlDsa44 === undefined ? [] : [mlDsa44Key(mlDsa44)])].map(encodeVkey)
  const heads = await openHeads(Heads, options.data)
  const witness = new Witness({ signer, ...(mlDsa44 && { mlDsa44 }), logs, heads, now: context.now })
  const server = createWitnessServer(witness, (error) => context.err(`${String(error)}\n`))
  try {
    server.listen(options.port, options.host)
    await Promise.race([once(server, 'listening'), once(server, 'error').then(([error]) => Promise.reject(error))])
    const { port } = server.address() as AddressInfo
    context.out(
      context.say({
        zh: `见证人正在运行：http://${options.host}:${port}\n${keys.map((vkey) => `验证公钥：${vkey}\n`).join('')}按 Ctrl+C 停止。\n`,
        en: `The witness is running: http://${options.host}:${port}\n${keys.map((vkey) => `Its verifier key: ${vkey}\n`).join('')}Press Ctrl+C to stop.\n`,
      }),
    )
    if (!context.signal.aborted) await once(context.signal, 'abort')
  } finally {
    server.closeAllConnections()
    server.close()
    heads.close()
  }
}

/** @throws {CliError} cli-file-unwritable: also where another witness has it open */
async function openHeads(
  Heads: typeof import('@gongshi/sdk/witness').Heads,
  folder: string,
): Promise<InstanceType<typeof Heads>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new Heads(join(folder, 'heads.sqlite'))
  } catch (error) {
    throw new CliError({ code: 'cli-file-unwritable', path: folder }, { cause: error })
  }
}

/** @throws {CliError} cli-value-invalid, cli-key-missing */
async function signersOf(
  context: Context,
  options: Options,
): Promise<{ readonly signer: NoteSigner; readonly mlDsa44: NoteSigner | undefined }> {
  const derived: NoteSigner[] = []
  const [{ key, sign }] = (
    await walletOf(context, options, (suite, secret) => {
      if (options.mlDsa44) derived.push(mlDsa44Signer(options.name, secret))
      return secretSigner(suite, secret)
    })
  ).signers
  if (key.suite !== 'ed25519')
    throw new CliError({ code: 'cli-value-invalid', flag: '--key', expected: '--suite ed25519' })
  const signer = { name: options.name, publicKey: keyMaterial(key), sign }
  const type = noteType.cosignatureEd25519
  try {
    parseVkey(encodeVkey({ name: signer.name, type, publicKey: signer.publicKey }))
  } catch (error) {
    throw new CliError({ code: 'cli-value-invalid', flag: '--name', expected: 'witness.example/w1' }, { cause: error })
  }
  return { signer, mlDsa44: derived[0] }
}
