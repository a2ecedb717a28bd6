import { concat, sha256, toHex, utf8 } from '@gongshi/protocol'
import { type Document, openDocuments, sealDocuments } from '@gongshi/sealed'
import { seedBytes } from './vectorFile.ts'

const secret = seedBytes('a bid’s secret')
const label = utf8('a bid’s label')
const given = [
  { name: 'offer.txt', text: 'The price is 100.\n' },
  { name: 'drawings/一层平面图.svg', text: '<svg xmlns="http://www.w3.org/2000/svg"/>\n' },
]

/** One sealed file, and what it holds. */
export async function sealedVectors() {
  let count = 0
  const random = (bytes: number) => sha256(utf8(`gongshi vectors: sealing ${count++}`)).slice(0, bytes)
  const sealed = await whole(sealDocuments({ secret, label }, given.map(documentOf), random))
  const documents: { name: string; hex: string }[] = []
  for await (const { name, bytes } of openDocuments({ secret, label }, once(sealed)))
    documents.push({ name, hex: toHex(await whole(bytes)) })
  return {
    about: 'Documents sealed under one secret and its label: an age file with our stanza, in it a padded tar.',
    secret: toHex(secret),
    label: toHex(label),
    documents,
    bytes: sealed.length,
    sealed: toHex(sealed),
  }
}

function documentOf({ name, text }: { name: string; text: string }): Document {
  const bytes = utf8(text)
  return { name, size: bytes.length, bytes: once(bytes) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function whole(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return concat(...pieces)
}
