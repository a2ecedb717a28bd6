import { toHex } from '@gongshi/protocol'
import { type Command, Option } from 'commander'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { describe } from '../help.ts'
import { loadNode, type NodePart } from '../operate/parts.ts'
import { firstLine } from '../options.ts'
import { untilStopped } from './start.ts'

type Options = {
  readonly connect: string
  readonly chainId: string
  readonly state: string
  readonly new?: true
  readonly keys?: string
  readonly pkcs11?: string
  readonly token?: string
  readonly key?: string
  readonly pinFile?: string
}

/** A validator's key in a process of its own, which signs for the node's CometBFT and never twice. */
export function addSigner(program: Command, context: Context): void {
  const command = describe(program.command('signer'), context, {
    zh: '在节点之外保管验证者密钥并签署投票；密钥可在 PKCS#11 设备中',
    en: 'hold a validator’s key outside its node and sign its votes; the key may lie in a PKCS#11 token',
    example:
      'gongshi signer --connect /run/gongshi/signer.sock --chain-id example-city --state ./signer --pkcs11 /usr/lib/softhsm/libsofthsm2.so --token gongshi --key validator --pin-file pin.txt',
  })
  command.requiredOption(
    '--connect <path>',
    context.say({
      zh: '节点的 engine.signer.listen 所指的套接字文件',
      en: 'socket file of the node’s engine.signer.listen',
    }),
  )
  command.requiredOption('--chain-id <id>', context.say({ zh: '账本名', en: 'name of the ledger' }))
  command.requiredOption(
    '--state <folder>',
    context.say({
      zh: '记录已签内容的文件夹，丢失后不得再用此密钥签名',
      en: 'folder that says what was signed: without it the key must not sign again',
    }),
  )
  command.option(
    '--new',
    context.say({ zh: '此密钥从未在此账本上签过名', en: 'the key has never signed on this ledger' }),
  )
  command.addOption(
    new Option(
      '--keys <folder>',
      context.say({ zh: '存放 validator.key 的文件夹', en: 'folder in which validator.key lies' }),
    ).conflicts('pkcs11'),
  )
  command.option('--pkcs11 <library>', context.say({ zh: '设备的 PKCS#11 程序库', en: 'the token’s PKCS#11 library' }))
  command.option('--token <label>', context.say({ zh: '设备标签', en: 'the token’s label' }))
  command.option('--key <label>', context.say({ zh: '密钥标签（Ed25519）', en: 'the key’s label (Ed25519)' }))
  command.option('--pin-file <file>', context.say({ zh: '口令文件（首行）', en: 'file whose first line is the PIN' }))
  command.action(async (options: Options) => sign(context, options))
}

async function sign(context: Context, options: Options): Promise<void> {
  const node = await loadNode()
  const { connect: socket, chainId, state: folder, new: isNew = false } = options
  const key = await keyOf(options)
  const onLine = ({ level, message, fields }: Parameters<Parameters<NodePart['startSigner']>[0]['onLine']>[0]) =>
    context.err(`${JSON.stringify({ level, message, ...fields })}\n`)
  const signer = await node.startSigner({ socket, chainId, folder, isNew, key, onLine })
  try {
    context.out(`${context.say({ zh: '验证者公钥', en: 'validator' })}  ${toHex(signer.publicKey)}\n`)
    await untilStopped(context)
  } finally {
    await signer.stop()
  }
}

/** @throws {CliError} cli-argument-missing, cli-file-unreadable */
async function keyOf({
  keys,
  pkcs11,
  token,
  key,
  pinFile,
}: Options): Promise<Parameters<NodePart['startSigner']>[0]['key']> {
  if (keys !== undefined) return { folder: keys }
  const given = { '--pkcs11': pkcs11, '--token': token, '--key': key, '--pin-file': pinFile }
  for (const [argument, value] of Object.entries(given))
    if (value === undefined) throw new CliError({ code: 'cli-argument-missing', argument })
  return { module: pkcs11!, token: token!, key: key!, pin: await firstLine(pinFile!) }
}
