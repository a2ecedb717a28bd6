import type { Language } from '@gongshi/sdk'
import PDFDocument from 'pdfkit'
import { encodeQR } from 'qr'
import type { Block } from './block.ts'
import { drawableBlock, drawableBy } from './drawable.ts'
import { documentFonts } from './fonts.ts'
import { documentTexts, fill } from './texts.ts'

type Doc = PDFKit.PDFDocument
type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

export type PdfOptions = { readonly title: string; readonly language: Language; readonly time: number }

/** Points; the text stands between the margins of an A4 page. */
const page = { margin: 56, width: 595.28, height: 841.89 }
const inner = page.width - 2 * page.margin
const sizes = { title: 22, 2: 15, 3: 12, 4: 10.5, text: 10, small: 8 }
const ink = { text: '#1a1a1a', soft: '#555555', line: '#c4c4c4' }
const codes = { across: 3, side: 130, gap: 28 }

/**
 * Blocks as tagged PDF (PDF/UA-1) with the fonts' used glyphs inside. Not compressed: deflate gives other bytes on other
 * machines, and the same blocks are to give the same file everywhere. `time`: Unix milliseconds, of the document.
 */
export async function writePdf(blocks: readonly Block[], { title, language, time }: PdfOptions): Promise<Uint8Array> {
  const fonts = await documentFonts()
  const says = drawableBy([fonts.regular, fonts.bold])
  const { regular, bold } = fonts as unknown as { readonly [weight in 'regular' | 'bold']: never }
  const date = new Date(time)
  const doc = new PDFDocument({
    size: 'A4',
    margin: page.margin,
    compress: false,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as 'PDF/A-2a', // which its types do not know
    tagged: true,
    displayTitle: true,
    bufferPages: true,
    lang: language === 'zh' ? 'zh-CN' : 'en',
    font: regular,
    info: { Title: title, Author: 'Gongshi', Creator: 'gongshi court-pack', CreationDate: date, ModDate: date },
  })
  const pieces: Uint8Array[] = []
  doc.on('data', (piece: Uint8Array) => pieces.push(piece))
  const ended = new Promise<void>((resolve, reject) => doc.once('end', resolve).once('error', reject))
  doc.registerFont('regular', regular).registerFont('bold', bold)
  const root = doc.struct('Document')
  doc.addStructure(root)
  for (const block of blocks) write(doc, root, drawableBlock(block, says))
  root.end()
  numberPages(doc, language)
  doc.end()
  await ended
  return Buffer.concat(pieces)
}

function write(doc: Doc, root: PDFKit.PDFStructureElement, block: Block): void {
  if (block.kind === 'title') writeTitle(doc, root, block)
  else if (block.kind === 'heading') writeHeading(doc, root, block)
  else if (block.kind === 'list') writeList(doc, root, block)
  else if (block.kind === 'facts') writeFacts(doc, root, block)
  else if (block.kind === 'codes') writeCodes(doc, root, block)
  else {
    doc.moveDown(0.3)
    tagged(doc, root, 'P', () => body(doc).text(block.text, { lineGap: 3 }))
  }
}

function tagged(doc: Doc, parent: PDFKit.PDFStructureElement, tag: string, draw: () => void): void {
  parent.add(doc.struct(tag, {}, draw))
}

function body(doc: Doc): Doc {
  return doc.font('regular').fontSize(sizes.text).fillColor(ink.text)
}

/** Begins a page where less than this is left of one. */
function keepTogether(doc: Doc, height: number): void {
  if (doc.y + height > page.height - page.margin) doc.addPage()
}

function writeTitle(doc: Doc, root: PDFKit.PDFStructureElement, { text, under }: Of<'title'>): void {
  tagged(doc, root, 'H1', () => doc.font('bold').fontSize(sizes.title).fillColor(ink.text).text(text))
  tagged(doc, root, 'P', () => doc.font('regular').fontSize(sizes.text).fillColor(ink.soft).text(under))
  doc.moveDown(0.5)
}

function writeHeading(doc: Doc, root: PDFKit.PDFStructureElement, { level, text }: Of<'heading'>): void {
  doc.moveDown(level === 2 ? 1 : 0.6)
  keepTogether(doc, 70)
  tagged(doc, root, `H${level}`, () => doc.font('bold').fontSize(sizes[level]).fillColor(ink.text).text(text))
  doc.moveDown(0.2)
}

