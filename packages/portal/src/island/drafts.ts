/**
 * `<gongshi-drafts>`: drafts that reached the reader as files or links, kept in this browser until they are done with. Nothing of
 * them is sent anywhere. What it wraps stays until a script runs.
 */
class GongshiDrafts extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openDrafts } = await import('./draftsDesk.ts')
      await openDrafts(this, this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en')
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-drafts', GongshiDrafts)
