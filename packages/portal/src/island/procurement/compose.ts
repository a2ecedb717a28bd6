/**
 * `<gongshi-compose>`: a whole tender in one form, which stands in the page already. Checks it by the law as somebody types, keeps
 * it in this browser, and signs its acts in their order. What does that is loaded once the page stands.
 */
class GongshiCompose extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openComposer } = await import('./composeDesk.ts')
      openComposer(this, this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en')
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-compose', GongshiCompose)