function writeList(doc: Doc, root: PDFKit.PDFStructureElement, { items }: Of<'list'>): void {
  const list = doc.struct('L')
  root.add(list)
  for (const item of items) {
    keepTogether(doc, 30)
    const top = doc.y
    const line = doc.struct('LI')
    list.add(line)
    tagged(doc, line, 'Lbl', () => body(doc).text('•', page.margin, top, { width: 12, lineBreak: false }))
    tagged(doc, line, 'LBody', () => body(doc).text(item, page.margin + 14, top, { width: inner - 14, lineGap: 3 }))
    line.end()
    doc.x = page.margin
    doc.moveDown(0.2)
  }
  list.end()
}

function writeFacts(doc: Doc, root: PDFKit.PDFStructureElement, { facts }: Of<'facts'>): void {
  const names = 130
  const table = doc.struct('Table')
  root.add(table)
  for (const [name, value] of facts) {
    const at = { x: page.margin + names + 12, width: inner - names - 12 }
    body(doc)
    keepTogether(doc, Math.min(doc.heightOfString(value, { width: at.width, lineGap: 2 }), 200) + 8)
    const [top, on] = [doc.y + 4, doc.page]
    const row = doc.struct('TR')
    table.add(row)
    tagged(doc, row, 'TH', () =>
      doc
        .font('regular')
        .fontSize(sizes.text)
        .fillColor(ink.soft)
        .text(name, page.margin, top, { width: names, lineGap: 2 }),
    )
    const named = doc.page === on ? doc.y : top
    tagged(doc, row, 'TD', () => body(doc).text(value === '' ? '–' : value, at.x, top, { width: at.width, lineGap: 2 }))
    row.end()
    if (doc.page === on) doc.y = Math.max(doc.y, named)
    doc.x = page.margin
    doc.markContent('Artifact', { type: 'Layout' })
    doc.moveTo(page.margin, doc.y + 2).lineTo(page.width - page.margin, doc.y + 2)
    doc.lineWidth(0.5).strokeColor(ink.line).stroke()
    doc.endMarkedContent()
  }
  table.end()
  doc.moveDown(0.4)
}

function writeCodes(doc: Doc, root: PDFKit.PDFStructureElement, block: Of<'codes'>): void {
  const high = codes.side + 40
  block.codes.forEach(({ text, under, alt }, at) => {
    const column = at % codes.across
    if (column === 0) keepTogether(doc, high)
    const [left, top] = [page.margin + column * (codes.side + codes.gap), doc.y]
    const figure = doc.struct('Figure', { alt }, () => drawCode(doc, text, left, top))
    root.add(figure)
    tagged(doc, root, 'Caption', () =>
      doc
        .font('regular')
        .fontSize(sizes.small)
        .fillColor(ink.soft)
        .text(under, left, top + codes.side + 4, { width: codes.side }),
    )
    const isLast = column === codes.across - 1 || at === block.codes.length - 1
    doc.y = isLast ? top + high : top
    doc.x = page.margin
  })
}

/** Squares of ink, which stay sharp at every size; runs of a row are one rectangle. */
function drawCode(doc: Doc, text: string, left: number, top: number): void {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 2 })
  const side = codes.side / modules.length
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; ) {
      const end = row.indexOf(!row[x], x)
      const run = (end === -1 ? row.length : end) - x
      if (row[x]) doc.rect(left + x * side, top + y * side, run * side, side)
      x += run
    }
  })
  doc.fill('#000000')
}

function numberPages(doc: Doc, language: Language): void {
  const { count } = doc.bufferedPageRange()
  for (let at = 0; at < count; at++) {
    doc.switchToPage(at)
    doc.page.margins.bottom = 0 // the number stands below the text
    doc.markContent('Artifact', { type: 'Pagination' })
    const said = fill(documentTexts[language].page, { page: at + 1, pages: count })
    doc.font('regular').fontSize(sizes.small).fillColor(ink.soft)
    doc.text(said, page.margin, page.height - 36, { width: inner, align: 'center', lineBreak: false })
    doc.endMarkedContent()
  }
}
