import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** The style sheet of the public pages, or the smaller one of the verifier. */
export type StylesheetName = 'public' | 'verifier'

/** Public pages load at most this much style, gzip. */
export const stylesheetBudgetBytes = 15_000

/** Bundles and minifies one style sheet from the component files that it names. Same sources, same bytes. */
export async function buildStylesheet(name: StylesheetName): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../css/${name}.css`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    logLevel: 'error',
    legalComments: 'none',
    charset: 'utf8',
    target: ['chrome123', 'firefox120', 'safari17.5'],
  })
  return result.outputFiles[0]!.text.trimEnd()
}

if (import.meta.main) {
  for (const name of ['public', 'verifier'] as const) {
    const css = await buildStylesheet(name)
    console.log(`${name}.css ${css.length} bytes, ${gzipSync(css, { level: 9 }).length} gzip`)
  }
}
