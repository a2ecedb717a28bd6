import { openAsBlob } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { nativeMemberHasher } from '@gongshi/sdk/node'
import type { Command } from 'commander'
import { addErrorTexts } from '../catalogue.ts'
import type { Context } from '../context.ts'
import { CliError } from '../errors.ts'
import { writeNew } from '../files.ts'
import { describe } from '../help.ts'
import {
  addJsonOption,
  addTrustOption,
  addUrlOption,
  clientOf,
  type JsonOptions,
  type TrustOptions,
  type UrlOptions,
} from '../options.ts'
import { printJson } from '../output.ts'
import { bidKey } from '../sealing/bidKey.ts'

type Options = UrlOptions & TrustOptions & JsonOptions

/** For anybody: what lay in a bid that is open, as files. They come from a stranger: none is run, none takes another's place. */
export function addBidUnpack(bid: Command, context: Context): void {
  const command = describe(
    bid.command('unpack').argument('<procedure>').argument('<bid>').argument('<folder>'),
    context,
    {
      zh: '任何人：把已开启的投标的文件解到一个新文件夹；先与账本上的承诺值核对，文件名经检查，不覆盖任何文件',
      en: 'anybody: the files of a bid that is open, into a new folder; held against the ledger first, names checked, nothing overwritten',
      example: `gongshi bid unpack gkKCZ3gtY2l0eWVvZmZpY2VmUVMtMQ ${'5a'.repeat(32)} bid-5a --trust trust.json`,
    },
  )
  addJsonOption(addTrustOption(addUrlOption(command, context), context), context)
  command.action(async (procedure: string, author: string, folder: string, options: Options) => {
    const client = { ...(await clientOf(context, options)), memberHasher: nativeMemberHasher }
    const { openedDocuments, sealedErrorTexts } = await import('@gongshi/sdk/bid')
    const { nativeCipher } = await import('@gongshi/sealed/node')
    addErrorTexts(sealedErrorTexts)
    const key = bidKey(procedure, author)
    const documents = await unpackInto(folder, (aside) => openedDocuments(client, key, aside, nativeCipher))
    if (options.json) printJson(context, { folder: resolve(folder), documents })
    else for (const { name, size } of documents) context.out(`${size}\t${name}\n`)
  })
}

type Documents = ReturnType<typeof import('@gongshi/sdk/bid').openedDocuments>
type Aside = Parameters<typeof import('@gongshi/sdk/bid').openedDocuments>[2]

/** Names and sizes of what was written. What could not be unpacked to its end leaves no folder. */
async function unpackInto(folder: string, open: (aside: Aside) => Documents) {
  await makeNew(folder)
  const sealedPath = join(folder, '.sealed.age')
  const written: { readonly name: string; readonly size: number }[] = []
  try {
    const aside: Aside = async (_size, sealed) => {
      await writeNew(sealedPath, sealed)
      return openAsBlob(sealedPath)
    }
    for await (const { name, size, bytes } of open(aside)) {
      await writeNew(join(folder, ...name.split('/')), bytes)
      written.push({ name, size })
    }
    await rm(sealedPath)
    return written
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** @throws {CliError} cli-file-exists: nothing that is there is touched */
async function makeNew(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    throw new CliError({ code: exists ? 'cli-file-exists' : 'cli-file-unwritable', path: folder }, { cause })
  }
}
