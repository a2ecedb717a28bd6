import { keepOffline } from './keepOffline.ts'

/** A button in the place of what the element wraps, once a script runs; what it does is loaded only when the reader asks. */
abstract class OnDemand extends HTMLElement {
  protected abstract readonly variant: 'primary' | 'secondary'

  connectedCallback(): void {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'ds-button no-print'
    button.dataset.variant = this.variant
    button.textContent = this.dataset.label ?? ''
    const result = document.createElement('div')
    result.setAttribute('role', 'status')
    const ask = (answer: () => Promise<HTMLElement>) => void this.#ask(button, result, answer)
    button.addEventListener('click', () => ask(() => this.answer()))
    this.replaceChildren(button, ...this.besides(ask), result)
  }

  /** What else the reader may ask by; none. */
  protected besides(_ask: (answer: () => Promise<HTMLElement>) => void): readonly HTMLElement[] {
    return []
  }

  protected abstract answer(): Promise<HTMLElement>

  async #ask(button: HTMLButtonElement, result: HTMLElement, answer: () => Promise<HTMLElement>): Promise<void> {
    button.setAttribute('aria-busy', 'true')
    result.textContent = this.dataset.waiting ?? ''
    try {
      result.replaceChildren(await answer())
    } catch {
      result.textContent = this.dataset.failed ?? ''
    } finally {
      button.removeAttribute('aria-busy')
    }
  }
}

/** The page's own, or of the part of it where the element stands. */
const langOf = (place: HTMLElement): 'zh' | 'en' =>
  place.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en'

/** `<gongshi-check>`: fetches the evidence of the fact beside it and verifies it here, in the reader's browser. */
class GongshiCheck extends OnDemand {
  protected readonly variant = 'primary'

  protected async answer(): Promise<HTMLElement> {
    const { checkInPlace } = await import('./evidence.ts')
    const { evidence = '', trust = '' } = this.dataset
    return checkInPlace({ evidence, trust, lang: langOf(this) })
  }
}

/** `<gongshi-tamper>`: spoils a copy of the evidence and lets the reader see it caught. */
class GongshiTamper extends OnDemand {
  protected readonly variant = 'secondary'

  protected async answer(): Promise<HTMLElement> {
    const { tamperWith } = await import('./tamper.ts')
    return tamperWith(this.dataset, langOf(this))
  }
}

/**
 * `<gongshi-grounds>`: gathers an act's evidence with that of office, mandate, figures and votes, verifies all of it here,
 * and hands it over as one file.
 */
class GongshiGrounds extends OnDemand {
  protected readonly variant = 'secondary'

  protected async answer(): Promise<HTMLElement> {
    const { gatherGrounds } = await import('./grounds.ts')
    return gatherGrounds(this.dataset)
  }
}

/** `<gongshi-award>`: gathers what a lot's award follows from, verifies it here, and computes the award again, step by step. */
class GongshiAward extends OnDemand {
  protected readonly variant = 'primary'

  protected async answer(): Promise<HTMLElement> {
    const { recomputeInPlace } = await import('./award.ts')
    return recomputeInPlace(this.dataset)
  }

  /** A file that somebody holds: chosen, or dropped anywhere on the element. */
  protected override besides(ask: (answer: () => Promise<HTMLElement>) => void): readonly HTMLElement[] {
    const label = document.createElement('label')
    label.className = 'small held-file'
    const input = document.createElement('input')
    input.type = 'file'
    const take = (file: File | undefined) => {
      if (file !== undefined)
        ask(async () =>
          (await import('./award.ts')).recomputeFile(this.dataset, new Uint8Array(await file.arrayBuffer())),
        )
    }
    input.addEventListener('change', () => {
      take(input.files?.[0])
      // So that the same file may be chosen again.
      input.value = ''
    })
    this.addEventListener('dragover', (event) => event.preventDefault())
    this.addEventListener('drop', (event) => {
      event.preventDefault()
      take(event.dataTransfer?.files[0])
    })
    label.append(this.dataset.held ?? '', ' ', input)
    return [label]
  }
}

/**
 * `<gongshi-badge>`: a link to an entry that checks it in place instead, in a window of its own. A proof that fails turns the
 * badge red for good, whatever the reader does next.
 */
class GongshiBadge extends HTMLElement {
  connectedCallback(): void {
    this.querySelector('a')?.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      void this.#open(event.currentTarget as HTMLAnchorElement)
    })
  }

  async #open(link: HTMLAnchorElement): Promise<void> {
    link.setAttribute('aria-busy', 'true')
    try {
      const { openProof } = await import('./proof.ts')
      link.dataset.state = await openProof(link, Number(this.dataset.entry))
    } catch {
      // What could not be fetched is where the link leads, or says there why not.
      location.assign(link.href)
    } finally {
      link.removeAttribute('aria-busy')
    }
  }
}

customElements.define('gongshi-badge', GongshiBadge)
customElements.define('gongshi-tamper', GongshiTamper)
customElements.define('gongshi-check', GongshiCheck)
customElements.define('gongshi-grounds', GongshiGrounds)
customElements.define('gongshi-award', GongshiAward)
keepOffline()
