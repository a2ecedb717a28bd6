import { type Signer, utf8 } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import { type Uploading, uploadContent } from './uploadContent.ts'

/** UTF-16 units: two sheets of paper, closely written. */
const maxWordsLength = 4000

/**
 * What a person says to everybody, as a content of paragraphs in a language that nobody asked for.
 * @returns the commitment
 * @throws {ClientError} client-comment-length; as `uploadContent`
 */
export async function uploadWords(
  client: Uploading,
  signer: Signer,
  mediaType: string,
  words: string,
): Promise<Uint8Array> {
  const text = words.normalize('NFC').trim()
  if (text === '' || text.length > maxWordsLength)
    throw new ClientError({ code: 'client-comment-length', most: maxWordsLength })
  return uploadContent(client, signer, [
    { path: '@type', bytes: utf8(mediaType) },
    ...text.split(/\s*\n\s*/).map((line, at) => ({ path: `paragraph/${at + 1}/und`, bytes: utf8(line) })),
  ])
}
