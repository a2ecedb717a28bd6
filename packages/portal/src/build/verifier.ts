import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildStylesheet } from '@gongshi/ui/build'
import { build, type Plugin } from 'esbuild'
import { minify } from 'terser'
import * as actNames from '../verifier/actNames.ts'
import * as failureCatalogue from '../verifier/failureCatalogue.ts'
import * as knownActs from '../verifier/knownActs.ts'
import { partIds } from '../verifier/parts.ts'
import { renderShell } from '../verifier/shell.ts'
import { stepTexts } from '../verifier/stepTexts.ts'
import { verifierTexts } from '../verifier/texts.ts'

/** The verifier as one file: its bytes, their SHA-256, and the policy that its own meta element states. */
export type VerifierPage = {
  readonly html: string
  readonly sha256: string
  readonly scriptGzipBytes: number
  /** Of the parts that run only when a reader asks for them. */
  readonly partGzipBytes: { readonly [Name in Part]: number }
  /** The node sends the same policy as a header with these bytes, in place of the pages' one. */
  readonly contentSecurityPolicy: string
}

/** The verifier's script takes at most this much, gzip. */
export const verifierScriptBudgetBytes = 40_000
/** And the parts that read QR codes and drafts, and check cosignatures by ML-DSA-44, at most so much more, each when it is asked for. */
export const partBudgetBytes: VerifierPage['partGzipBytes'] = { codes: 28_000, drafts: 24_000, mlDsa44: 10_000 }

type Part = keyof typeof partIds
const partEntries: { readonly [Name in Part]: URL } = {
  codes: new URL('../verifier/codes/main.ts', import.meta.url),
  drafts: new URL('../verifier/drafts/main.ts', import.meta.url),
  mlDsa44: new URL('../verifier/mlDsa44/main.ts', import.meta.url),
}
const partNames = Object.keys(partEntries) as Part[]

/**
 * Builds `gongshi-verify.html`. Only sources and pinned tools go in, no time, path or machine: the same commit gives the
 * same bytes everywhere. The policy allows these scripts and this style by their hashes and no connection except to the
 * page's own site, which a file opened from disk does not have.
 */
export async function buildVerifier(): Promise<VerifierPage> {
  const [style, script, ...parts] = await Promise.all([
    buildStylesheet('verifier'),
    buildScript(new URL('../verifier/main.ts', import.meta.url)),
    ...partNames.map((name) => buildScript(partEntries[name])),
  ])
  const policy = [
    "default-src 'none'",
    `script-src ${[script, ...parts].map((each) => `'sha256-${base64Sha256(each)}'`).join(' ')}`,
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
${renderShell().replace('</body>', () => `${textsBlock()}\n${partsBlock(parts)}\n<script>${script}</script>\n</body>`)}
</html>
`
  return {
    html,
    sha256: createHash('sha256').update(html).digest('hex'),
    scriptGzipBytes: gzipSync(script, { level: 9 }).length,
    partGzipBytes: Object.fromEntries(
      partNames.map((name, at) => [name, gzipSync(parts[at]!, { level: 9 }).length]),
    ) as VerifierPage['partGzipBytes'],
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

/** The library that checks ML-DSA-44 is a part of its own; elsewhere in the page stands what runs it. */
const mlDsa44Apart: Plugin = {
  name: 'ml-dsa-44-apart',
  setup(building) {
    const loader = fileURLToPath(new URL('../verifier/mlDsa44/loadMlDsa44.ts', import.meta.url))
    building.onResolve({ filter: /^@noble\/post-quantum\/ml-dsa\.js$/ }, ({ importer }) =>
      importer === fileURLToPath(partEntries.mlDsa44) ? undefined : { path: loader },
    )
  },
}

function textsBlock(): string {
  const json = JSON.stringify(Object.assign({}, ...Object.values(pageTexts)))
  return `<script type="application/json" id="texts">${json.replaceAll('<', '\\u003c')}</script>`
}

function partsBlock(parts: readonly string[]): string {
  return partNames.map((name, at) => `<script type="text/plain" id="${partIds[name]}">${parts[at]}</script>`).join('\n')
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
    plugins: [textsAsData, mlDsa44Apart],
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
    `${Buffer.byteLength(page.html)} bytes; script ${page.scriptGzipBytes} bytes gzip of ${verifierScriptBudgetBytes}; parts ${JSON.stringify(page.partGzipBytes)} of ${JSON.stringify(partBudgetBytes)}`,
  )
}
