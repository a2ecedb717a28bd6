/**
 * `<gongshi-act>`: the form of an action, which stands in the page already. Checks what is typed as the ledger will, says in
 * plain words what would be signed, signs and submits. What does that is loaded once the page stands.
 */
class GongshiAct extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openActDesk } = await import('./actDesk.ts')
      openActDesk(this, this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en')
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-act', GongshiAct)
