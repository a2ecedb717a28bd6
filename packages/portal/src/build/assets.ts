import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Island, Script } from '@gongshi/ui'
import { buildStylesheet } from '@gongshi/ui/build'
import { type BuildOptions, build } from 'esbuild'
import { actsAsData } from './actsAsData.ts'
import { sealFile } from './seal.ts'

/** One file for the node to serve as it is, or its gzip form where the reader takes that. A hashed path may be cached for ever. */
export type Asset = {
  readonly path: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly gzip: Uint8Array
  readonly immutable: boolean
  /** Of a worker's script, which has a policy of its own; null: that of whatever is no page. */
  readonly contentSecurityPolicy: string | null
}
export type PortalAssets = {
  readonly files: readonly Asset[]
  /** Stands in each page: a phone would wait for one more round trip before it may show anything. */
  readonly style: string
  /** Paths of the islands' scripts, and of their workers'. */
  readonly scripts: { readonly [S in Script]: string }
  /** What pages send: this one style, scripts of our own in files, nothing inline otherwise, nothing from elsewhere, Trusted Types. */
  readonly contentSecurityPolicy: string
}

const javascript = 'text/javascript; charset=utf-8'

/** Builds the style sheet and the islands. Same sources, same bytes, so the hashed paths are the same on every node. */
export async function buildAssets(): Promise<PortalAssets> {
  const [style, ...built] = await Promise.all([buildStylesheet('public'), buildIslands(), buildWorkers()])
  const scripts = built.flat()
  const icon = asset('/assets/seal.svg', 'image/svg+xml', new TextEncoder().encode(sealFile()), false)
  const files = [icon, manifest(), ...scripts, await buildOfflineWorker(scripts)]
  return { files, style, scripts: pathsOf(scripts), contentSecurityPolicy: policyFor(style) }
}

function pathsOf(scripts: readonly Asset[]): PortalAssets['scripts'] {
  const paths = [...Object.keys(islands), ...Object.keys(workers)].map((name) => {
    const found = scripts.find((file) => file.path.startsWith(`/assets/${name}-`))
    if (found === undefined) throw new Error(`the ${name} island was not built`)
    return [name, found.path] as const
  })
  return Object.fromEntries(paths) as PortalAssets['scripts']
}

function policyFor(style: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    // A string never becomes a script or markup, whoever wrote it; see island/ownScript.ts for what does.
    "require-trusted-types-for 'script'",
    'trusted-types gongshi',
    "frame-ancestors 'none'",
  ].join('; ')
}

function asset(path: string, type: string, bytes: Uint8Array, immutable: boolean): Asset {
  return { path, type, bytes, gzip: gzipSync(bytes, { level: 9 }), immutable, contentSecurityPolicy: null }
}

const islands: { readonly [I in Island]: string } = {
  check: fileURLToPath(new URL('../island/check.ts', import.meta.url)),
  sign: fileURLToPath(new URL('../island/sign.ts', import.meta.url)),
  act: fileURLToPath(new URL('../island/act.ts', import.meta.url)),
  drafts: fileURLToPath(new URL('../island/drafts.ts', import.meta.url)),
  countdown: fileURLToPath(new URL('../island/countdown.ts', import.meta.url)),
  compose: fileURLToPath(new URL('../island/procurement/compose.ts', import.meta.url)),
  scoring: fileURLToPath(new URL('../island/procurement/scoring.ts', import.meta.url)),
  signIn: fileURLToPath(new URL('../island/signIn.ts', import.meta.url)),
  bid: fileURLToPath(new URL('../island/bid.ts', import.meta.url)),
  trustee: fileURLToPath(new URL('../island/trustee.ts', import.meta.url)),
  admission: fileURLToPath(new URL('../island/admission.ts', import.meta.url)),
  watch: fileURLToPath(new URL('../island/watch.ts', import.meta.url)),
  workspace: fileURLToPath(new URL('../island/workspace.ts', import.meta.url)),
  unpack: fileURLToPath(new URL('../island/unpack.ts', import.meta.url)),
}

const workers: { readonly [W in Exclude<Script, Island>]: string } = {
  cipherWorker: fileURLToPath(new URL('../island/cipherWorker.ts', import.meta.url)),
}

/** An island's own script stays small; what verifies or signs is a chunk that only a reader who asks for it loads. */
function buildIslands(): Promise<Asset[]> {
  return buildScripts({ entryPoints: islands, splitting: true, format: 'esm' })
}

/** Each whole in one file: files of ours are sent with a policy under which nothing that runs by itself loads anything. */
async function buildWorkers(): Promise<Asset[]> {
  const built = await buildScripts({ entryPoints: workers, splitting: false, format: 'iife' })
  return built.map((file) => ({ ...file, contentSecurityPolicy: workerPolicy }))
}

/** So that a phone can have the site among its programs: https://www.w3.org/TR/appmanifest/. */
function manifest(): Asset {
  const icons = [{ src: '/assets/seal.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }]
  const names = { name: '公示 Gongshi', short_name: '公示' }
  const looks = { display: 'standalone', theme_color: '#a3261d', background_color: '#fbf8f0' }
  const text = JSON.stringify({ ...names, id: '/', start_url: '/', scope: '/', ...looks, icons })
  return asset('/manifest.webmanifest', 'application/manifest+json', new TextEncoder().encode(text), false)
}

/** The service worker, which fetches from this site and does nothing else. It knows the scripts that check, so as to keep them. */
async function buildOfflineWorker(scripts: readonly Asset[]): Promise<Asset> {
  const checking = withImports(scripts, /^\/assets\/(check|watch|evidence|proof|watchLog|watchView)-/)
  const [built] = await buildScripts({
    entryPoints: { offline: fileURLToPath(new URL('../offline/worker.ts', import.meta.url)) },
    splitting: false,
    format: 'iife',
    define: { checkingScripts: JSON.stringify(checking) },
  })
  return { ...built!, path: '/offline.js', immutable: false, contentSecurityPolicy: offlinePolicy }
}

/** Paths of scripts and of what they import; not of what they load when somebody asks for it. */
function withImports(scripts: readonly Asset[], named: RegExp): string[] {
  const found = new Set(scripts.flatMap(({ path }) => (named.test(path) ? [path] : [])))
  for (const path of found) {
    const { bytes } = scripts.find((script) => script.path === path)!
    const text = new TextDecoder().decode(bytes)
    for (const [, name] of text.matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g)) found.add(`/assets/${name}`)
  }
  return [...found].sort()
}

/** Pages compile nothing; a worker, which a page starts and which loads nothing, compiles the WebAssembly that it holds. */
export const workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; frame-ancestors 'none'"

/** A worker that only fetches from this site. */
const offlinePolicy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"

async function buildScripts(
  options: Pick<BuildOptions, 'splitting' | 'format' | 'define'> & { readonly entryPoints: Record<string, string> },
): Promise<Asset[]> {
  const result = await build({
    ...options,
    plugins: [actsAsData],
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    outdir: '/assets',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    logLevel: 'error',
  })
  return result.outputFiles!.map(({ path, contents }) =>
    asset(`/assets/${path.split(/[\\/]/).at(-1) ?? ''}`, javascript, contents, true),
  )
}
