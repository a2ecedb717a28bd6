import { element } from '../dom.ts'
import { failureText } from '../failureTexts.ts'
import type { Read } from './collection.ts'
import type { CodesDoor } from './door.ts'

/** Numbers of missing codes that are named. */
const mostNamed = 12

export type Progress = {
  readonly parts: readonly HTMLElement[]
  readonly tell: (said: string) => void
  /** What the last code came to, with how many have been read so far. */
  readonly show: (read: Exclude<Read, { readonly kind: 'whole' }>, size: number) => void
  readonly clear: () => void
}

/** How far the reading of codes is: a bar, and the same in words. */
export function progressView({ say, lang }: Pick<CodesDoor, 'say' | 'lang'>): Progress {
  const said = element('p', { class: 'small', role: 'status' })
  const bar = element('progress', { class: 'codes-progress', hidden: true, 'aria-hidden': 'true' })
  const tell = (text: string): void => {
    said.textContent = text
  }
  return {
    parts: [bar, said],
    tell,
    show: (read, size) => {
      if (read.kind === 'other') tell(say('codesOther', { text: read.text }))
      if (read.kind === 'refused') tell(Object.values(failureText(read.code, lang())).join(' '))
      if (read.kind !== 'part') return
      const missing = read.missing.slice(0, mostNamed).join(', ') + (read.missing.length > mostNamed ? ' …' : '')
      tell(say('codesProgress', { read: size, count: read.count, missing }))
      bar.hidden = false
      bar.max = read.count
      bar.value = size
    },
    clear: () => {
      bar.hidden = true
      tell('')
    },
  }
}
