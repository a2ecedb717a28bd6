/**
 * `<gongshi-check>`: fetches the evidence of the fact beside it and verifies it here, in the reader's browser. What it
 * wraps stays until a script runs; what verifies is loaded only when the reader asks.
 */
class GongshiCheck extends HTMLElement {
  connectedCallback(): void {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'ds-button no-print'
    button.textContent = this.dataset.label ?? ''
    const result = document.createElement('div')
    result.setAttribute('role', 'status')
    button.addEventListener('click', () => void this.check(button, result))
    this.replaceChildren(button, result)
  }

  private async check(button: HTMLButtonElement, result: HTMLElement): Promise<void> {
    button.setAttribute('aria-busy', 'true')
    try {
      const { checkInPlace } = await import('./evidence.ts')
      const lang = this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en'
      const { evidence = '', trust = '' } = this.dataset
      result.replaceChildren(await checkInPlace({ evidence, trust, lang }))
    } catch {
      result.textContent = this.dataset.failed ?? ''
    } finally {
      button.removeAttribute('aria-busy')
    }
  }
}

/**
 * `<gongshi-grounds>`: gathers an act's evidence with that of office, mandate, figures and votes, verifies all of it here,
 * and hands it over as one file.
 */
class GongshiGrounds extends HTMLElement {
  connectedCallback(): void {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'ds-button no-print'
    button.dataset.variant = 'secondary'
    button.textContent = this.dataset.label ?? ''
    const result = document.createElement('div')
    result.setAttribute('role', 'status')
    button.addEventListener('click', () => void this.gather(button, result))
    this.replaceChildren(button, result)
  }

  private async gather(button: HTMLButtonElement, result: HTMLElement): Promise<void> {
    button.setAttribute('aria-busy', 'true')
    result.textContent = this.dataset.waiting ?? ''
    try {
      const { gatherGrounds } = await import('./grounds.ts')
      result.replaceChildren(await gatherGrounds(this.dataset))
    } catch {
      result.textContent = this.dataset.failed ?? ''
    } finally {
      button.removeAttribute('aria-busy')
    }
  }
}

customElements.define('gongshi-check', GongshiCheck)
customElements.define('gongshi-grounds', GongshiGrounds)
