/**
 * `node bundleProgram.mjs ROOT FOLDER`: bundles the command and the threads that it starts, as program.mjs says. A run of its own
 * name; `current.json` names it and what it was made of, and changes in one step, so that nobody runs half of it.
 */
import { randomUUID } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const [root, folder] = process.argv.slice(2)

/** The command, its threads, and what it runs as a process of its own. */
const entries = [
  'packages/cli/src/main.ts',
  'packages/cli/src/testnet/keeper.ts',
  'packages/ledger/src/signatures/signatureThread.ts',
  'packages/node/src/courtPacks/courtPackThread.ts',
  'packages/node/src/projections/readerThread.ts',
  'packages/node/src/projections/writerThread.ts',
].map((path) => join(root, path))

/** Native code, and libraries that look for files beside their own. */
const external = [
  'lmdb',
  'sodium-native',
  '@chainsafe/hashtree',
  'graphene-pk11',
  'pkcs11js',
  'pg-native',
  'pino',
  'esbuild',
  'terser',
]

/** A running node may still load what it has not needed so far: so many earlier bundles stay. */
const kept = 3

/** Addresses in the sources go on to mean the sources, and threads' the bundled threads. */
const addresses = {
  name: 'addresses',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8')
      if (!source.includes('import.meta')) return undefined
      return { contents: withAddresses(source, path), loader: 'ts' }
    }),
}

function withAddresses(source, path) {
  const address = /new URL\('(\.[^']+\.ts)', import\.meta\.url\)|import\.meta\.(url|dirname|filename|main)\b/g
  return source.replace(address, (_, relative, name) => {
    if (relative === undefined) return JSON.stringify(metaOf(path)[name])
    const file = resolve(dirname(path), relative)
    return entries.includes(file)
      ? `new URL('./${basename(file, '.ts')}.js', import.meta.url)`
      : `new URL(${JSON.stringify(pathToFileURL(file).href)})`
  })
}

const metaOf = (path) => ({ url: pathToFileURL(path).href, dirname: dirname(path), filename: path, main: false })

const name = randomUUID()
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: entries,
  entryNames: '[name]',
  outdir: join(folder, name),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  logLevel: 'error',
  external,
  plugins: [addresses],
  // what libraries in CommonJS ask for by name
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
})

// Libraries change with the lockfile alone.
const read = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'))
const inputs = [...read, 'package-lock.json', 'scripts/house/bundleProgram.mjs'].map((path) => {
  const { size, mtimeMs } = statSync(join(root, path))
  return [path, size, mtimeMs]
})
const fresh = join(folder, `${name}.json`)
writeFileSync(fresh, JSON.stringify({ main: `${name}/main.js`, inputs }))
renameSync(fresh, join(folder, 'current.json'))

const earlier = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== name && entry.name !== 'building')
  .map((entry) => join(folder, entry.name))
  .sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)
for (const old of earlier.slice(kept)) rmSync(old, { recursive: true, force: true })
