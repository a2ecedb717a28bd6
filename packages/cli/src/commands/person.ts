import { fromHex, signCertificate } from '@gongshi/protocol'
import { getLedger } from '@gongshi/sdk'
import { openSecret, readKeyFileFace } from '@gongshi/sdk/node'
import type { AdmissionRequest } from '@gongshi/sdk/person'
import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { End } from '../end.ts'
import { CliError } from '../errors.ts'
import { exit } from '../failure.ts'
import { readBytes, readJson, writeNew } from '../files.ts'
import { describe } from '../help.ts'
import { type KeyRequest, readKeyRequest } from '../keyRequest.ts'
import { publicKeyIn, readKey } from '../keys/keyFolder.ts'
import {
  addJsonOption,
  addKeyOptions,
  addPassphraseOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  integer,
  type JsonOptions,
  type KeyOptions,
  type PassphraseOptions,
  passphraseOf,
  type TrustOptions,
  type UrlOptions,
  walletOf,
} from '../options.ts'
import { printJson } from '../output.ts'
import { rowOf } from '../rowArgument.ts'
import { showCommitted } from './submit.ts'

type Asking = UrlOptions & TrustOptions & JsonOptions

/** Loaded only when a person takes part: it brings the declarations of all affairs along. */
const participating = () => import('@gongshi/sdk/person')

const dayMs = 24 * 60 * 60 * 1000

/** A person who takes part: by one secret, a key and a pseudonym for each matter. */
export function addPerson(program: Command, context: Context, end: End): void {
  const person = describe(program.command('person'), context, {
    zh: '公众参与：由一个密钥文件为每个事项派生互不关联的密钥，申请核验，提出意见',
    en: 'take part: from one key file a key for each matter, which nothing links; have it certified, comment',
    example: 'gongshi person request me CONSULTATION',
  })
  addRequest(person, context)
  addCertify(person, context)
  addAdmit(person, context, end)
  addComment(person, context, end)
}

function addRequest(person: Command, context: Context): void {
  const command = describe(person.command('request').argument('<secret>').argument('<consultation>'), context, {
    zh: '输出本人在该征求意见事项中的公钥和化名，交给核验窗口和机关',
    en: 'print the own key and pseudonym for one consultation, for the identity desk and the organ',
    example: 'gongshi person request me gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ > request.json',
  })
  addPassphraseOption(addTrustOption(addUrlOption(command, context), context), context)
  command.action(async (secret: string, consultation: string, options: Asking & PassphraseOptions) => {
    const client = await clientOf(context, options)
    const { chainId } = await getLedger(client)
    const place = await placeOf(context, options, secret, chainId, consultation)
    const { admissionRequest } = await participating()
    printJson(context, { chainId, consultation, ...admissionRequest(place) })
  })
}

function addCertify(person: Command, context: Context): void {
  const command = describe(person.command('certify').argument('<request>').argument('<certificate>'), context, {
    zh: '核验窗口：核实来人身份后，为其密钥签发证书（不上账本；每人每事项只签发一次）',
    en: 'identity desk: certify the key of somebody identified; off the ledger, once a person and matter',
    example: 'gongshi person certify request.json certificate.cose --key desk --level 3',
  })
  const level = context.say({
    zh: '核验等级（ISO/IEC 29115，1 至 4）',
    en: 'level of assurance (ISO/IEC 29115, 1 to 4)',
  })
  const days = context.say({ zh: '有效天数', en: 'days for which it is good' })
  command.requiredOption('--level <level>', level, integer('--level', 1, 4))
  command.option('--days <days>', days, integer('--days', 1, 365), 30)
  addKeyOptions(command, context)
  command.action(
    async (request: string, file: string, options: KeyOptions & { readonly level: number; readonly days: number }) => {
      const asked = readKeyRequest(await readJson(context, request))
      const { chainId, keyId } = asked
      const { scopeOf } = await participating()
      const [desk] = (await walletOf(context, options)).signers
      const notBefore = context.now()
      const times = { notBefore, notAfter: notBefore + options.days * dayMs }
      const certified = {
        chainId,
        scope: scopeOf(rowOf('CONSULTATION', asked.consultation)),
        keyId: fromHex(keyId),
        ...times,
      }
      await writeNew(file, await signCertificate(desk, { ...certified, level: options.level }), 0o600)
    },
  )
}

