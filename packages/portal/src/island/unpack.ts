/** `<gongshi-unpack>`: the documents of an opened bid, unpacked in the reader's own browser when the reader asks for them. */
class GongshiUnpack extends HTMLElement {
  connectedCallback(): void {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'ds-button no-print'
    button.dataset.variant = 'secondary'
    button.textContent = this.dataset.label ?? ''
    const result = document.createElement('div')
    button.addEventListener('click', () => void this.#unpack(button, result))
    this.replaceChildren(button, result)
  }

  async #unpack(button: HTMLButtonElement, result: HTMLElement): Promise<void> {
    if (button.hasAttribute('aria-busy')) return
    button.setAttribute('aria-busy', 'true')
    try {
      const { unpackHere } = await import('./sealed/unpackDesk.ts')
      await unpackHere(this, result)
    } catch {
      result.textContent = this.dataset.failed ?? ''
    } finally {
      button.removeAttribute('aria-busy')
    }
  }
}

customElements.define('gongshi-unpack', GongshiUnpack)
