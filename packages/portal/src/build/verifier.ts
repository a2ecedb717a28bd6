import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildStylesheet } from '@gongshi/ui/build'
import { build, type Plugin } from 'esbuild'
import { minify } from 'terser'
import * as actNames from '../verifier/actNames.ts'
import { codesScriptId } from '../verifier/codes/door.ts'
import * as failureCatalogue from '../verifier/failureCatalogue.ts'
import * as knownActs from '../verifier/knownActs.ts'
import { renderShell } from '../verifier/shell.ts'
import { stepTexts } from '../verifier/stepTexts.ts'
import { verifierTexts } from '../verifier/texts.ts'

/** The verifier as one file: its bytes, their SHA-256, and the policy that its own meta element states. */
export type VerifierPage = {
  readonly html: string
  readonly sha256: string
  readonly scriptGzipBytes: number
  /** Of the part that reads QR codes, which runs only when a reader asks for it. */
  readonly codesScriptGzipBytes: number
  /** The node sends the same policy as a header with these bytes, in place of the pages' one. */
  readonly contentSecurityPolicy: string
}

/** The verifier's script takes at most this much, gzip. */
export const verifierScriptBudgetBytes = 40_000
/** And the part that reads QR codes at most this much more, when it is asked for. */
export const codesScriptBudgetBytes = 28_000

/**
 * Builds `gongshi-verify.html`. Only sources and pinned tools go in, no time, path or machine: the same commit gives the
 * same bytes everywhere. The policy allows these scripts and this style by their hashes and no connection except to the
 * page's own site, which a file opened from disk does not have.
 */
export async function buildVerifier(): Promise<VerifierPage> {
  const [style, script, codes] = await Promise.all([
    buildStylesheet('verifier'),
    buildScript(new URL('../verifier/main.ts', import.meta.url)),
    buildScript(new URL('../verifier/codes/main.ts', import.meta.url)),
  ])
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${base64Sha256(script)}' 'sha256-${base64Sha256(codes)}'`,
    `style-src 'sha256-${base64Sha256(style)}'`,
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const html = `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verifierTexts.zh.title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
${renderShell().replace('</body>', () => `${textsBlock()}\n<script type="text/plain" id="${codesScriptId}">${codes}</script>\n<script>${script}</script>\n</body>`)}
</html>
`
  return {
    html,
    sha256: createHash('sha256').update(html).digest('hex'),
    scriptGzipBytes: gzipSync(script, { level: 9 }).length,
    codesScriptGzipBytes: gzipSync(codes, { level: 9 }).length,
    contentSecurityPolicy: `${policy}; frame-ancestors 'none'`,
  }
}

/**
 * What the page says is content, not script: these modules become one block of data in the file, which the script reads.
 * It cannot run, so no policy has to allow it.
 */
const pageTexts: { readonly [module: string]: object } = {
  'verifier/texts.ts': { verifierTexts },
  'verifier/stepTexts.ts': { stepTexts },
  'verifier/failureCatalogue.ts': { ...failureCatalogue },
  'verifier/actNames.ts': { ...actNames },
  'verifier/knownActs.ts': { ...knownActs },
}

const textsAsData: Plugin = {
  name: 'texts-as-data',
  setup(building) {
    building.onLoad(
      { filter: /verifier[\\/](texts|stepTexts|failureCatalogue|actNames|knownActs)\.ts$/ },
      ({ path }) => {
        const names = Object.keys(pageTexts[path.split(/[\\/]/).slice(-2).join('/')] ?? {})
        const read = "JSON.parse(document.getElementById('texts').textContent)"
        return { contents: `export const { ${names.join(', ')} } = ${read}`, loader: 'js' }
      },
    )
  },
}

function textsBlock(): string {
  const json = JSON.stringify(Object.assign({}, ...Object.values(pageTexts)))
  return `<script type="application/json" id="texts">${json.replaceAll('<', '\\u003c')}</script>`
}

async function buildScript(entry: URL): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'error',
    plugins: [textsAsData],
  })
  return shrink(result.outputFiles[0]!.text)
}

/** PERF: esbuild bundles and leaves about a sixteenth of it that terser takes away: 39 KB gzip for 41. */
async function shrink(script: string): Promise<string> {
  const { code } = await minify(script, { ecma: 2020, compress: { passes: 3 }, format: { comments: false } })
  return code!.trimEnd()
}

function base64Sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

if (import.meta.main) {
  const folder = new URL('../../dist/', import.meta.url)
  const page = await buildVerifier()
  await mkdir(folder, { recursive: true })
  await writeFile(new URL('gongshi-verify.html', folder), page.html)
  console.log(`${page.sha256}  ${fileURLToPath(new URL('gongshi-verify.html', folder))}`)
  console.log(
    `${Buffer.byteLength(page.html)} bytes; script ${page.scriptGzipBytes} bytes gzip of ${verifierScriptBudgetBytes}, reader of codes ${page.codesScriptGzipBytes} of ${codesScriptBudgetBytes}`,
  )
}
