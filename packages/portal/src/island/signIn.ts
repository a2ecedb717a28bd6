/**
 * `<gongshi-sign-in>`: has a passkey of this browser sign the site's challenge, and goes on. What it wraps stays until a script
 * runs; what signs is a chunk of its own.
 */
class GongshiSignIn extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      const { openDoor } = await import('./signInDoor.ts')
      await openDoor(this, this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en')
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }
}

customElements.define('gongshi-sign-in', GongshiSignIn)
