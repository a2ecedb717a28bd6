import { keepOffline } from './keepOffline.ts'

/** `<gongshi-watch>`: compares, at each visit, what the ledger shows now with what this very browser has seen before. */
class GongshiWatch extends HTMLElement {
  connectedCallback(): void {
    const status = document.createElement('div')
    status.setAttribute('role', 'status')
    status.textContent = this.dataset.waiting ?? ''
    this.replaceChildren(status)
    void this.#look(status)
  }

  async #look(status: HTMLElement): Promise<void> {
    try {
      const { watchLog } = await import('./watchLog.ts')
      const { watchElement } = await import('./watchView.ts')
      const watched = await watchLog(this.dataset.trust ?? '')
      const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
      status.replaceChildren(watchElement(watched, lang, () => void this.#look(status)))
    } catch {
      status.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-watch', GongshiWatch)
keepOffline()
