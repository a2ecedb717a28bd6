import { limits, toHex, utf8 } from '@gongshi/protocol'
import { type Client, type ContentMember, type PreparedContent, prepareContent } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'

/** Contents made in this page, by the path of the member that commits to them: not sent before the act is signed. */
export type MadeContents = Map<string, PreparedContent>

type Making = {
  readonly client: Pick<Client, 'random' | 'memberLeaves'>
  readonly lang: Lang
  readonly synthetic: boolean
  readonly made: MadeContents
  /** Says what went wrong at a member. */
  tooLarge(path: string): void
}

/** Files that are chosen, and texts that are written, become commitments at once; the inputs show them. */
export function openContents(within: HTMLElement, making: Making): void {
  for (const box of within.querySelectorAll<HTMLElement>('[data-commits]'))
    box.addEventListener('input', ({ target }) => {
      if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return
      if (target.dataset.content !== undefined) void make(box.dataset.commits!, target, making)
      else making.made.delete(box.dataset.commits!)
    })
}

async function make(path: string, source: HTMLInputElement | HTMLTextAreaElement, making: Making): Promise<void> {
  const members = source instanceof HTMLTextAreaElement ? written(source.value, making.lang) : await chosen(source)
  const shown = source.form?.elements.namedItem(path)
  if (!(shown instanceof HTMLInputElement)) return
  making.made.delete(path)
  shown.value = ''
  if (members === 'tooLarge') return making.tooLarge(path)
  if (members.length === 0) return
  const marked = making.synthetic ? [...members, { path: '@synthetic', bytes: new Uint8Array(0) }] : members
  const content = prepareContent(making.client, marked)
  making.made.set(path, content)
  shown.value = toHex(content.commitment)
}

/** The members that pages show as a document: a title, and paragraphs in the language of the form. */
export function written(text: string, lang: Lang): ContentMember[] {
  const [title = '', ...rest] = text.trim().split('\n')
  if (title === '') return []
  const paragraphs = rest
    .join('\n')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
  return [
    { path: `title/${lang}`, bytes: utf8(title.trim()) },
    ...paragraphs.map((paragraph, at) => ({ path: `paragraph/${at + 1}/${lang}`, bytes: utf8(paragraph) })),
  ]
}

/** A file is one member under its name; no name begins as a mark of the ledger's own. */
async function chosen({ files }: HTMLInputElement): Promise<ContentMember[] | 'tooLarge'> {
  const [file] = files ?? []
  if (file === undefined) return []
  // Evidence discloses no larger member: nobody could check it alone.
  if (file.size > limits.disclosedBytes) return 'tooLarge'
  const path = file.name
    .normalize('NFC')
    .replace(/[/\\\p{C}]/gu, '_')
    .replace(/^@/, '_')
  return [{ path, bytes: new Uint8Array(await file.arrayBuffer()) }]
}
