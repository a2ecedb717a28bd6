type Lang = 'zh' | 'en'

/** What this browser keeps for its reader, in place of what the element wraps, which stays until a script runs. Nothing of it is sent anywhere. */
abstract class KeptHere extends HTMLElement {
  async connectedCallback(): Promise<void> {
    try {
      await this.open(this.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en')
    } catch {
      this.textContent = this.dataset.failed ?? ''
    }
  }

  protected abstract open(lang: Lang): Promise<void>
}

/** `<gongshi-drafts>`: drafts that reached the reader as files or links, until they are done with. */
class GongshiDrafts extends KeptHere {
  protected async open(lang: Lang): Promise<void> {
    const { openDrafts } = await import('./draftsDesk.ts')
    await openDrafts(this, lang)
  }
}

/** `<gongshi-forms>`: forms that the reader has begun to fill in. */
class GongshiForms extends KeptHere {
  protected async open(lang: Lang): Promise<void> {
    const { openForms } = await import('./kept/formsDesk.ts')
    openForms(this, lang)
  }
}

customElements.define('gongshi-drafts', GongshiDrafts)
customElements.define('gongshi-forms', GongshiForms)
