/**
 * `<gongshi-bid>`: a bidder at work in the own browser: keys, offer and files stay there, and what is handed in is sealed. What does
 * that is loaded once the page stands.
 */
class GongshiBid extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openBidDesk } = await import('./sealed/bidDesk.ts')
      await openBidDesk(this)
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-bid', GongshiBid)
