/**
 * `<gongshi-scoring>`: one expert's sheet for one lot, whose table stands in the page already. Keeps the points in this browser, hands
 * in their digest, and reveals them when all are in. What does that is loaded once the page stands.
 */
class GongshiScoring extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openSheet } = await import('./scoringDesk.ts')
      openSheet(this, this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en')
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-scoring', GongshiScoring)
