import type { Kept } from '@gongshi/sdk/browser'
import type { Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { writeFile } from './browserFiles.ts'
import type { KeptSecrets } from './keptSecrets.ts'
import { field, fileInput, judge, panel, passphraseInput, Speaker } from './parts.ts'
import { partsTexts } from './partsTexts.ts'

const leastPassphrase = 8

type Unlocking = {
  readonly host: HTMLElement
  readonly lang: Lang
  readonly keeping: KeptSecrets
  readonly title: string
  /** What beginning makes, and how its button and its lead call it. */
  readonly begin: { readonly label: string; readonly lead: string; make(): Kept | Promise<Kept> }
  /** Whether what was loaded may take the place of what is here: the same secrets, as far or further on. */
  goesOn(here: Kept, loaded: Kept): boolean
}

/** Opens the secrets of this matter: those that the browser has, new ones, or those of a file. They are kept by now. */
export async function unlock(unlocking: Unlocking): Promise<Kept> {
  const here = await unlocking.keeping.find()
  const { host, lang } = unlocking
  const speaker = new Speaker(lang, 'unlock')
  const kept = await new Promise<Kept>((resolve) => {
    const first = here === null ? beginning(unlocking, speaker, resolve) : opening(unlocking, here, speaker, resolve)
    replace(host, panel('unlock', unlocking.title, first, loading(unlocking, here, speaker, resolve), speaker.said))
  })
  replace(host)
  return kept
}

type Done = (kept: Kept) => void

function beginning({ lang, keeping, begin }: Unlocking, speaker: Speaker, done: Done): HTMLElement {
  const text = partsTexts[lang]
  const [phrase, again] = [passphraseInput(true), passphraseInput(true)]
  const button = speaker.button('begin', begin.label, async () => {
    const isShort = phrase.value.length < leastPassphrase
    judge(phrase, isShort ? text.passphraseShort : null)
    judge(again, !isShort && phrase.value !== again.value ? text.passphraseOther : null)
    if (isShort || phrase.value !== again.value) return (isShort ? phrase : again).focus()
    speaker.tell(text.working)
    const kept = await begin.make()
    await keeping.create(kept, phrase.value)
    done(kept)
  })
  return element(
    'div',
    { class: 'stack' },
    element('p', { class: 'prose' }, begin.lead),
    field('passphrase', text.passphrase, phrase, text.passphraseHelp),
    field('passphrase-again', text.passphraseAgain, again),
    element('p', { class: 'actions' }, button),
  )
}

function opening({ lang, keeping }: Unlocking, here: File, speaker: Speaker, done: Done): HTMLElement {
  const text = partsTexts[lang]
  const phrase = passphraseInput(false)
  const button = speaker.button('open', text.open, async () => {
    speaker.tell(text.working)
    done(await keeping.open(here, phrase.value))
  })
  return element(
    'div',
    { class: 'stack' },
    element('p', { class: 'prose' }, text.secretsHere),
    field('passphrase', text.passphrase, phrase),
    element('p', { class: 'actions' }, button),
  )
}

/** What the command line or another browser has kept: secrets, and sealed documents beside them. */
function loading(unlocking: Unlocking, here: File | null, speaker: Speaker, done: Done): HTMLElement {
  const { lang, keeping, goesOn } = unlocking
  const text = partsTexts[lang]
  const [files, phrase] = [fileInput('.json,.age', true), passphraseInput(false)]
  const button = speaker.button(
    'load',
    text.load,
    async () => {
      const chosen = [...(files.files ?? [])]
      const json = chosen.find(({ name }) => name.endsWith('.json'))
      judge(files, json === undefined ? text.bringNone : null)
      if (json === undefined) return files.focus()
      speaker.tell(text.working)
      // What is here is opened first: secrets that nobody can open are not weighed against others.
      const before = here === null ? null : await keeping.open(here, phrase.value)
      const loaded = await keeping.open(json, phrase.value)
      if (!keeping.isFor(loaded) || (before !== null && !goesOn(before, loaded)))
        return speaker.note('warning', text.bringWeaker)
      for (const file of chosen) {
        const number = /\.(\d{1,4})\.age$/.exec(file.name)?.[1]
        if (number !== undefined) await writeFile(keeping.sealedName(Number(number) - 1), piecesOf(file))
      }
      await keeping.create(loaded, phrase.value)
      done(loaded)
    },
    'secondary',
  )
  return element(
    'details',
    { class: 'fold' },
    element('summary', {}, text.bring),
    element(
      'div',
      { class: 'stack' },
      field('bring-files', text.bringFiles, files),
      field('bring-passphrase', text.passphrase, phrase),
      element('p', { class: 'actions' }, button),
    ),
  )
}

export async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => undefined) // what failed has been thrown
  }
}
