import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'

const guide = readFileSync(path.join(import.meta.dirname, '../../../../docs/write-an-affair.md'), 'utf8')
const authorsFolder = 'packages/affairs/src/stalls/'

type Block = { readonly language: string; readonly file: string; readonly text: string }

function blocksOf(markdown: string): readonly Block[] {
  const blocks = markdown.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)
  return [...blocks].map(([, language, file, text]) => ({ language: language!, file: file!, text: text! }))
}

/** A folder inside the workspace, so that imports resolve as they do for an author; gone afterwards. */
function withFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(import.meta.dirname, '../../guide-'))
  try {
    use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function place(folder: string, file: string): string {
  assert.ok(file.startsWith(authorsFolder), `${file} is not in the author's folder`)
  return path.join(folder, file.slice(authorsFolder.length))
}

function runCommand(folder: string, command: string): void {
  const [npx, node, flag, file, ...rest] = command.trim().split(' ')
  assert.deepEqual([npx, node, flag, rest], ['npx', 'node', '--test', []])
  // The outer test runner's variable would make the inner one report to it.
  const { NODE_TEST_CONTEXT: _outer, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', place(folder, file!)], {
    encoding: 'utf8',
    env,
  })
  assert.equal(status, 0, `${command}\n${stdout}${stderr}`)
}

/** As an author's editor would judge it: the repository's own settings. */
function checkTypes(folder: string): void {
  const settings = { extends: '../../../tsconfig.json', include: ['.'] }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(settings))
  const tsc = path.join(import.meta.dirname, '../../../../node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' })
  assert.equal(status, 0, stdout)
}

describe('docs/write-an-affair.md', () => {
  test('works as it stands: its files written and its commands run, in its order', () => {
    const blocks = blocksOf(guide)
    let commands = 0
    withFolder((folder) => {
      for (const { language, file, text } of blocks)
        if (file !== '') writeFileSync(place(folder, file), text)
        else if (language === 'sh') {
          runCommand(folder, text)
          commands++
        }
      checkTypes(folder)
    })
    assert.equal(commands, 4)
  })
})
