import { errorsDocument } from '../../errorsDocument.ts'
import type { Rule } from '../tree.ts'

const path = 'docs/errors.md'

/** Programs branch on codes and people look them up: a code without its page, texts or status fails the tests. */
export const errors: Rule = {
  name: 'every error code is documented (docs/errors.md)',
  async check(tree) {
    const { text, faults } = await errorsDocument(tree.root)
    if (tree.find(path)?.text === text) return faults
    return [...faults, { path, message: 'is not what the catalogues say: run "node scripts/errors.ts"' }]
  },
}
