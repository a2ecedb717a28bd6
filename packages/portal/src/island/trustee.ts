/**
 * `<gongshi-trustee>`: a trustee at work in the own browser: where the key of a procedure stands, and the next step. What makes keys
 * and shares is loaded once the page stands.
 */
class GongshiTrustee extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openTrusteeDesk } = await import('./sealed/trusteeDesk.ts')
      await openTrusteeDesk(this)
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-trustee', GongshiTrustee)
