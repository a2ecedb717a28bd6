import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

/**
 * A thread that is ended while lmdb's native code loads takes the process down with it, and a node that refuses to start ends
 * its threads at once. They have no use for the store either.
 */
for (const thread of ['writer.ts', 'readerThread.ts'])
  test(`${thread} brings the store into no thread`, () => {
    const file = fileURLToPath(new URL(thread, import.meta.url))
    const script = `import(${JSON.stringify(file)}).catch(() => undefined).then(() => {
      console.log(JSON.stringify(process.report.getReport().sharedObjects))
      process.exit()
    })`
    const loaded = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    assert.ok((JSON.parse(loaded) as string[]).length > 0)
    assert.doesNotMatch(loaded, /lmdb|hashtree/)
  })
