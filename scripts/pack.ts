/**
 * `npm run pack -- [FOLDER]`: packs every package that ships as plain JavaScript with types, since Node takes types off
 * only outside `node_modules`. Gives the archives' paths, one a line; the folder is `dist/packages` unless named.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** Packages that others install; the test kit is ours alone. */
const shipped = readdirSync(join(root, 'packages')).filter((name) => name !== 'testkit')

type Manifest = {
  readonly name: string
  readonly exports: { readonly [path: string]: string }
  readonly [field: string]: unknown
}

const folder = resolve(process.argv[2] ?? join(root, 'dist/packages'))
const work = join(root, '.tmp/pack')
rmSync(work, { recursive: true, force: true })
mkdirSync(work, { recursive: true })
mkdirSync(folder, { recursive: true })
compile()
for (const name of shipped) prepare(name)
for (const archive of pack(shipped)) console.log(archive)

/** Everything at once, so that each package sees the others' types. */
function compile(): void {
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      rootDir: join(root, 'packages'),
      outDir: work,
    },
    include: shipped.map((name) => join(root, 'packages', name, 'src')),
    exclude: [join(root, 'packages/**/*.test.ts')],
  }
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(config))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync(process.execPath, [compiler, '-p', join(work, 'tsconfig.json')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
}

function prepare(name: string): void {
  const [from, to] = [join(root, 'packages', name), join(work, name)]
  const isAsset = (path: string) => statSync(path).isDirectory() || !/\.ts$/.test(path) || /\.d\.ts$/.test(path)
  cpSync(join(from, 'src'), join(to, 'src'), { recursive: true, filter: isAsset })
  for (const file of filesIn(join(to, 'src'))) if (/\.(js|d\.ts)$/.test(file)) rewrite(file)
  cpSync(join(root, 'LICENSE'), join(to, 'LICENSE'))
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Manifest
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(shippedManifest(manifest), null, 2)}\n`)
  writeFileSync(
    join(to, 'README.md'),
    `# ${manifest.name}\n\n${String(manifest.description)}\n\nPart of Gongshi 公示.\n`,
  )
  if (manifest.name === '@gongshi/cli') {
    mkdirSync(join(to, 'bin'))
    writeFileSync(join(to, 'bin/gongshi.js'), "#!/usr/bin/env node\nimport '../src/main.js'\n", { mode: 0o755 })
  }
}

/** All by one npm, whose start takes longer than its packing. */
function pack(names: readonly string[]): string[] {
  const args = ['pack', '--silent', '--pack-destination', folder, ...names.map((name) => `./${name}`)]
  const archives = execFileSync('npm', args, { cwd: work, encoding: 'utf8' }).trim().split('\n')
  return archives.map((archive) => relative(process.cwd(), join(folder, archive)))
}

/** What the compiler leaves as it is: addresses of files in `new URL`, and paths in declarations. */
function rewrite(file: string): void {
  const text = readFileSync(file, 'utf8')
  const changed = file.endsWith('.d.ts')
    ? text.replace(/(from\s+|import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g, '$1$2$3.js$2')
    : text.replace(/new URL\((['"])(\.{1,2}\/[^'"]+)\.ts\1/g, 'new URL($1$2.js$1')
  if (changed !== text) writeFileSync(file, changed)
}

function shippedManifest({ exports, ...rest }: Manifest): object {
  const entries = Object.entries(exports).map(([path, source]) => {
    const stem = source.replace(/\.ts$/, '')
    return [path, { types: `${stem}.d.ts`, default: `${stem}.js` }]
  })
  return {
    ...rest,
    exports: Object.fromEntries(entries),
    ...(rest.name === '@gongshi/cli' ? { bin: { gongshi: './bin/gongshi.js' } } : {}),
    files: ['src', 'bin'],
    engines: { node: '>=24' },
  }
}

function filesIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
