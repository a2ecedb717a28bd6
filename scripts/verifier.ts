/** Writes the hash of gongshi-verify.html into the documents that state it: `npm run verifier`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashDocuments, verifierHash, withHash } from './verifierHash.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sha256 = await verifierHash()
for (const path of hashDocuments) {
  const text = withHash(readFileSync(join(root, path), 'utf8'), sha256)
  if (text !== undefined) writeFileSync(join(root, path), text)
}
console.log(sha256)
