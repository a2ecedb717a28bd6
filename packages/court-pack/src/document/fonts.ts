import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create, type Font } from 'fontkit'

/** As fontkit reads them: pdfkit takes one where its types ask for bytes. */
export type Fonts = { readonly regular: Font; readonly bold: Font }
let opened: Promise<Fonts> | undefined

/**
 * Noto Sans SC (OFL 1.1), which has Chinese and Latin letters; a document embeds the glyphs that it uses.
 * PERF: opened once a process, since fontkit takes a second or two to read all the glyphs' places.
 */
export function documentFonts(): Promise<Fonts> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('@embedpdf/fonts-sc'))), '../fonts')
  const open = async (weight: string): Promise<Font> =>
    create(await readFile(join(folder, `NotoSansHans-${weight}.otf`))) as Font
  opened ??= Promise.all([open('Regular'), open('Bold')]).then(([regular, bold]) => ({ regular, bold }))
  return opened
}
