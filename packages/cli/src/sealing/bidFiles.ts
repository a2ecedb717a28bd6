import { createHash } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { toHex } from '@gongshi/protocol'
import type { Json } from '@gongshi/sdk'
import { type BidContent, nameOfBid, offerFromJson } from '@gongshi/sdk/bid'
import { nativeCipher } from '@gongshi/sealed/node'
import { CliError } from '../errors.ts'
import { replaceFile } from '../files.ts'

/** A bidder's files, and what was sealed of them, beside the file at `keptPath`: `….bid.1.age` for the first sealing. */
export async function bidFiles(keptPath: string) {
  const path = (sealing: number) => keptPath.replace(/json$/, `${sealing + 1}.age`)
  return {
    nativeCipher,
    contentOf,
    sealedFiles: {
      path,
      read: (sealing: number) => readable(path(sealing), () => openAsBlob(path(sealing))),
      async write(sealing: number, sealed: AsyncIterable<Uint8Array>): Promise<Blob> {
        await replaceFile(path(sealing), sealed, 0o600)
        return openAsBlob(path(sealing))
      },
    },
  }
}

/**
 * Names what is sealed by the offer and the files' names and bytes, which are read once for it. The certificate is the first of them, and
 * the offer has its digest.
 */
async function contentOf(json: Json, files: readonly string[], certificate?: string): Promise<BidContent> {
  const found = []
  for (const path of certificate === undefined ? files : [certificate, ...files]) found.push(await fileOf(path))
  const certified = certificate === undefined ? {} : { certificate: toHex(found[0]!.digest) }
  const { offer, encoded } = offerFromJson({ ...(json as object), ...certified } as Json)
  const documents = found.map(({ name, size, path }) => ({ name, size, bytes: createReadStream(path) }))
  return { of: nameOfBid(encoded, found), offer, documents }
}

async function fileOf(path: string) {
  return readable(path, async () => {
    const { size } = await stat(path)
    const hash = createHash('sha256')
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
    return { path, name: basename(path).normalize('NFC'), size, digest: new Uint8Array(hash.digest()) }
  })
}

/** @throws {CliError} cli-file-unreadable */
async function readable<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read()
  } catch (cause) {
    throw new CliError({ code: 'cli-file-unreadable', path }, { cause })
  }
}
