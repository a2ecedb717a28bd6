import { toHex } from '@gongshi/protocol'
import { rowKeyText } from '@gongshi/sdk'
import { type Copied, type CopyStore, keepCopies, restoreCopies } from '@gongshi/sdk/trustee'
import { fill, formatBytes, type Lang } from '@gongshi/ui/browser'
import { element, type Part } from '../../verifier/dom.ts'
import { findFile, writeFile } from './browserFiles.ts'
import { copiesTexts } from './copiesTexts.ts'
import { panel, type Speaker } from './parts.ts'

type Doing = Parameters<typeof keepCopies>[0]
type Desk = {
  readonly lang: Lang
  readonly speaker: Speaker
  /** Whose key signs, and which trustee that is: asked for once. */
  doing(): Promise<Doing>
}

const works = { keep: keepCopies, restore: restoreCopies } as const

/** Second copies of all bids' sealed documents in this browser: kept, and put back where the system has lost them. */
export async function copiesPanel(desk: Desk): Promise<HTMLElement> {
  const { lang, speaker } = desk
  const text = copiesTexts[lang]
  const { quota = 0, usage = 0 } = (await navigator.storage.estimate?.()) ?? {}
  const button = (name: keyof typeof works) =>
    speaker.button(name, text[name], () => copy(desk, name), name === 'keep' ? 'secondary' : 'tertiary')
  return panel(
    'copies',
    text.title,
    element('p', { class: 'prose' }, text.lead),
    element('p', { class: 'small soft' }, fill(text.room, { room: formatBytes(Math.max(0, quota - usage), lang) })),
    element('p', { class: 'actions' }, button('keep'), button('restore')),
  )
}

/** What came of each bid, said as it comes: what is kept by then stays kept when the page is closed. */
async function copy({ lang, speaker, doing }: Desk, name: keyof typeof works): Promise<void> {
  const text = copiesTexts[lang]
  const who = await doing()
  await navigator.storage.persist?.() // or a full disk might take them
  const done: Copied[] = []
  const tell = (now: Part) =>
    speaker.tell(
      element(
        'ul',
        { class: 'stack', id: 'copied' },
        done.map((each) => line(each, lang)),
      ),
      now,
    )
  const store = copiesHere((bytes) =>
    tell(element('p', {}, fill(text.working, { done: done.length + 1, bytes: formatBytes(bytes, lang) }))),
  )
  for await (const copied of works[name](who, store)) {
    done.push(copied)
    tell(null)
  }
  const bad = done.filter((copied) => !isGood(copied)).length
  const end = done.length === 0 ? text.none : fill(bad === 0 ? text.allDone : text.someNot, { all: done.length, bad })
  tell(element('p', { 'data-copied': `${done.length - bad}/${done.length}` }, end))
}

/** Each copy is a file by its commitment, and whole once it is there. */
function copiesHere(told: (bytes: number) => void): CopyStore {
  const nameOf = (documents: Uint8Array) => `copy.${toHex(documents)}.upload`
  let shownAt = 0
  return {
    find: (documents) => findFile(nameOf(documents)),
    async write(documents, upload) {
      await writeFile(nameOf(documents), upload, (bytes) => {
        const now = performance.now()
        if (now - shownAt < 250) return
        shownAt = now
        told(bytes)
      })
    },
  }
}

function line(copied: Copied, lang: Lang): HTMLElement {
  const { bid, outcome, committed } = copied
  const text = copiesTexts[lang]
  const refused = committed?.outcome[0] === 'refused' ? ` (${committed.outcome[1]})` : ''
  const words = `${text[outcome]}${refused}`
  return element('li', { 'data-outcome': outcome }, element('code', { class: 'small' }, rowKeyText(bid)), ' ', words)
}

function isGood({ outcome, committed }: Copied): boolean {
  return !['missing', 'unfit', 'spoilt'].includes(outcome) && committed?.outcome[0] !== 'refused'
}
