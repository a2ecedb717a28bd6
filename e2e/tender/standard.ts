import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const script = fileURLToPath(new URL('../../interop/ocds/live.sh', import.meta.url))

/** Every release of a node's one tender, merged by the reference implementation, is the record that the node gives. */
export async function holdsToTheStandard(url: string): Promise<void> {
  const { stdout } = await promisify(execFile)('sh', [script, url])
  assert.match(stdout, /1 records equal, 0 not merged/)
}
