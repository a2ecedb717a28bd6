import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import {
  encodeEntryBundle,
  generateSecret,
  LogAccumulator,
  leafHash,
  type NoteKey,
  type NoteSigner,
  secretSigner,
  sha256,
  signCheckpoint,
  tilePath,
  tileWidth,
  tileWidthAt,
  utf8,
} from '@gongshi/protocol'

/** A publisher whose key follows from its name. */
export function publisherOf(name: string): { readonly signer: NoteSigner; readonly key: NoteKey } {
  const { key, sign } = secretSigner('ed25519', generateSecret('ed25519', sha256(utf8(name))))
  const publicKey = key.cose.slice(-32)
  return { signer: { name, publicKey, sign }, key: { name, type: 1, publicKey } }
}

/** Entries of a made-up log: what they say does not matter to who copies it. */
export function numberedEntries(count: number, said = 'entry'): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => utf8(`${said} ${index}`))
}

/** Writes a whole log as c2sp.org/tlog-tiles has it, by an accumulator and nothing of the mirror's. @returns its note */
export async function writeTiledLog(
  folder: string,
  entries: readonly Uint8Array[],
  signer: NoteSigner,
): Promise<string> {
  const accumulator = new LogAccumulator()
  const hashes: Uint8Array[][] = []
  for (const entry of entries)
    for (const { level, hash } of accumulator.append(leafHash(entry))) {
      if (level % 8 !== 0) continue
      hashes[level / 8] ??= []
      hashes[level / 8]!.push(hash)
    }
  const write = (path: string, bytes: Uint8Array): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  const pieces = <Item>(items: readonly Item[], level: number | 'entries', encode: (part: Item[]) => Uint8Array) => {
    for (let index = 0; index * tileWidth < items.length; index++) {
      const width = tileWidthAt(entries.length, level, index)
      write(tilePath({ level, index, width }), encode(items.slice(index * tileWidth, index * tileWidth + width)))
    }
  }
  hashes.forEach((level, at) => {
    pieces(level, at, (part) => Buffer.concat(part))
  })
  pieces(entries, 'entries', encodeEntryBundle)
  const note = await signCheckpoint({ origin: signer.name, size: entries.length, root: accumulator.root() }, [signer])
  write('checkpoint', utf8(note))
  return note
}

export type StaticServer = { readonly url: string; readonly asked: string[]; close(): Promise<void> }

/** A plain web server over a folder. `asked` are the paths that were asked for, in their order. */
export async function serveFolder(folder: string): Promise<StaticServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    try {
      response.end(readFileSync(join(folder, request.url!)))
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${port}`, asked, close }
}
