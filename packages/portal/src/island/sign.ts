/**
 * `<gongshi-sign>`: opens a draft from a file or from the link that led here, says what it means, and has the reader's own keys
 * sign or decline it. What it wraps stays until a script runs; what signs is loaded only when a draft or a key is asked for.
 */
class GongshiSign extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openDesk } = await import('./signDesk.ts')
      await openDesk(this, this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en')
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-sign', GongshiSign)
