import { hashDocuments, verifierHash, withHash } from '../../verifierHash.ts'
import type { Rule } from '../tree.ts'

/** A stranger compares the file in hand with this line: a stale hash would make an honest file look forged. */
export const statedHash: Rule = {
  name: 'the hash of gongshi-verify.html is the one that the documents state',
  async check(tree) {
    const sha256 = await verifierHash()
    return hashDocuments.flatMap((path) => {
      const text = tree.find(path)?.text ?? ''
      const message =
        withHash(text, sha256) === undefined ? 'does not state it' : 'states another: run "npm run verifier"'
      return withHash(text, sha256) === text ? [] : [{ path, message }]
    })
  },
}
