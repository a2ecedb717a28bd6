import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'

const packages = new URL('../../packages/', import.meta.url)
const sourceOf = (name) => JSON.stringify(new URL(name, packages).href)

test('with our modules found beforehand each is still one, whoever imports it by whatever name', async () => {
  const program = `
    const [byFile, whole, ledger] = await Promise.all([
      import(${sourceOf('protocol/src/bytes/cbor.ts')}),
      import(${sourceOf('protocol/src/index.ts')}),
      import(${sourceOf('ledger/src/index.ts')}),
    ])
    const error = new ledger.LedgerError({ code: 'state-damaged' })
    console.log(whole.encodeCbor === byFile.encodeCbor, error instanceof whole.GongshiError)`
  const flags = ['--import', new URL('ownModules.mjs', import.meta.url).href, '--input-type=module']
  const stdio = ['ignore', 'pipe', 'pipe']
  const child = spawn(process.execPath, [...flags, '-e', program], { stdio })
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  assert.deepEqual({ output, errors, code }, { output: 'true true\n', errors: '', code: 0 })
})
