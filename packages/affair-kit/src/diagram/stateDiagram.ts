import type { AffairDeclaration } from '../declare/declaration.ts'
import { escapeMarkup } from '../law/escape.ts'
import { Labels, type Language } from '../law/labels.ts'
import { type LawWords, lawWords } from '../law/lawWords.ts'
import { signerWords } from '../law/signerWords.ts'
import type { AffairTexts } from '../texts/texts.ts'
import { type Transition, transitionsOf } from './transitions.ts'

export type StateDiagram = {
  readonly entity: string
  readonly svg: string
  /** The same in words, for everybody who does not see the picture: header and rows, plain text. */
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
}

const [columnWidth, rowHeight, headHeight, margin] = [150, 34, 56, 24]

/**
 * The statuses of an entity as columns and its actions as arrows between them, one a line: nothing overlaps, however
 * many there are. No script, no style attribute (a strict content security policy passes it), the colours of its page.
 */
export function stateDiagram(
  declaration: AffairDeclaration,
  texts: AffairTexts,
  language: Language,
  entity: string,
): StateDiagram {
  const labels = new Labels(declaration, texts, language)
  const words = lawWords[language]
  const transitions = transitionsOf(declaration, entity)
  const statuses = declaration.entities[entity]?.status ?? []
  const columns = [words.start, ...statuses.map((status) => labels.status(entity, status))]
  const columnOf = (status: string | null) => (status === null ? 0 : statuses.indexOf(status) + 1)
  const width = columns.length * columnWidth + 2 * margin
  const height = headHeight + (transitions.length + 1) * rowHeight + margin
  const arrows = transitions.map((transition, row) =>
    arrow(
      labels.action(transition.action),
      columnOf(transition.from),
      columnOf(transition.to),
      row,
      transition.isTimed,
    ),
  )
  const name = labels.entity(entity)
  const id = `states-${declaration.name}-${entity}`
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="${language}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-labelledby="${id}-title ${id}-text" font-family="inherit" font-size="14" fill="currentColor">`,
    `<title id="${id}-title">${escapeMarkup(words.diagramTitle(name))}</title>`,
    `<desc id="${id}-text">${escapeMarkup(words.diagramText(name, words.list(columns.slice(1))))}</desc>`,
    ...columns.map((label, column) => status(label, column, height)),
    ...arrows,
    '</svg>',
  ].join('')
  return { entity, svg, table: table(labels, words, entity, transitions) }
}

/** The table as HTML, to stand beside the picture. */
export function diagramTableHtml({ table: { head, rows } }: StateDiagram): string {
  const cells = (tag: string, values: readonly string[]) =>
    values.map((value) => `<${tag}>${escapeMarkup(value)}</${tag.split(' ')[0]}>`).join('')
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')
  return `<table><thead><tr>${cells('th scope="col"', head)}</tr></thead><tbody>${body}</tbody></table>`
}

function centre(column: number): number {
  return margin + column * columnWidth + columnWidth / 2
}

function status(label: string, column: number, height: number): string {
  const x = centre(column)
  const box =
    column === 0
      ? `<circle cx="${x}" cy="20" r="7"/><text x="${x}" y="46" text-anchor="middle">${escapeMarkup(label)}</text>`
      : `<rect x="${x - columnWidth / 2 + 8}" y="6" width="${columnWidth - 16}" height="34" rx="8" fill="none" stroke="currentColor" stroke-width="1.5"/><text x="${x}" y="28" text-anchor="middle">${escapeMarkup(label)}</text>`
  return `${box}<line x1="${x}" y1="${headHeight}" x2="${x}" y2="${height - margin}" stroke="currentColor" stroke-opacity="0.25"/>`
}

function arrow(label: string, from: number, to: number, row: number, isTimed: boolean): string {
  const y = headHeight + (row + 1) * rowHeight
  const dash = isTimed ? ' stroke-dasharray="5 4"' : ''
  const [x1, x2] = [centre(from), centre(to)]
  if (from === to) {
    const loop = `<path d="M${x1} ${y - 8}h28v14h-22" fill="none" stroke="currentColor" stroke-width="1.5"${dash}/>`
    return `${loop}<path d="M${x1 + 1} ${y + 6}l8 -4v8z"/><text x="${x1 + 34}" y="${y + 4}">${escapeMarkup(label)}</text>`
  }
  const direction = x2 > x1 ? 1 : -1
  const line = `<line x1="${x1}" y1="${y}" x2="${x2 - direction * 8}" y2="${y}" stroke="currentColor" stroke-width="1.5"${dash}/>`
  const head = `<path d="M${x2} ${y}l${-direction * 9} -4v8z"/><circle cx="${x1}" cy="${y}" r="3"/>`
  return `${line}${head}<text x="${(x1 + x2) / 2}" y="${y - 6}" text-anchor="middle">${escapeMarkup(label)}</text>`
}

function table(
  labels: Labels,
  words: LawWords,
  entity: string,
  transitions: readonly Transition[],
): StateDiagram['table'] {
  const rows = transitions.map(({ action, from, to, isTimed }) => {
    const who = [...signerWords(labels, action), ...(isTimed ? [words.theClock] : [])]
    return [
      labels.action(action),
      from === null ? words.start : labels.status(entity, from),
      labels.status(entity, to),
      words.list(who),
      labels.declaration.actions[action]!.basis,
    ]
  })
  return { head: words.columns, rows }
}
