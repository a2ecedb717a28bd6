import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { programCommand } from './program.mjs'

const root = mkdtempSync(join(tmpdir(), 'gongshi-program-'))
after(() => rmSync(root, { recursive: true, force: true }))

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const thread = 'packages/ledger/src/signatures/signatureThread.ts'
const command = () => programCommand(root, process.execPath)
const said = () => execFileSync(process.execPath, command(), { encoding: 'utf8' })

describe('the program in a few files', () => {
  write('package-lock.json', '{}')
  write('scripts/house/bundleProgram.mjs', '')
  write('packages/cli/src/testnet/keeper.ts', '')
  write('packages/node/src/courtPacks/courtPackThread.ts', '')
  for (const name of ['readerThread', 'writerThread']) write(`packages/node/src/projections/${name}.ts`, '')
  write('packages/cli/src/word.ts', "export const word: string = 'one'\n")
  write('packages/ledger/src/signatures/place.json', '"beside the source"')
  write(thread, "import { parentPort } from 'node:worker_threads'\nparentPort!.postMessage('from the thread')\n")
  write(
    'packages/ledger/src/signatures/threads.ts',
    `import { readFileSync } from 'node:fs'
    import { Worker } from 'node:worker_threads'
    if (import.meta.main) throw new Error('only imported')
    new Worker(new URL('./signatureThread.ts', import.meta.url)).on('message', (said: string) =>
      console.log(said, readFileSync(new URL('./place.json', import.meta.url), 'utf8')))\n`,
  )
  write(
    'packages/cli/src/main.ts',
    "import '../../ledger/src/signatures/threads.ts'\nimport { word } from './word.ts'\nconsole.log(word)\n",
  )

  test('its threads are bundled, too, and addresses of files go on to mean those beside the sources', () => {
    assert.match(command().join(), /main\.js$/)
    assert.deepEqual(said().split('\n'), ['one', 'from the thread "beside the source"', ''])
  })

  test('is kept until a source changes; a source that does not parse is left to Node to complain of', () => {
    const [first] = command()
    assert.equal(command()[0], first)
    write('packages/cli/src/word.ts', "export const word: string = 'another'\n")
    assert.match(said(), /^another\n/)
    assert.notEqual(command()[0], first)
    write('packages/cli/src/word.ts', 'export const = 1\n')
    assert.match(command().join(), /main\.ts$/)
    write('packages/cli/src/word.ts', "export const word: string = 'mended'\n")
    assert.match(said(), /^mended\n/)
  })

  test('while another run bundles, and where nothing can be kept, the sources run', () => {
    const lock = join(root, 'node_modules/.cache/program/building')
    mkdirSync(lock)
    write('packages/cli/src/word.ts', "export const word: string = 'meanwhile'\n")
    assert.match(said(), /^meanwhile\n/)
    assert.match(command().join(), /main\.ts$/)
    rmSync(lock, { recursive: true })
    rmSync(join(root, 'node_modules'), { recursive: true })
    writeFileSync(join(root, 'node_modules'), 'in the way')
    assert.match(command().join(), /main\.ts$/)
    rmSync(join(root, 'node_modules'))
  })

  test('some earlier bundles stay for those that still run', () => {
    for (const word of ['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff']) {
      write('packages/cli/src/word.ts', `export const word: string = '${word}'\n`)
      command()
    }
    const kept = readdirSync(join(root, 'node_modules/.cache/program'), { withFileTypes: true })
    assert.equal(kept.filter((entry) => entry.isDirectory()).length, 4)
  })
})