function addAdmit(person: Command, context: Context, end: End): void {
  const command = describe(person.command('admit').argument('<request>').argument('<certificate>'), context, {
    zh: '机关：核对证书后准予提出意见（证书不上账本）',
    en: 'organ: let a person’s key in after checking its certificate, which stays off the ledger',
    example: 'gongshi person admit request.json certificate.cose --issuer desk.pub --key receiver',
  })
  const issuer = { zh: '所信任的核验窗口的公钥或密钥文件', en: 'public key or key file of the desk relied on' }
  command.requiredOption('--issuer <key>', context.say(issuer))
  addJsonOption(addKeyOptions(addTrustOption(addUrlOption(command, context), context), context), context)
  command.action(
    async (request: string, certificate: string, options: Asking & KeyOptions & { readonly issuer: string }) => {
      const asked = readKeyRequest(await readJson(context, request))
      const client = await clientOf(context, options)
      const issued = {
        certificate: await readBytes(context, certificate),
        issuer: publicKeyIn((await readKey(context, options.issuer)).text),
      }
      const wallet = await walletOf(context, options)
      const { admitPerson } = await participating()
      const committed = await admitPerson(
        client,
        wallet,
        rowOf('CONSULTATION', asked.consultation),
        admissionOf(asked),
        issued,
      )
      end(shown(context, options, committed))
    },
  )
}

function addComment(person: Command, context: Context, end: End): void {
  const command = describe(
    person.command('comment').argument('<secret>').argument('<consultation>').argument('<file>'),
    context,
    {
      zh: '提出意见：内容在账本之外，账本上只有承诺值、本事项的密钥和化名',
      en: 'comment: the words stay beside the ledger; on it are their commitment, the key and pseudonym for this matter',
      example: 'gongshi person comment me gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ words.txt',
    },
  )
  addPassphraseOption(addJsonOption(addTrustOption(addUrlOption(command, context), context), context), context)
  command.action(async (secret: string, consultation: string, file: string, options: Asking & PassphraseOptions) => {
    const words = textOf(await readBytes(context, file))
    const client = await clientOf(context, options)
    const { chainId } = await getLedger(client)
    const place = await placeOf(context, options, secret, chainId, consultation)
    const { comment } = await participating()
    end(shown(context, options, await comment(client, place, words)))
  })
}

function shown(context: Context, options: JsonOptions, committed: Parameters<typeof showCommitted>[1]): number {
  if (options.json) printJson(context, committed)
  else showCommitted(context, committed)
  return committed.outcome[0] === 'refused' ? exit.no : exit.done
}

async function placeOf(
  context: Context,
  options: PassphraseOptions,
  secret: string,
  chainId: string,
  consultation: string,
) {
  const { text } = await readKey(context, secret)
  const passphrase = readKeyFileFace(text).isProtected ? await passphraseOf(context, options) : null
  const [, seed] = await openSecret(text, passphrase)
  const { placeIn } = await participating()
  return placeIn(seed, chainId, rowOf('CONSULTATION', consultation))
}

function admissionOf({ keyId, suite, x, y, author }: KeyRequest): AdmissionRequest {
  return { keyId: fromHex(keyId), suite, x: fromHex(x), y: y === null ? null : fromHex(y), author: fromHex(author) }
}

/** @throws {CliError} cli-value-invalid for what is no text */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new CliError({ code: 'cli-value-invalid', flag: 'FILE', expected: 'UTF-8' }, { cause: error })
  }
}
