import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildStylesheet } from '@gongshi/ui/build'
import { build } from 'esbuild'
import { sealFile } from './seal.ts'

/** One file for the node to serve as it is, or its gzip form where the reader takes that. A hashed path may be cached for ever. */
export type Asset = {
  readonly path: string
  readonly type: string
  readonly bytes: Uint8Array
  readonly gzip: Uint8Array
  readonly immutable: boolean
}
export type PortalAssets = {
  readonly files: readonly Asset[]
  readonly stylesheet: string
  readonly checkScript: string
}

/** Public pages send this header: no inline script or style, nothing from elsewhere. */
export const pageContentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const javascript = 'text/javascript; charset=utf-8'

/** Builds the style sheet and the islands. Same sources, same bytes, so the hashed paths are stable across nodes. */
export async function buildAssets(): Promise<PortalAssets> {
  const [css, scripts] = await Promise.all([buildStylesheet('public'), buildIslands()])
  const stylesheet = hashed('gongshi', 'css', 'text/css; charset=utf-8', new TextEncoder().encode(css))
  const check = scripts.find((file) => file.path.startsWith('/assets/check-'))
  if (check === undefined) throw new Error('the check island was not built')
  const icon = asset('/assets/seal.svg', 'image/svg+xml', new TextEncoder().encode(sealFile()), false)
  return { files: [stylesheet, icon, ...scripts], stylesheet: stylesheet.path, checkScript: check.path }
}

function hashed(name: string, extension: string, type: string, bytes: Uint8Array): Asset {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return asset(`/assets/${name}-${digest}.${extension}`, type, bytes, true)
}

function asset(path: string, type: string, bytes: Uint8Array, immutable: boolean): Asset {
  return { path, type, bytes, gzip: gzipSync(bytes, { level: 9 }), immutable }
}

/** The island's own script stays small; what verifies is a chunk that only a reader who asks for it loads. */
async function buildIslands(): Promise<Asset[]> {
  const result = await build({
    entryPoints: { check: fileURLToPath(new URL('../island/check.ts', import.meta.url)) },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
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
  return result.outputFiles.map(({ path, contents }) =>
    asset(`/assets/${path.split(/[\\/]/).at(-1) ?? ''}`, javascript, contents, true),
  )
}
