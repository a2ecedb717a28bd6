import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type AnyNode, parse } from 'acorn'
import { type BuildFailure, build, type OnLoadResult, type Plugin, transform } from 'esbuild'
import MagicString from 'magic-string'
import { BundleError, type BundleFault } from './bundleError.ts'
import { bundleHash, type HandlerBundle } from './handlerBundle.ts'
import { registerName } from './handlerLanguage.ts'
import { instrument } from './instrument.ts'

/** Fixed, whatever tsconfig.json lies around: the bundle is hashed. */
const tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: false } } as const

/**
 * Bundles an affair's handlers into one instrumented script. Deterministic: independent of where the files lie, of their
 * comments and their layout. The declaration is not part of it; it is data and has a hash of its own.
 *
 * @param file the module that calls `implement(affair, handlers)`
 * @throws {BundleError} with everything that a handler may not do
 */
export async function bundleHandlers(file: string): Promise<HandlerBundle> {
  const entry = path.resolve(file)
  const result = await build({
    entryPoints: [entry],
    absWorkingDir: path.dirname(entry),
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2024',
    treeShaking: true,
    minifyWhitespace: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw,
    plugins: [handlersOnly()],
  }).catch((error: unknown) => {
    throw new BundleError(faultsOf(error))
  })
  return instrumentedBundle(result.outputFiles[0]!.text)
}

/** esbuild's own errors: a file that does not parse, or an import that leads nowhere. */
function faultsOf(error: unknown): readonly BundleFault[] {
  const { errors } = error as Partial<BuildFailure>
  if (errors === undefined || errors.length === 0) throw error
  return errors.map(({ location, text }) => ({
    code: location === null || !text.startsWith('Could not resolve') ? 'handlers-syntax' : 'handlers-import',
    line: location?.line ?? 1,
    column: location?.column ?? 0,
    what: text,
  }))
}

/** A bundle from source that needs no bundling: one script that calls `registerHandlers({ … })`. */
export function instrumentedBundle(script: string): HandlerBundle {
  const source = instrument(script)
  return { source, hash: bundleHash(source) }
}

/**
 * The kit inside a bundle: `implement` hands the handlers over and `handler` gives its function back. Neither needs the
 * declaration, so that argument is cut out of the calls, and the declaration's module falls away with it.
 */
const kitInside = `export const implement = (_, handlers) => ${registerName}(handlers); export const handler = (_, __, run) => run;`

function handlersOnly(): Plugin {
  return {
    name: 'handlers-only',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@gongshi\/affair-kit$/ }, () => ({ path: 'kit', namespace: 'kit', sideEffects: false }))
      onLoad({ filter: /^kit$/, namespace: 'kit' }, () => ({ contents: kitInside, loader: 'js' }))
      // A module that is imported only for what it declares must fall away, whatever it would do when loaded.
      onResolve({ filter: /^\.{1,2}\// }, ({ path: relative, importer }) =>
        importer === '' ? undefined : { path: path.resolve(path.dirname(importer), relative), sideEffects: false },
      )
      onLoad({ filter: /\.[cm]?[jt]s$/, namespace: 'file' }, ({ path: file }) => withoutDeclaration(file))
    },
  }
}

async function withoutDeclaration(file: string): Promise<OnLoadResult> {
  const { code } = await transform(await readFile(file, 'utf8'), {
    loader: 'ts',
    target: 'es2024',
    format: 'esm',
    tsconfigRaw,
  })
  const cut = new MagicString(code)
  const program = parse(code, { ecmaVersion: 2024, sourceType: 'module' })
  walk(program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return
    const affair = node.arguments[0]
    if ((node.callee.name === 'implement' || node.callee.name === 'handler') && affair)
      cut.overwrite(affair.start, affair.end, '0')
  })
  // As TypeScript once more: what is imported and no longer named falls away.
  return { contents: cut.toString(), loader: 'ts' }
}

function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node)
  for (const value of Object.values(node) as unknown[])
    for (const item of Array.isArray(value) ? value : [value])
      if (item !== null && typeof item === 'object' && 'type' in item) walk(item as AnyNode, visit)
}
