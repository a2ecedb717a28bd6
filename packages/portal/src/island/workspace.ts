type Lang = 'zh' | 'en'

const langOf = (place: HTMLElement): Lang =>
  place.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en'

/** `<gongshi-notices>`: how many notifications there are that this browser has not shown, beside the way to them. */
class GongshiNotices extends HTMLElement {
  async connectedCallback(): Promise<void> {
    // What is not counted is no fault of the page.
    const { openNotices } = await import('./workspace/notices.ts')
    await openNotices(this, langOf(this)).catch(() => undefined)
  }
}

/** `<gongshi-notify>`: whether the browser is to tell of new ones. */
class GongshiNotify extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const { openNotify } = await import('./workspace/notifyDesk.ts')
    openNotify(this, this.dataset.chain ?? '', langOf(this))
  }
}

/** `<gongshi-keys>`: shortcuts of the keyboard, their list, and the switch that turns them off. */
class GongshiKeys extends HTMLElement {
  async connectedCallback(): Promise<void> {
    const { openShortcuts } = await import('./workspace/shortcuts.ts')
    openShortcuts(this, langOf(this))
  }
}

customElements.define('gongshi-notices', GongshiNotices)
customElements.define('gongshi-notify', GongshiNotify)
customElements.define('gongshi-keys', GongshiKeys)
