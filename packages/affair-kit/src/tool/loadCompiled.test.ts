import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { toHex } from '@gongshi/protocol'
import { build } from 'esbuild'
import { identity } from '../../fixtures/identity/affair.ts'
import { vault } from '../../fixtures/vault/affair.ts'
import { compileAffair } from '../check/affair.ts'
import { bundleHandlers } from './bundleHandlers.ts'
import { installAffair } from './installAffair.ts'
import { installBundled } from './installBundled.ts'
import { type Compiled, loadCompiled } from './loadCompiled.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshi-handlers-'))
})
after(() => rm(folder, { recursive: true, force: true }))

describe('shipped affairs', () => {
  test('are compiled and their handlers bundled once and kept, until a source changes; a damaged file is made again', async () => {
    const affairs = join(folder, 'affairs/src')
    await cp(join(fixtures, 'vault'), join(affairs, 'vault'), { recursive: true })
    await writeFile(join(folder, 'affairs/package.json'), '{}')
    const [cache, handlers] = [join(folder, 'cache'), join(affairs, 'vault/handlers.ts')]
    const load = async () => {
      const module = pathToFileURL(join(affairs, 'index.ts')).href
      const [first, second] = await loadCompiled([identity, vault], module, cache)
      assert.deepEqual(first, { program: compileAffair(identity) })
      return second as Required<Compiled>
    }
    const built = await load()
    const whole = await installAffair(vault, { handlers: join(fixtures, 'vault/handlers.ts'), imports: [identity] })
    assert.deepEqual(built.bundle, await bundleHandlers(join(fixtures, 'vault/handlers.ts')))
    const installed = installBundled(vault, built)
    assert.deepEqual(installed.program, whole.program)
    assert.equal(toHex(installed.versionHash), toHex(whole.versionHash))

    const [name, ...others] = await readdir(cache)
    assert.deepEqual(others, [])
    const path = join(cache, name!)
    const { ino } = await stat(path)
    assert.deepEqual(await load(), built)
    assert.equal((await stat(path)).ino, ino, 'taken as it was')

    await writeFile(path, (await readFile(path, 'utf8')).replace('isTrustee', 'isTrustworthy'))
    assert.deepEqual(await load(), built)

    const source = await readFile(handlers, 'utf8')
    await writeFile(handlers, source.replace('input.seeds, input.count', 'input.seeds, input.take'))
    assert.notEqual(toHex((await load()).bundle.hash), toHex(built.bundle.hash))
  })

  test('are the same bytes as plain JavaScript, as packages that others install hold them', async () => {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
    for (const name of ['vault', 'land']) {
      const [root, outDir] = [join(folder, name), join(folder, `${name}-plain`)]
      await cp(join(fixtures, name), root, { recursive: true })
      const compilerOptions = {
        ...{ target: 'esnext', module: 'esnext', moduleResolution: 'bundler', rewriteRelativeImportExtensions: true },
        ...{ noCheck: true, noResolve: true, rootDir: root, outDir },
      }
      await writeFile(
        join(root, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['affair.ts', 'handlers.ts'] }),
      )
      await promisify(execFile)(process.execPath, [tsc, '-p', root])
      const [typed, plain] = [join(root, 'handlers.ts'), join(outDir, 'handlers.js')]
      assert.equal((await bundleHandlers(plain)).source, (await bundleHandlers(typed)).source)
    }
  })

  test('need no bundler in the process that runs them', async () => {
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, 'installBundled.ts')],
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      metafile: true,
    })
    const tools = Object.keys(metafile.inputs).filter((path) => /\/(esbuild|acorn|magic-string)\//.test(path))
    assert.deepEqual(tools, [])
  })
})
