import type { Draft } from '@gongshi/protocol'
import { draftLink } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'
import { collectAnswers } from '../actAnswers.ts'
import type { MadeContents } from '../actContents.ts'
import type { KeyChoice } from '../actKeys.ts'
import { fillForm } from '../fillForm.ts'
import { KeeperView } from './keeperView.ts'
import { type KeptForm, KeptForms } from './keptForms.ts'
import { takeForTab } from './tabLock.ts'

type Means = {
  readonly form: HTMLFormElement
  readonly lang: Lang
  readonly chainId: string
  readonly affair: string
  readonly action: string
  readonly keys: Pick<KeyChoice, 'typed' | 'put'>
  readonly made: MadeContents
  /** Told of a form whose act was signed: it is on its way, or was when the tab was left. */
  wasSent(kept: KeptForm): void
  /** Told when the form goes on in another tab: nothing is to be signed here any more. */
  lost(): void
}
type Typed = Pick<KeptForm, 'answers' | 'written' | 'files' | 'signers'>

const pauseMs = 300
const signedPrefix = 'gongshi-signed '

/** Keeps what is typed into a form in this browser, for one tab at a time, and puts it back when somebody returns. */
export class FormKeeper {
  readonly #means: Means
  readonly #forms: KeptForms
  readonly #view: KeeperView
  readonly #address = formAddress()
  #state: 'opening' | 'kept' | 'notKept' | 'elsewhere' = 'opening'
  #initial = ''
  #last = ''
  #sent: string | null = null

  constructor(means: Means) {
    const { form, lang, chainId } = means
    this.#means = means
    this.#forms = new KeptForms(chainId, () => Date.now())
    this.#view = new KeeperView(form, lang, {
      forget: () => this.#forget(),
      takeHere: () => void this.#take('take'),
      another: () => this.#another(),
    })
  }

  /** Lets the form be filled in, as it was left, unless another tab has it. */
  async open(): Promise<void> {
    this.#initial = JSON.stringify(this.#typed())
    this.#last = this.#initial
    this.#saveWhileTyping()
    await this.#take('ifFree')
  }

  /** Before a signed act leaves. False: the form goes on in another tab, so this act is to stay here. */
  send(draft: Draft): boolean {
    if (this.#state === 'elsewhere') return false
    this.#sent = draftLink('', draft)
    this.#write()
    return true
  }

  /** The act that was sent can't be entered any more: what the form says may be signed anew. */
  isOver(): void {
    this.#sent = null
    this.#write()
    this.#view.free()
  }

  /** The act is entered: nothing is kept, and whoever comes back to the form by the browser's history gets the receipt. */
  isEntered(index: number): void {
    if (this.#state === 'kept') this.#forms.forget(this.#address)
    this.#state = 'notKept'
    sessionStorage.setItem(signedPrefix + this.#address, String(index))
  }

  async #take(how: 'ifFree' | 'take'): Promise<void> {
    const isOurs = await takeForTab(`${this.#means.chainId} ${this.#address}`, how, () => this.#goesElsewhere())
    this.#state = isOurs ? 'kept' : 'elsewhere'
    if (isOurs) this.#restore()
    else this.#view.elsewhere('elsewhere')
  }

  #goesElsewhere(): void {
    this.#state = 'elsewhere'
    this.#view.elsewhere('takenAway')
    this.#means.lost()
  }

  #another(): void {
    this.#state = 'notKept'
    this.#view.free()
  }

  #restore(): void {
    const { form, keys } = this.#means
    this.#view.free()
    const kept = this.#forms.find(this.#address)
    if (kept === undefined) return
    fillForm(form, new Map(Object.entries(kept.answers)))
    keys.put(kept.signers)
    for (const text of writtenIn(form)) {
      text.value = kept.written[pathOf(text)] ?? ''
      text.dispatchEvent(new Event('input', { bubbles: true }))
    }
    this.#sent = kept.sent
    this.#last = JSON.stringify(this.#typed())
    // What was signed is not to be forgotten before its end is known: it may still be entered.
    if (kept.sent === null) this.#view.restored(kept)
    else this.#means.wasSent(kept)
  }

  #saveWhileTyping(): void {
    const { form } = this.#means
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(() => this.#save(), pauseMs)
    }
    for (const event of ['input', 'change', 'click']) form.addEventListener(event, soon)
    // Tabs are closed without a word, phones end those in the background.
    addEventListener('pagehide', () => this.#save())
    document.addEventListener('visibilitychange', () => this.#save())
  }

  #save(): void {
    const typed = JSON.stringify(this.#typed())
    if (this.#state !== 'kept' || typed === this.#last) return
    this.#last = typed
    if (typed === this.#initial) {
      this.#forms.forget(this.#address)
      this.#view.standing(null)
    } else this.#write()
  }

  #write(): void {
    if (this.#state !== 'kept') return
    const { affair, action } = this.#means
    const at = Date.now()
    const isKept = this.#forms.keep({
      affair,
      action,
      address: this.#address,
      at,
      ...this.#typed(),
      sent: this.#sent,
    })
    this.#view.standing(isKept ? at : 'notKept')
  }

  #forget(): void {
    this.#forms.forget(this.#address)
    this.#state = 'notKept'
    location.reload()
  }

  /** Neither keys nor passphrases: those are no answers. A commitment made here holds a salt that is lost with the page. */
  #typed(): Typed {
    const { form, made, keys } = this.#means
    const answers = [...collectAnswers(form)].filter(([path]) => !path.startsWith('act-') && !made.has(path))
    const written = writtenIn(form).flatMap((text) => (text.value === '' ? [] : [[pathOf(text), text.value] as const]))
    const chosen = [...form.querySelectorAll<HTMLInputElement>('input[data-content=file]')]
    const files = chosen.flatMap((input) => [...(input.files ?? [])].map(({ name }) => name))
    return {
      answers: Object.fromEntries(answers),
      written: Object.fromEntries(written),
      files,
      signers: keys.typed(),
    }
  }
}

/** The form's path and query without the language: who changes it goes on with the same form. */
function formAddress(): string {
  return location.pathname.replace(/^\/(zh|en)/, '') + location.search
}

/** The entry of the act that this tab signed by this very form, for who comes back to it by the browser's history; null otherwise. */
export function signedBefore(): number | null {
  const name = signedPrefix + formAddress()
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const index = sessionStorage.getItem(name)
  // A page that the browser had only put aside would still show what was signed.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
  if (index !== null && navigation?.type !== 'navigate') return Number(index)
  sessionStorage.removeItem(name)
  return null
}

function writtenIn(form: HTMLFormElement): readonly HTMLTextAreaElement[] {
  return [...form.querySelectorAll<HTMLTextAreaElement>('[data-commits] textarea[data-content=written]')]
}

function pathOf(text: HTMLElement): string {
  return text.closest<HTMLElement>('[data-commits]')!.dataset.commits!
}
