/**
 * `<gongshi-admission>`: the desk that judges who may bid, at work in the own browser: its key for tokens, and requests that it signs
 * without seeing for which bid. What does that is loaded once the page stands.
 */
class GongshiAdmission extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openAdmissionDesk } = await import('./sealed/admissionDesk.ts')
      await openAdmissionDesk(this)
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-admission', GongshiAdmission)
