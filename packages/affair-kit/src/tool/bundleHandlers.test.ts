import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import { identity } from '../../fixtures/identity/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { treasury } from '../../fixtures/treasury/affair.ts'
import { BundleError } from './bundleError.ts'
import { bundleHandlers, instrumentedBundle } from './bundleHandlers.ts'
import { installAffair } from './installAffair.ts'

const fixtures = path.join(import.meta.dirname, '../../fixtures')

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bundle-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('a handler bundle', () => {
  test('is the same wherever its files lie, and holds nothing of the declaration', async () => {
    const here = await bundleHandlers(path.join(fixtures, 'land/handlers.ts'))
    assert.ok(!here.source.includes('defineAffair') && !here.source.includes('registrar'))
    await withFolder(async (folder) => {
      await cp(path.join(fixtures, 'land'), path.join(folder, 'deep/land'), { recursive: true })
      const there = await bundleHandlers(path.join(folder, 'deep/land/handlers.ts'))
      assert.equal(toHex(there.hash), toHex(here.hash))
    })
  })

  test('does not change with comments and layout, and changes with the code', async () => {
    const source = (body: string) =>
      `import { implement } from '@gongshi/affair-kit'\nimport { x } from './x.ts'\nexport const all = implement(x, { run() { ${body} } })\n`
    await withFolder(async (folder) => {
      const file = path.join(folder, 'handlers.ts')
      const hashOf = async (body: string) => {
        await writeFile(file, source(body))
        return toHex((await bundleHandlers(file)).hash)
      }
      await writeFile(path.join(folder, 'x.ts'), 'export const x = { name: "x" }\n')
      const first = await hashOf('return { to: "a" }')
      assert.equal(await hashOf('/* why */\n\n  return { to: "a" }'), first)
      assert.notEqual(await hashOf('return { to: "b" }'), first)
    })
  })

  test('handlers in files of their own, a verb a file, are one bundle', async () => {
    await withFolder(async (folder) => {
      await writeFile(path.join(folder, 'run.ts'), 'export function run(): { to: string } { return { to: "a" } }\n')
      await writeFile(
        path.join(folder, 'handlers.ts'),
        "import { implement } from '@gongshi/affair-kit'\nimport { run } from './run.ts'\nexport const all = implement({} as never, { run } as never)\n",
      )
      const { source } = await bundleHandlers(path.join(folder, 'handlers.ts'))
      assert.match(source, /registerHandlers/)
      assert.match(source, /"a"/)
    })
  })

  test('what cannot be bundled is refused with its reasons', async () => {
    await withFolder(async (folder) => {
      const file = path.join(folder, 'handlers.ts')
      for (const source of [
        'import x from "./gone.ts"; x()',
        'let',
        'import fs from "node:fs"; fs.x()',
        'Date.now()',
      ]) {
        await writeFile(file, source)
        await assert.rejects(bundleHandlers(file), BundleError)
      }
    })
  })

  test('an affair is not installed without the handlers that it declares', async () => {
    const code = 'handlers-missing'
    const isMissing = (error: unknown) => error instanceof BundleError && error.failure.faults[0]?.code === code
    const imports = [identity, treasury]
    await assert.rejects(installAffair(land, { imports }), isMissing)
    await assert.rejects(
      installAffair(land, { imports, handlers: instrumentedBundle('registerHandlers({})') }),
      isMissing,
    )
  })

  test('a bundle that does not load within its budget is a fault, not an endless start', async () => {
    const handlers = instrumentedBundle('for(;;);registerHandlers({split(){}})')
    await assert.rejects(installAffair(land, { imports: [identity, treasury], handlers }), /within their budget/)
  })
})
