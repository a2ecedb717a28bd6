import { cliDocument } from '../../cliDocument.ts'
import type { Rule } from '../tree.ts'

const path = 'docs/cli.md'

export const cliReference: Rule = {
  name: 'every command is documented (docs/cli.md)',
  async check(tree) {
    if (tree.find(path)?.text === (await cliDocument())) return []
    return [{ path, message: 'is not what the commands say: run "node scripts/cli.ts"' }]
  },
}
